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
  const places = new Map(Array.from(other.time, (ms, i) => [ms, i] as const).filter(([, i]) => other.filled[i] === 0));
  const all = places.size;
  let differing = 0;
  let shared = 0;
  let first: number | undefined;
  series.time.forEach((ms, i) => {
    if (series.filled[i] !== 0) {
      return;
    }
    const at = places.get(ms);
    shared += at === undefined ? 0 : 1;
    if (at === undefined || columns.some((name) => !isClose(series[name][i]!, other[name][at]!))) {
      differing += 1;
      first ??= ms;
    }
  });
  return { differing, first, more: all - shared };
}

function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
}
