/**
 * The highest (`sign` 1) or lowest (`sign` -1) of each value and the `period - 1` before it (TA_MAX, TA_MIN).
 * Values before `from` are unknown; the first extreme stands at `from + period - 1`.
 */
export function rollingExtreme(values: Float64Array, period: number, sign: 1 | -1, from = 0): Float64Array {
  const out = new Float64Array(values.length).fill(NaN);
  let best = -1;
  for (let i = from; i < values.length; i++) {
    const oldest = Math.max(from, i - period + 1);
    if (best < oldest) {
      best = oldest;
      for (let at = oldest + 1; at <= i; at++) {
        if (values[at]! * sign >= values[best]! * sign) {
          best = at;
        }
      }
    } else if (values[i]! * sign >= values[best]! * sign) {
      best = i;
    }
    if (i >= from + period - 1) {
      out[i] = values[best]!;
    }
  }
  return out;
}
