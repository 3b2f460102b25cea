import type { Steps } from '../candles/rows.ts';
import type { CandleValues } from './indicator.ts';
import { rollingSum } from './pandas.ts';
import { typicalPrice } from './typicalPrice.ts';

/** On-balance volume (TA_OBV): begins with the first volume; later volumes are added when the close rose, subtracted when it fell. */
export function onBalanceVolume({ close, volume }: CandleValues): Float64Array {
  const out = new Float64Array(close.length);
  let balance = volume[0] ?? 0;
  for (let i = 0; i < out.length; i++) {
    const price = close[i]!;
    const before = i === 0 ? price : close[i - 1]!;
    balance += price > before ? volume[i]! : price < before ? -volume[i]! : 0;
    out[i] = balance;
  }
  return out;
}

// TA-Lib takes a step this small, against the prices it lies between, for no movement.
const flatness = 1e-14;

/**
 * Money flow index (TA_MFI): the share of the money flow (typical price × volume) of the last `period` steps that came with
 * a rising typical price, 0 to 100; 0 where nothing flowed. First value at `period`.
 */
export function moneyFlowIndex(candles: CandleValues, period: number): Float64Array {
  const price = typicalPrice(candles);
  const flow = new Float64Array(price.length);
  for (let i = 1; i < flow.length; i++) {
    const value = price[i]!;
    const before = price[i - 1]!;
    const step = value - before;
    flow[i] = Math.abs(step) <= flatness * (Math.abs(value) + Math.abs(before)) ? 0 : Math.sign(step) * value * candles.volume[i]!;
  }
  const out = new Float64Array(price.length).fill(NaN);
  let rising = 0;
  let falling = 0;
  let still = 0;
  for (let i = 1; i < flow.length; i++) {
    const leaving = i > period ? flow[i - period]! : 0;
    rising -= Math.max(leaving, 0);
    falling -= Math.max(-leaving, 0);
    rising += Math.max(flow[i]!, 0);
    falling += Math.max(-flow[i]!, 0);
    still = flow[i] === 0 ? still + 1 : 0;
    if (still >= period) {
      // Sums that should be empty keep rounding errors.
      rising = 0;
      falling = 0;
    }
    if (i >= period) {
      const total = rising + falling;
      out[i] = total > 0 ? 100 * (Math.min(Math.max(rising, 0), total) / total) : 0;
    }
  }
  return out;
}

/**
 * Volume-weighted average price over `period` candles (qtpylib's `rolling_vwap`, typical price): first value at `period - 1`;
 * while nothing was traded it keeps its last value. In steps.
 */
export function* rollingVwap(candles: CandleValues, period: number): Steps<Float64Array> {
  const price = typicalPrice(candles);
  const traded = rollingSum(multiply(price, candles.volume), period);
  yield 0;
  const volume = rollingSum(candles.volume, period);
  yield 0;
  const out = traded;
  let last = NaN;
  for (let i = 0; i < out.length; i++) {
    const average = traded[i]! / volume[i]!;
    last = Number.isFinite(average) ? average : last;
    out[i] = last;
  }
  return out;
}

function multiply(a: Float64Array, b: Float64Array): Float64Array {
  const out = new Float64Array(a.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = a[i]! * b[i]!;
  }
  return out;
}
