import type { Steps } from '../candles/rows.ts';
import type { Bollinger } from './bollinger.ts';
import type { CandleValues } from './indicator.ts';
import { sma } from './movingAverages.ts';
import { rollingDeviation, rollingMean } from './pandas.ts';
import { rollingExtreme } from './rollingExtremes.ts';
import { trueRange } from './trueRange.ts';
import { typicalPrice } from './typicalPrice.ts';

/** Three lines around the price. */
export type Channel = Bollinger;

/** Keltner channel (qtpylib's `keltner_channel`): the mean typical price of `period` candles plus and minus 2 mean true ranges. First value at `period - 1`. */
export function keltnerChannel(candles: CandleValues, period: number): Channel {
  const middle = sma(typicalPrice(candles), period);
  const range = sma(trueRange(candles), period);
  return around(middle, range, 2);
}

/** Donchian channel: the highest high (TA_MAX) and the lowest low (TA_MIN) of `period` candles, this one included, and their mean (TA_MIDPRICE). First value at `period - 1`. */
export function donchianChannel({ high, low }: CandleValues, period: number): Channel {
  const upper = rollingExtreme(high, period, 1);
  const lower = rollingExtreme(low, period, -1);
  const middle = new Float64Array(high.length);
  for (let i = 0; i < middle.length; i++) {
    middle[i] = (upper[i]! + lower[i]!) / 2;
  }
  return { upper, middle, lower };
}

/**
 * qtpylib's Bollinger bands as Freqtrade's sample strategy draws them: on the typical price, with 2 sample standard deviations
 * (÷ n − 1), so other than TA-Lib's. As in qtpylib they are not held back while fewer than `period` candles are there:
 * the middle begins at 0, the bands at 1. In steps.
 */
export function* qtpylibBollinger(candles: CandleValues, period: number): Steps<Channel> {
  const price = typicalPrice(candles);
  const middle = rollingMean(price, period);
  yield 0;
  const deviation = rollingDeviation(price, period);
  yield 0;
  return around(middle, deviation, 2);
}

/** The widths give way to the lower line, one by one: a fresh column of a long series costs as much as computing it. */
function around(middle: Float64Array, width: Float64Array, times: number): Channel {
  const upper = new Float64Array(middle.length);
  const lower = width;
  for (let i = 0; i < middle.length; i++) {
    const distance = times * width[i]!;
    upper[i] = middle[i]! + distance;
    lower[i] = middle[i]! - distance;
  }
  return { upper, middle, lower };
}
