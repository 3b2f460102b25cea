import type { CandleValues } from './indicator.ts';

/** The largest of high − low and the distances of both to the close before (TA_TRANGE); the first candle has none: high − low. */
export function trueRange({ high, low, close }: CandleValues): Float64Array {
  const out = new Float64Array(close.length);
  for (let i = 0; i < out.length; i++) {
    const before = i === 0 ? high[i]! : close[i - 1]!;
    out[i] = i === 0 ? high[i]! - low[i]! : Math.max(high[i]! - low[i]!, Math.abs(high[i]! - before), Math.abs(low[i]! - before));
  }
  return out;
}

/** Average true range (TA_ATR, Wilder): seeded with the mean of the first `period` ranges that have a close before them; first value at `period`. */
export function atr(candles: CandleValues, period: number): Float64Array {
  const ranges = trueRange(candles);
  const out = new Float64Array(ranges.length).fill(NaN);
  let average = 0;
  for (let i = 1; i < ranges.length; i++) {
    if (i <= period) {
      average += ranges[i]!;
      if (i < period) {
        continue;
      }
      average /= period;
    } else {
      average = (average * (period - 1) + ranges[i]!) / period;
    }
    out[i] = average;
  }
  return out;
}
