/** Upper, middle and lower Bollinger band. */
export type Bollinger = { readonly upper: Float64Array; readonly middle: Float64Array; readonly lower: Float64Array };

/**
 * Bollinger bands (TA_BBANDS with simple averages): the mean of `period` closes plus and minus `deviations`
 * population standard deviations, from running sums. A variance below `epsilon` counts as 0, as in TA-Lib.
 */
export function bollinger(close: Float64Array, period: number, deviations: number, epsilon: number): Bollinger {
  const column = () => new Float64Array(close.length).fill(NaN);
  const bands = { upper: column(), middle: column(), lower: column() };
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < close.length; i++) {
    const value = close[i]!;
    sum += value;
    squares += value * value;
    if (i < period - 1) {
      continue;
    }
    const mean = sum / period;
    const variance = squares / period - mean * mean;
    const width = variance < epsilon ? 0 : Math.sqrt(variance) * deviations;
    bands.upper[i] = mean + width;
    bands.middle[i] = mean;
    bands.lower[i] = mean - width;
    const oldest = close[i - period + 1]!;
    sum -= oldest;
    squares -= oldest * oldest;
  }
  return bands;
}
