/**
 * Candles in columns. A candle's time is its open time in epoch milliseconds, UTC;
 * it is known only at open time plus timeframe.
 */
export type CandleColumns = {
  readonly time: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
};

export type ProblemEffect = 'dropped' | 'merged' | 'kept' | 'filled';

export type ProblemRule =
  | 'missing-cell'
  | 'not-a-number'
  | 'not-a-time'
  | 'low-above-high'
  | 'outside-range'
  | 'not-positive'
  | 'unsorted'
  | 'duplicate-time'
  | 'off-grid'
  | 'gap'
  | 'time-zone'
  | 'date-order'
  | 'serial-date'
  | 'timeframe';

/** Something in a candle file that was not as it ought to be, and what was done about it. */
export type Problem = {
  /** 1-based line in the file; null when the problem is about the whole file. */
  readonly line: number | null;
  /** The header of the column; null when it is about the whole row. */
  readonly column: string | null;
  /** The text found; empty when there is none. */
  readonly value: string;
  readonly rule: ProblemRule;
  readonly effect: ProblemEffect;
  readonly message: string;
};

/** Candles missing after a candle: `after` is the open time of the last one present. */
export type Gap = { readonly after: number; readonly missing: number };

/** `utc`, `assumed-utc` when the file names no zone, or the file's own offset such as `+02:00`. */
export type Zone = string;

/** How the file was read, before and after cleaning. Rows read = candles from the file + dropped + merged. */
export type SeriesSource = {
  readonly dialect: string;
  readonly zone: Zone;
  readonly rows: number;
  readonly dropped: number;
  readonly merged: number;
  readonly gaps: readonly Gap[];
};

/** A cleaned series: columns in time order, filled candles flagged, and everything found wrong on the way. */
export type CandleSeries = CandleColumns & {
  readonly length: number;
  /** Null when neither the file name nor the user says it. */
  readonly pair: string | null;
  readonly timeframe: string;
  /** 1 where the candle is not in the file but fills a gap. */
  readonly filled: Uint8Array;
  readonly filledCount: number;
  /** The file's other numeric columns under their own header names; NaN where a value is missing and on filled candles. */
  readonly extras: ReadonlyMap<string, Float64Array>;
  readonly source: SeriesSource;
  readonly problems: readonly Problem[];
};
