import { emaFrom, smoothingOf } from './movingAverages.ts';

/** MACD line, its signal line and their difference. */
export type Macd = { readonly macd: Float64Array; readonly signal: Float64Array; readonly histogram: Float64Array };

/**
 * Moving average convergence/divergence (TA_MACD). Both averages are seeded so that they start at the same
 * candle; nothing is given before the signal line's first value, at `slow + signalPeriod - 2`.
 */
export function macd(close: Float64Array, fast: number, slow: number, signalPeriod: number): Macd {
  const first = slow + signalPeriod - 2;
  const column = () => new Float64Array(close.length).fill(NaN, 0, first);
  const lines = { macd: column(), signal: column(), histogram: column() };
  if (close.length > first) {
    // The beginning gives the seeds.
    const head = close.subarray(0, first + 1);
    const fastAverage = emaFrom(head, fast, slow - 1);
    const slowAverage = emaFrom(head, slow, slow - 1);
    const signal = emaFrom(head.map((_, i) => fastAverage[i]! - slowAverage[i]!), signalPeriod, first);
    const averages = { fast: fastAverage[first]!, slow: slowAverage[first]!, signal: signal[first]! };
    carryOn(close, first, averages, { fast: smoothingOf(fast), slow: smoothingOf(slow), signal: smoothingOf(signalPeriod) }, lines);
  }
  return lines;
}

type Triple = { readonly fast: number; readonly slow: number; readonly signal: number };

/** Carries the three averages from a candle on in one loop, for they need not wait for each other. */
function carryOn(close: Float64Array, first: number, averages: Triple, weights: Triple, { macd, signal, histogram }: Macd): void {
  let { fast, slow, signal: average } = averages;
  for (let i = first; ;) {
    macd[i] = fast - slow;
    signal[i] = average;
    histogram[i] = fast - slow - average;
    i += 1;
    if (i >= close.length) {
      return;
    }
    fast = (close[i]! - fast) * weights.fast + fast;
    slow = (close[i]! - slow) * weights.slow + slow;
    average = (fast - slow - average) * weights.signal + average;
  }
}
