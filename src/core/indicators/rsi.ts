/**
 * Relative strength index (TA_RSI, Wilder): first value at `period`, 0 to 100, NaN before.
 * Where gains plus losses are below `epsilon` it is 0, as in TA-Lib.
 */
export function rsi(close: Float64Array, period: number, epsilon: number): Float64Array {
  const out = new Float64Array(close.length).fill(NaN);
  if (close.length <= period) {
    return out;
  }
  let gain = 0;
  let loss = 0;
  for (let i = 1; i <= period; i++) {
    const change = close[i]! - close[i - 1]!;
    if (change < 0) {
      loss -= change;
    } else {
      gain += change;
    }
  }
  gain /= period;
  loss /= period;
  const strength = () => (gain + loss < epsilon ? 0 : 100 * (gain / (gain + loss)));
  out[period] = strength();
  for (let i = period + 1; i < close.length; i++) {
    const change = close[i]! - close[i - 1]!;
    gain = (gain * (period - 1) + (change > 0 ? change : 0)) / period;
    loss = (loss * (period - 1) + (change < 0 ? -change : 0)) / period;
    out[i] = strength();
  }
  return out;
}
