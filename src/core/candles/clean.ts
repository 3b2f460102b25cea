/**
 * Freqtrade's cleaning (`clean_ohlcv_dataframe`): sort, merge rows of one time, put off-grid rows on the grid, fill gaps.
 * Every merged, moved or filled candle is named by a problem.
 */
import { describeGap, fillGaps, findGaps } from './gaps.ts';
import { mergeSameTime, moveToGrid, sortByTime, type Reordered } from './merge.ts';
import type { CandleRows, Steps } from './rows.ts';
import type { CandleColumns, Gap, Problem } from './series.ts';
import { spacingOf } from './time/timeOrder.ts';
import { gridOf, type Step } from './time/timeframe.ts';

export const gapModes = ['fill', 'keep'] as const;
/** `keep` leaves gaps and off-grid times as they are. */
export type GapMode = (typeof gapModes)[number];

export type CleanCandles = {
  readonly columns: CandleColumns;
  readonly extras: ReadonlyMap<string, Float64Array>;
  readonly filled: Uint8Array;
  readonly gaps: readonly Gap[];
  /** Rows that were merged into another. */
  readonly merged: number;
  readonly problems: readonly Problem[];
};

/** Cleans rows in steps; rows that are clean already are not copied. */
export function* cleanCandles(rows: CandleRows, step: Step, gapMode: GapMode): Steps<CleanCandles> {
  const odd = oddValues(rows);
  yield 0.2;
  const spacing = step.type === 'fixed' ? spacingOf(rows.time, step.ms) : undefined;
  yield 0.3;
  const isInPlace = spacing?.isRising === true && (gapMode === 'keep' || (spacing.isWhole && startsOnGrid(rows, step)));
  const onGrid = isInPlace ? { rows, problems: [] } : yield* putInPlace(rows, step, gapMode);
  const gaps = isInPlace && spacing.isGapless ? [] : findGaps(onGrid.rows, step);
  const filling = gapMode === 'fill' ? gaps : [];
  yield 0.9;
  return {
    ...fillGaps(onGrid.rows, filling, step),
    gaps: gaps.map(({ after, missing }) => ({ after, missing })),
    merged: rows.length - onGrid.rows.length,
    problems: [...odd, ...onGrid.problems, ...filling.map(describeGap)],
  };
}

/** Sorts rows, merges those of one time, and puts them on the grid. */
function* putInPlace(rows: CandleRows, step: Step, gapMode: GapMode): Steps<Reordered> {
  const sorted = yield* sortByTime(rows);
  yield 0.4;
  const unique = mergeSameTime(sorted.rows, 'duplicate-time', Math.max);
  yield 0.6;
  const moved = gapMode === 'fill' ? moveToGrid(unique.rows, step) : { rows: unique.rows, problems: [] };
  yield 0.7;
  const onGrid = mergeSameTime(moved.rows, 'off-grid', (a, b) => a + b);
  yield 0.8;
  return { rows: onGrid.rows, problems: [sorted, unique, moved, onGrid].flatMap((stage) => stage.problems) };
}

function startsOnGrid({ time }: CandleRows, step: Step): boolean {
  const first = time[0] ?? 0;
  return gridOf(step, first)(first) === first;
}

/** Values Freqtrade keeps but a person wants to know about. */
function oddValues({ length, line, open, high, low, close, volume }: CandleRows): readonly Problem[] {
  const problems: Problem[] = [];
  const keep = (i: number, column: string, value: number, rule: 'outside-range' | 'not-positive', message: string) => {
    problems.push({ line: line[i]!, column, value: String(value), rule, effect: 'kept', message: `${message} The row is kept as it is.` });
  };
  for (let i = 0; i < length; i++) {
    const bottom = low[i]!;
    const top = high[i]!;
    if (open[i]! < bottom || open[i]! > top) {
      keep(i, 'open', open[i]!, 'outside-range', `The open ${open[i]!} is outside low ${bottom} to high ${top}.`);
    }
    if (close[i]! < bottom || close[i]! > top) {
      keep(i, 'close', close[i]!, 'outside-range', `The close ${close[i]!} is outside low ${bottom} to high ${top}.`);
    }
    if (bottom <= 0) {
      keep(i, 'low', bottom, 'not-positive', `Low ${bottom} is not above 0.`);
    }
    if (volume[i]! < 0) {
      keep(i, 'volume', volume[i]!, 'not-positive', `Volume ${volume[i]!} is below 0.`);
    }
  }
  return problems;
}
