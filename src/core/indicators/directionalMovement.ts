import type { CandleValues } from './indicator.ts';
import { trueRange } from './trueRange.ts';

/** The two directional indicators and the average directional index, all 0 to 100. */
export type DirectionalMovement = { readonly plus: Float64Array; readonly minus: Float64Array; readonly adx: Float64Array };

/**
 * Wilder's directional movement (TA_PLUS_DI, TA_MINUS_DI, TA_ADX): movements and true ranges are summed over the first
 * `period - 1` steps, then smoothed. The indicators begin at `period`; the index, seeded with the mean of the first
 * `period` of their relative distances, at `2 × period - 1`. Without any true range the indicators are 0 and the index stands still.
 */
export function directionalMovement(candles: CandleValues, period: number): DirectionalMovement {
  const { high, low, close } = candles;
  const ranges = trueRange(candles);
  const column = () => new Float64Array(close.length).fill(NaN);
  const out = { plus: column(), minus: column(), adx: column() };
  // In an object, where they are changed in place; a variable would be boxed anew for every candle of a long series.
  const sums = { plus: 0, minus: 0, range: 0, index: 0 };
  for (let i = 1; i < close.length; i++) {
    const up = high[i]! - high[i - 1]!;
    const down = low[i - 1]! - low[i]!;
    const plusStep = up > 0 && up > down ? up : 0;
    const minusStep = down > 0 && down > up ? down : 0;
    if (i < period) {
      sums.plus += plusStep;
      sums.minus += minusStep;
      sums.range += ranges[i]!;
      continue;
    }
    sums.plus = sums.plus - sums.plus / period + plusStep;
    sums.minus = sums.minus - sums.minus / period + minusStep;
    sums.range = sums.range - sums.range / period + ranges[i]!;
    const plus = sums.range > 0 ? 100 * (sums.plus / sums.range) : 0;
    const minus = sums.range > 0 ? 100 * (sums.minus / sums.range) : 0;
    out.plus[i] = plus;
    out.minus[i] = minus;
    const sum = plus + minus;
    const first = 2 * period - 1;
    if (i <= first) {
      sums.index += sum > 0 ? 100 * (Math.abs(minus - plus) / sum) : 0;
      sums.index = i === first ? sums.index / period : sums.index;
    } else if (sum > 0) {
      sums.index = (sums.index * (period - 1) + 100 * (Math.abs(minus - plus) / sum)) / period;
    }
    if (i >= first) {
      out.adx[i] = sums.index;
    }
  }
  return out;
}
