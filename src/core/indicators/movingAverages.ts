/**
 * Moving averages exactly as TA-Lib computes them: same seeds, same order of operations, so the results are
 * bit-equal to TA-Lib compiled without fused multiply-add. A value still warming up is NaN.
 */

/** Simple moving average (TA_SMA), from a running sum. Values before `from` are unknown; the first average stands at `from + period - 1`. */
export function sma(values: Float64Array, period: number, from = 0): Float64Array {
  const out = new Float64Array(values.length).fill(NaN, 0, from + period - 1);
  let sum = 0;
  for (let i = from; i < values.length; i++) {
    sum += values[i]!;
    if (i >= from + period - 1) {
      out[i] = sum / period;
      sum -= values[i - period + 1]!;
    }
  }
  return out;
}

// Running sums are made anew after so many windows, so that rounding errors do not pile up over a long series.
const windowsBetweenRenewals = 32;

/** Weighted moving average (TA_WMA): the newest of `period` values weighs `period`, the oldest 1. First value at `period - 1`. */
export function wma(values: Float64Array, period: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN, 0, period - 1);
  const weights = (period * (period + 1)) / 2;
  let plain = 0;
  let weighted = 0;
  for (let i = period - 1; i < values.length; i++) {
    const first = i - period + 1;
    if (first % (windowsBetweenRenewals * period) === 0) {
      plain = 0;
      weighted = 0;
      for (let at = first; at <= i; at++) {
        plain += values[at]!;
        weighted += values[at]! * (at - first + 1);
      }
    } else {
      plain += values[i]!;
      weighted += values[i]! * period;
    }
    out[i] = weighted / weights;
    weighted -= plain;
    plain -= values[first]!;
  }
  return out;
}

/** Exponential moving average (TA_EMA): seeded with the simple average of the first `period` values. */
export function ema(values: Float64Array, period: number): Float64Array {
  return emaFrom(values, period, period - 1);
}

/** An EMA whose first value stands at `first`, seeded with the simple average of the `period` values ending there. */
export function emaFrom(values: Float64Array, period: number, first: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN, 0, first);
  if (values.length <= first) {
    return out;
  }
  const k = smoothingOf(period);
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

/** The weight of the newest value in an exponential moving average. */
export function smoothingOf(period: number): number {
  return 2 / (period + 1);
}

/** Double exponential moving average (TA_DEMA): 2 × EMA − EMA of EMA. First value at `2 × (period - 1)`. */
export function dema(values: Float64Array, period: number): Float64Array {
  const once = ema(values, period);
  const twice = emaFrom(once, period, 2 * (period - 1));
  // Here and below the memory of the first average is used again: a fresh column of a long series costs as much as computing it.
  for (let i = 0; i < once.length; i++) {
    once[i] = 2 * once[i]! - twice[i]!;
  }
  return once;
}

/** Triple exponential moving average (TA_TEMA): 3 × EMA − 3 × EMA of EMA + EMA of EMA of EMA. First value at `3 × (period - 1)`. */
export function tema(values: Float64Array, period: number): Float64Array {
  const once = ema(values, period);
  const twice = emaFrom(once, period, 2 * (period - 1));
  const thrice = emaFrom(twice, period, 3 * (period - 1));
  for (let i = 0; i < once.length; i++) {
    once[i] = thrice[i]! + (3 * once[i]! - 3 * twice[i]!);
  }
  return once;
}
