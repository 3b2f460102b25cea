import type { CandleValues } from './indicator.ts';

/** The mean of high, low and close. */
export function typicalPrice({ high, low, close }: CandleValues): Float64Array {
  const out = new Float64Array(close.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = (high[i]! + low[i]! + close[i]!) / 3;
  }
  return out;
}
