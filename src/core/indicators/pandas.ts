/**
 * Rolling statistics as pandas computes them: what qtpylib is made of. A thinly traded pair shows the order of operations,
 * since a running sum keeps a trace of the large volumes that have left it; hence its compensated steps, one by one.
 */

/** Sums of `period` values (`rolling(period).sum()`): first at `period - 1`. */
export function rollingSum(values: Float64Array, period: number): Float64Array {
  return compensatedSum(values, period).fill(NaN, 0, period - 1);
}

/** Means of up to `period` values (`rolling(period, min_periods=1).mean()`): first at 0. */
export function rollingMean(values: Float64Array, period: number): Float64Array {
  const out = compensatedSum(values, period);
  for (let i = 0; i < out.length; i++) {
    out[i] = out[i]! / Math.min(i + 1, period);
  }
  return out;
}

/** Sample standard deviations of up to `period` values (`rolling(period, min_periods=1).std()`): first at 1. */
export function rollingDeviation(values: Float64Array, period: number): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  let moments = startMoments();
  for (let i = 0; i < values.length; i++) {
    const first = Math.max(0, i - period + 1);
    const leaves = i < period || removeValue(moments, values[i - period]!, period - 1);
    const enters = addValue(moments, values[i]!, i - first + 1);
    if (!leaves || !enters) {
      moments = startMoments();
      for (let at = first; at <= i; at++) {
        addValue(moments, values[at]!, at - first + 1);
      }
    }
    if (i > 0) {
      out[i] = Math.sqrt(Math.max(moments.squares, 0) / (i - first));
    }
  }
  return out;
}

/** Mean and sum of squared distances to it (Welford), with the rounding errors of the mean's steps (Kahan). */
type Moments = { mean: number; squares: number; added: number; removed: number };

// A step that leaves less than this share of the squares has lost its digits (pandas 3: three are left at most).
const cancellation = 1e3 * Number.EPSILON;

function startMoments(): Moments {
  return { mean: 0, squares: 0, added: 0, removed: 0 };
}

/** Returns whether the moments are still sound. */
function addValue(moments: Moments, value: number, count: number): boolean {
  const before = moments.squares;
  const mean = moments.mean - moments.added;
  const shifted = value - moments.added;
  const distance = shifted - moments.mean;
  moments.added = distance + moments.mean - shifted;
  moments.mean += distance / count;
  moments.squares += (value - mean) * (value - moments.mean);
  return before * cancellation <= moments.squares;
}

/** Returns whether the moments are still sound. */
function removeValue(moments: Moments, value: number, count: number): boolean {
  const before = moments.squares;
  const mean = moments.mean - moments.removed;
  const shifted = value - moments.removed;
  const distance = shifted - moments.mean;
  moments.removed = distance + moments.mean - shifted;
  moments.mean -= distance / count;
  moments.squares -= (value - mean) * (value - moments.mean);
  return before * cancellation <= moments.squares;
}

function compensatedSum(values: Float64Array, period: number): Float64Array {
  const out = new Float64Array(values.length);
  // In an object, where they are changed in place; a variable would be boxed anew for every value of a long series.
  const sum = { total: 0, added: 0, removed: 0 };
  let equal = 0;
  for (let i = 0; i < out.length; i++) {
    const value = values[i]!;
    // Taking out nothing changes nothing, so the first values need no case of their own.
    const less = -(i < period ? 0 : values[i - period]!) - sum.removed;
    const left = sum.total + less;
    sum.removed = left - sum.total - less;
    const more = value - sum.added;
    sum.total = left + more;
    sum.added = sum.total - left - more;
    equal = value === values[i - 1] ? equal + 1 : 1;
    const count = Math.min(i + 1, period);
    out[i] = equal >= count ? value * count : sum.total;
  }
  return out;
}
