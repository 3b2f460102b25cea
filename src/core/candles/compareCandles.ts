import { countOf } from '../countOf.ts';
import type { CandleSeries } from './series.ts';

/** How the candles of one series stand in another. */
export type CandleComparison = {
  /** Candles that the other series lacks or has with another value. */
  readonly differing: number;
  /** Open time of the first of them. */
  readonly first: number | undefined;
  /** Candles that only the other series has. */
  readonly more: number;
};

const columns = ['open', 'high', 'low', 'close', 'volume'] as const;
// Files of different formats may round the last digit in different ways.
const tolerance = 1e-9;

/** Compares by open time; filled candles are in no file, so they do not count. */
export function compareCandles(series: CandleSeries, other: CandleSeries): CandleComparison {
  let differing = 0;
  let shared = 0;
  let first: number | undefined;
  // Both are in the order of time.
  let at = 0;
  series.time.forEach((ms, i) => {
    if (series.filled[i] !== 0) {
      return;
    }
    while (at < other.length && other.time[at]! < ms) {
      at += 1;
    }
    const isThere = at < other.length && other.time[at] === ms && other.filled[at] === 0;
    shared += isThere ? 1 : 0;
    if (!isThere || columns.some((name) => !isClose(series[name][i]!, other[name][at]!))) {
      differing += 1;
      first ??= ms;
    }
  });
  return { differing, first, more: other.length - countOf(other.filled, 1) - shared };
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}
