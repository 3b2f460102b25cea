import type { Steps } from '../../core/candles/rows.ts';
import { parseTime } from '../../core/candles/time/time.ts';
import type { CandleSeries, Problem } from '../../core/candles/series.ts';
import { mostProblems, type ProblemView } from '../../protocol/candleMessages.ts';

const placedAtOnce = 1024;

/**
 * The problems of a series as the Candle Chart lists them, errors first, each with the time of the candle it is about:
 * from its value, from the gap it made, or from the line of the file as `lineText` gives it. Unknown is null. In steps of so many problems.
 */
export function* placeProblems(series: CandleSeries, lineText: (line: number) => string | undefined): Steps<ProblemView[]> {
  const gaps = placeGaps(series);
  const gapAt = new Map([...gaps].map(([problem, gap]) => [problem.line, gap]));
  yield 0;
  const rowAfter = rowsAfterDropped(series.problems);
  yield 0;
  const sorted = [...series.problems].sort((a, b) => rank(a) - rank(b) || (a.line ?? 0) - (b.line ?? 0)).slice(0, mostProblems);
  yield 0;

  /** A row that was left out made the gap before the next row that was not. */
  const gapOf = ({ line }: Problem): number | undefined => gapAt.get(rowAfter.get(line ?? 0) ?? line)?.time;
  const timeOf = (problem: Problem): number | null => {
    const found = gaps.get(problem)?.time ?? timeIn(series, problem.value) ?? (problem.effect === 'dropped' ? gapOf(problem) : undefined);
    return found ?? (problem.line === null ? null : (timeInLine(series, lineText(problem.line)) ?? null));
  };
  const placed: ProblemView[] = [];
  for (const problem of sorted) {
    placed.push({ ...problem, severity: severityOf(problem), time: timeOf(problem), missing: gaps.get(problem)?.missing ?? 0 });
    if (placed.length % placedAtOnce === 0) {
      yield placed.length / sorted.length;
    }
  }
  return placed;
}

/** For each line that was left out the next one that was not. */
function rowsAfterDropped(problems: readonly Problem[]): ReadonlyMap<number, number> {
  const lines = problems.flatMap(({ effect, line }) => (effect === 'dropped' && line !== null ? [line] : []));
  const after = new Map<number, number>();
  for (const line of lines.sort((a, b) => b - a)) {
    after.set(line, after.get(line + 1) ?? line + 1);
  }
  return after;
}

type PlacedGap = { readonly time: number; readonly missing: number };

/** Cleaning lists gaps and their problems in the same order. */
function placeGaps({ problems, source, time }: CandleSeries): ReadonlyMap<Problem, PlacedGap> {
  const listed = problems.filter(({ rule }) => rule === 'gap');
  if (listed.length !== source.gaps.length) {
    return new Map();
  }
  return new Map(
    listed.flatMap((problem, position) => {
      const { after, missing } = source.gaps[position]!;
      const first = time[positionOf(time, after) + 1];
      return first === undefined ? [] : [[problem, { time: first, missing }] as const];
    }),
  );
}

function severityOf({ effect }: Problem): ProblemView['severity'] {
  return effect === 'dropped' ? 'error' : 'warning';
}

function rank(problem: Problem): number {
  return severityOf(problem) === 'error' ? 0 : 1;
}

/** The first cell of a line that is a time of the series. */
function timeInLine(series: CandleSeries, text: string | undefined): number | undefined {
  return text?.split(/[,;\t|]/).map((cell) => timeIn(series, cell.replaceAll('"', ''))).find((time) => time !== undefined);
}

function timeIn({ time }: CandleSeries, text: string): number | undefined {
  const ms = parseTime(text)?.ms;
  return ms !== undefined && ms >= time[0]! && ms <= time[time.length - 1]! ? ms : undefined;
}

/** Index of the last time at or before another. */
function positionOf(times: Float64Array, wanted: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! <= wanted) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low - 1;
}
