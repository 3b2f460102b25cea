import type { CandleRow } from './rows.ts';
import type { Problem } from './series.ts';
import { isoTime } from './time.ts';
import { floorToStep, type Step } from './timeframe.ts';

type Reordered = { readonly rows: readonly CandleRow[]; readonly problems: readonly Problem[] };

/** Rows in time order; rows of one time keep their file order, as open-first and close-last need. */
export function sortByTime(rows: readonly CandleRow[]): Reordered {
  const late = rows.find((row, index) => index > 0 && row.time < rows[index - 1]!.time);
  if (late === undefined) {
    return { rows, problems: [] };
  }
  const problem: Problem = {
    line: late.line, column: null, value: isoTime(late.time), rule: 'unsorted', effect: 'kept',
    message: 'The rows are not in time order; they are sorted.',
  };
  return { rows: [...rows].sort((a, b) => a.time - b.time), problems: [problem] };
}

/** Merges neighbours of one time: open first, high max, low min, close last, volume by `volumeOf`. */
export function mergeSameTime(rows: readonly CandleRow[], rule: 'duplicate-time' | 'off-grid', volumeOf: (a: number, b: number) => number): Reordered {
  const merged: CandleRow[] = [];
  const problems: Problem[] = [];
  for (const row of rows) {
    const last = merged.at(-1);
    if (last === undefined || last.time !== row.time) {
      merged.push(row);
      continue;
    }
    merged[merged.length - 1] = {
      ...last,
      high: Math.max(last.high, row.high),
      low: Math.min(last.low, row.low),
      close: row.close,
      volume: volumeOf(last.volume, row.volume),
    };
    problems.push({
      line: row.line, column: null, value: isoTime(row.time), rule, effect: 'merged',
      message: `The candle of ${isoTime(row.time)} is also on line ${last.line}; the two are merged.`,
    });
  }
  return { rows: merged, problems };
}

/** Moves each time back to the open time of the candle it falls into, as Freqtrade's resampling does. */
export function moveToGrid(rows: readonly CandleRow[], step: Step): Reordered {
  const problems: Problem[] = [];
  const moved = rows.map((row) => {
    const time = floorToStep(row.time, step);
    if (time === row.time) {
      return row;
    }
    problems.push({
      line: row.line, column: null, value: isoTime(row.time), rule: 'off-grid', effect: 'kept',
      message: `${isoTime(row.time)} is no open time of this timeframe; the candle is moved to ${isoTime(time)}.`,
    });
    return { ...row, time };
  });
  return { rows: moved, problems };
}
