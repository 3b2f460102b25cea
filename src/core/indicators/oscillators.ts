import type { CandleValues } from './indicator.ts';
import { rollingExtreme } from './rollingExtremes.ts';
import { typicalPrice } from './typicalPrice.ts';

/** Rate of change (TA_ROC): percent against the close `period` candles earlier; 0 where that was 0. First value at `period`. */
export function rateOfChange(close: Float64Array, period: number): Float64Array {
  const out = new Float64Array(close.length).fill(NaN, 0, period);
  for (let i = period; i < out.length; i++) {
    const before = close[i - period]!;
    out[i] = before === 0 ? 0 : (close[i]! / before - 1) * 100;
  }
  return out;
}

/** Williams %R (TA_WILLR): -100 at the lowest low of `period` candles, 0 at their highest high and where both are equal. First value at `period - 1`. */
export function williamsR({ high, low, close }: CandleValues, period: number): Float64Array {
  const highest = rollingExtreme(high, period, 1);
  const lowest = rollingExtreme(low, period, -1);
  const out = highest;
  for (let i = 0; i < out.length; i++) {
    const hundredth = (highest[i]! - lowest[i]!) / -100;
    out[i] = hundredth === 0 ? 0 : (highest[i]! - close[i]!) / hundredth;
  }
  return out;
}

// TA-Lib takes a distance this small, against the prices it lies between, for rounding.
const flatness = 1e-14;

/**
 * Commodity channel index (TA_CCI): the typical price's distance to its mean over `period` candles, in units of 0.015 mean
 * absolute deviations; 0 where there is no distance or no deviation. First value at `period - 1`.
 */
export function commodityChannelIndex(candles: CandleValues, period: number): Float64Array {
  const price = typicalPrice(candles);
  // Summed in the order of TA-Lib's ring buffer: where the price is near its mean, rounding shows.
  const ring = new Float64Array(period);
  const out = new Float64Array(price.length).fill(NaN, 0, period - 1);
  for (let i = 0; i < out.length; i++) {
    const value = price[i]!;
    ring[i % period] = value;
    if (i < period - 1) {
      continue;
    }
    let sum = 0;
    for (let at = 0; at < period; at++) {
      sum += ring[at]!;
    }
    const mean = sum / period;
    let deviations = 0;
    for (let at = 0; at < period; at++) {
      deviations += Math.abs(ring[at]! - mean);
    }
    const distance = value - mean;
    const nothing = flatness * (Math.abs(value) + Math.abs(mean));
    out[i] = Math.abs(distance) <= nothing || deviations <= nothing ? 0 : distance / (0.015 * (deviations / period));
  }
  return out;
}
