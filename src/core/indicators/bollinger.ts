import { sma } from './movingAverages.ts';

/** Upper, middle and lower Bollinger band. */
export type Bollinger = { readonly upper: Float64Array; readonly middle: Float64Array; readonly lower: Float64Array };

/**
 * Bollinger bands (TA_BBANDS with simple averages): the mean of `period` closes plus and minus `deviations`
 * population standard deviations. First value at `period - 1`. A variance below `epsilon` counts as 0.
 */
export function bollinger(close: Float64Array, period: number, deviations: number, epsilon: number): Bollinger {
  const middle = sma(close, period);
  const column = () => new Float64Array(close.length).fill(NaN, 0, period - 1);
  const bands = { upper: column(), middle, lower: column() };
  for (let at = period - 1; at < close.length;) {
    at = fillBands(bands, close, at, period, deviations, epsilon);
  }
  return bands;
}

// The running sums are made anew after so many windows, or as soon as rounding could show.
const windowsBetweenRenewals = 32;
const cancellation = 1e-6;

/**
 * Upper and lower band from the window that ends at `from` on, until the sums have to be made anew: returns where.
 * The population variance comes from running sums of distances to a nearby centre: distances keep the digits that squares
 * of prices lose. The centre moves to the window's mean whenever the sums have lost precision.
 */
function fillBands({ upper, middle, lower }: Bollinger, close: Float64Array, from: number, period: number, deviations: number, epsilon: number): number {
  const end = Math.min(close.length, from + windowsBetweenRenewals * period + 1);
  const centre = meanOf(close, from - period + 1, from);
  let sum = 0;
  let squares = 0;
  for (let i = from - period + 1; i < from; i++) {
    const distance = close[i]! - centre;
    sum += distance;
    squares += distance * distance;
  }
  for (let i = from; i < end; i++) {
    const distance = close[i]! - centre;
    sum += distance;
    squares += distance * distance;
    const leaving = close[i - period + 1]! - centre;
    const remaining = squares - leaving * leaving;
    const mean = sum / period;
    const variance = squares / period - mean * mean;
    const isLost = variance < (remaining / period) * cancellation || remaining < leaving * leaving * cancellation;
    if (isLost && i > from) {
      return i;
    }
    const width = variance <= 0 || variance < epsilon ? 0 : Math.sqrt(variance) * deviations;
    upper[i] = middle[i]! + width;
    lower[i] = middle[i]! - width;
    sum -= leaving;
    squares -= leaving * leaving;
  }
  return end;
}

function meanOf(values: Float64Array, first: number, last: number): number {
  let sum = 0;
  for (let i = first; i <= last; i++) {
    sum += values[i]!;
  }
  return sum / (last - first + 1);
}
