import type { Problem, Zone } from './series.ts';

/** One row of a candle file as read, before cleaning. */
export type CandleRow = {
  /** 1-based line in the file. */
  readonly line: number;
  /** Open time, epoch milliseconds UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
};

/** What a parser of any dialect hands to cleaning: the usable rows in file order, and what was dropped. */
export type ParsedRows = {
  readonly dialect: string;
  readonly zone: Zone;
  /** Rows of data read, usable or not. */
  readonly read: number;
  readonly rows: readonly CandleRow[];
  readonly problems: readonly Problem[];
};
