import type { Steps } from '../candles/rows.ts';
import type { CandleValues } from './indicator.ts';
import { sma } from './movingAverages.ts';
import { rollingExtreme } from './rollingExtremes.ts';
import { rsi } from './rsi.ts';

/** The stochastic line and its signal line, 0 to 100. */
export type Stochastic = { readonly k: Float64Array; readonly d: Float64Array };

const fastPeriod = 5;
const smoothing = 3;

/** Slow stochastic (TA_STOCH with its defaults 5, 3, 3, simple averages), in steps: both lines begin at 8. */
export function* stochastic({ high, low, close }: CandleValues): Steps<Stochastic> {
  const k = sma(yield* position(high, low, close, 0), smoothing, fastPeriod - 1);
  return withSignal(k, fastPeriod - 1 + smoothing - 1);
}

/** Fast stochastic (TA_STOCHF with its defaults 5, 3, simple average), in steps: both lines begin at 6. */
export function* fastStochastic({ high, low, close }: CandleValues): Steps<Stochastic> {
  return withSignal(yield* position(high, low, close, 0), fastPeriod - 1);
}

/** Fast stochastic of the RSI of `period` (TA_STOCHRSI with its defaults 5, 3, simple average), in steps: both lines begin at `period + 6`. */
export function* stochasticRsi(close: Float64Array, period: number, epsilon: number): Steps<Stochastic> {
  const strength = rsi(close, period, epsilon);
  return withSignal(yield* position(strength, strength, strength, period), period + fastPeriod - 1);
}

// TA-Lib takes a range this small, against its own ends, for rounding.
const flatness = 1e-14;

/** Where the close stands between the lowest low and the highest high of the last candles, in percent; 0 where they are equal. */
function* position(high: Float64Array, low: Float64Array, close: Float64Array, from: number): Steps<Float64Array> {
  const highest = rollingExtreme(high, fastPeriod, 1, from);
  yield 0;
  const lowest = rollingExtreme(low, fastPeriod, -1, from);
  yield 0;
  const out = highest;
  for (let i = 0; i < out.length; i++) {
    const top = highest[i]!;
    const bottom = lowest[i]!;
    const range = top - bottom;
    out[i] = Math.abs(range) <= flatness * (Math.abs(top) + Math.abs(bottom)) ? 0 : (close[i]! - bottom) / (range / 100);
  }
  return out;
}

/** Adds the signal line; TA-Lib gives neither line before both are known. */
function withSignal(k: Float64Array, from: number): Stochastic {
  const d = sma(k, smoothing, from);
  return { k: k.fill(NaN, 0, from + smoothing - 1), d };
}
