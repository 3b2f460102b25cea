import type { CandleValues } from './indicator.ts';

/** The mean of high, low and close. */
export function typicalPrice({ high, low, close }: CandleValues): Float64Array {
  return close.map((price, i) => (high[i]! + low[i]! + price) / 3);
}
