/**
 * Moving averages exactly as TA-Lib computes them: same seeds, same order of operations, so the results are
 * bit-equal to TA-Lib compiled without fused multiply-add. A value still warming up is NaN.
 */

/** Simple moving average (TA_SMA): first value at `period - 1`, from a running sum. */
export function sma(values: Float64Array, period: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i]!;
    if (i >= period - 1) {
      out[i] = sum / period;
      sum -= values[i - period + 1]!;
    }
  }
  return out;
}

/** Exponential moving average (TA_EMA): seeded with the simple average of the first `period` values. */
export function ema(values: Float64Array, period: number): Float64Array {
  return emaFrom(values, period, period - 1);
}

/** An EMA whose first value stands at `first`, seeded with the simple average of the `period` values ending there. */
export function emaFrom(values: Float64Array, period: number, first: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  if (values.length <= first) {
    return out;
  }
  const k = 2 / (period + 1);
  let seed = 0;
  for (let i = first - period + 1; i <= first; i++) {
    seed += values[i]!;
  }
  let average = seed / period;
  out[first] = average;
  for (let i = first + 1; i < values.length; i++) {
    average = (values[i]! - average) * k + average;
    out[i] = average;
  }
  return out;
}
