import type { Steps } from '../candles/rows.ts';
import type { CandleColumns } from '../candles/series.ts';

/** The columns that the candles bring with them. */
export const candleColumnNames = ['open', 'high', 'low', 'close', 'volume'] as const;

/** Candles without their times: all that an indicator reads. */
export type CandleValues = Pick<CandleColumns, (typeof candleColumnNames)[number]>;

/** Which periods a name may carry. */
export type Periods = {
  /** The shortest that makes sense. */
  readonly least: number;
  /** Those to show in lists; none when the name alone is what people write. */
  readonly usual: readonly number[];
  /** The period of the name alone; null when the name must say it. */
  readonly bare: number | null;
};

/** How some columns are computed together: a row of the catalog. */
export type Indicator = {
  /** Their names, without the period. */
  readonly columns: readonly string[];
  /** Null when nothing about it can be chosen. */
  readonly period: Periods | null;
  /** The index of the first value of the column at place `output`. */
  readonly warmup: (period: number, output: number) => number;
  /** The columns in the order of `columns`, as long as the candles; NaN where unknown. In steps where they take long. */
  readonly compute: (candles: CandleValues, period: number, epsilon: number) => readonly Float64Array[] | Steps<readonly Float64Array[]>;
};

/** Computes the columns of an indicator in steps, of which most have but one. */
export function* computeColumns({ compute }: Indicator, candles: CandleValues, period: number, epsilon: number): Steps<readonly Float64Array[]> {
  const made = compute(candles, period, epsilon);
  return 'next' in made ? yield* made : made;
}
