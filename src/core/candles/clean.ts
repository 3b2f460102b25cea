/**
 * Freqtrade's cleaning (`clean_ohlcv_dataframe`): sort, merge rows of one time, put off-grid rows on the grid, fill gaps.
 * Every merged, moved or filled candle is named by a problem.
 */
import { describeGap, fillGaps, findGaps } from './gaps.ts';
import { mergeSameTime, moveToGrid, sortByTime } from './merge.ts';
import type { CandleRow } from './rows.ts';
import type { CandleColumns, Gap, Problem } from './series.ts';
import type { Step } from './timeframe.ts';

export const gapModes = ['fill', 'keep'] as const;
/** `keep` leaves gaps and off-grid times as they are. */
export type GapMode = (typeof gapModes)[number];

export type CleanCandles = {
  readonly columns: CandleColumns;
  readonly filled: Uint8Array;
  readonly gaps: readonly Gap[];
  /** Rows that were merged into another. */
  readonly merged: number;
  readonly problems: readonly Problem[];
};

export function cleanCandles(rows: readonly CandleRow[], step: Step, gapMode: GapMode): CleanCandles {
  const sorted = sortByTime(rows);
  const unique = mergeSameTime(sorted.rows, 'duplicate-time', Math.max);
  const moved = gapMode === 'fill' ? moveToGrid(unique.rows, step) : { rows: unique.rows, problems: [] };
  const onGrid = mergeSameTime(moved.rows, 'off-grid', (a, b) => a + b);
  const gaps = findGaps(onGrid.rows, step);
  const filling = gapMode === 'fill' ? gaps : [];
  return {
    ...fillGaps(onGrid.rows, filling, step),
    gaps: gaps.map(({ after, missing }) => ({ after, missing })),
    merged: rows.length - onGrid.rows.length,
    problems: [
      ...rows.flatMap(oddValues),
      ...[sorted, unique, moved, onGrid].flatMap((stage) => stage.problems),
      ...filling.map(describeGap),
    ],
  };
}

/** Values Freqtrade keeps but a person wants to know about. */
function oddValues(row: CandleRow): readonly Problem[] {
  const kept = (column: keyof CandleRow, rule: 'outside-range' | 'not-positive', message: string): Problem => ({
    line: row.line, column, value: String(row[column]), rule, effect: 'kept', message: `${message} The row is kept as it is.`,
  });
  const outside = (['open', 'close'] as const).filter((column) => row[column] < row.low || row[column] > row.high);
  return [
    ...outside.map((column) => kept(column, 'outside-range', `The ${column} ${row[column]} is outside low ${row.low} to high ${row.high}.`)),
    ...(row.low <= 0 ? [kept('low', 'not-positive', `Low ${row.low} is not above 0.`)] : []),
    ...(row.volume < 0 ? [kept('volume', 'not-positive', `Volume ${row.volume} is below 0.`)] : []),
  ];
}
