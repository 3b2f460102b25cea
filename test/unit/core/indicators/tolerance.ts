import type { CandleSeries } from '../../../../src/core/candles/series.ts';
import { resolveColumn } from '../../../../src/core/indicators/catalog.ts';

type Tolerance = (index: number) => number;

const exact = /^(ema|sma|macd)/;
const bands = /^bb_/;
const points = /^(rsi|stoch|stochf|stochrsi|mfi|adx|plus_di|minus_di|willr|cci|roc)/;
const volumes = /^(volume|obv)/;
const patterns = /^cdl_/;

/** Invariant 2: how far the value of a column may be from TA-Lib's at a candle. */
export function toleranceOf(column: string, { close, volume }: Pick<CandleSeries, 'close' | 'volume'>): Tolerance {
  if (resolveColumn(column) === undefined) {
    throw new RangeError(`Expected the name of a column, got "${column}"`);
  }
  if (patterns.test(column)) {
    return () => 0;
  }
  if (points.test(column)) {
    return () => 1e-9;
  }
  if (volumes.test(column)) {
    const scale = volume.reduce((largest, value) => Math.max(largest, value), 0);
    return () => 1e-9 * scale;
  }
  const factor = exact.test(column) ? 1e-12 : bands.test(column) ? 1e-8 : 1e-9;
  return (i) => factor * close[i]!;
}
