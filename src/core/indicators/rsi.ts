/**
 * Relative strength index (TA_RSI, Wilder): first value at `period`, 0 to 100, NaN before.
 * Where there is neither gain nor loss, or their sum is below `epsilon`, it is 0, as in TA-Lib.
 */
export function rsi(close: Float64Array, period: number, epsilon: number): Float64Array {
  const out = new Float64Array(close.length).fill(NaN, 0, period);
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
  const share = 1 / period;
  gain *= share;
  loss *= share;
  out[period] = strength(gain, loss, epsilon);
  for (let i = period + 1; i < close.length; i++) {
    const change = close[i]! - close[i - 1]!;
    const size = Math.abs(change);
    // Half of size ± change is exactly the gain, or the loss: without a branch, which would go either way at random.
    gain = (gain * (period - 1) + (size + change) * 0.5) * share;
    loss = (loss * (period - 1) + (size - change) * 0.5) * share;
    out[i] = strength(gain, loss, epsilon);
  }
  return out;
}

function strength(gain: number, loss: number, epsilon: number): number {
  const total = gain + loss;
  return total > 0 && total >= epsilon ? 100 * (gain / total) : 0;
}
