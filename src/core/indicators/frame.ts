import type { CandleSeries } from '../candles/series.ts';
import { bollinger } from './bollinger.ts';
import { macd } from './macd.ts';
import { ema, sma } from './movingAverages.ts';
import { rsi } from './rsi.ts';

/** The eleven default indicators under Freqtrade's usual column names, in the order they are exported. */
export const defaultIndicators = [
  'rsi', 'ema_20', 'ema_50', 'ema_200', 'macd', 'macdsignal', 'macdhist', 'bb_upperband', 'bb_middleband', 'bb_lowerband', 'volume_mean',
] as const;

export type DefaultIndicator = (typeof defaultIndicators)[number];

/** TA-Lib 0.6's TA_EPSILON: what it takes for zero. */
export const talibEpsilon = 1e-14;

/** Columns of one length by name: the candles' own and every indicator. A value still unknown is NaN. */
export type IndicatorFrame = ReadonlyMap<string, Float64Array>;

/** The candles with the default indicators, computed over the whole series, filled candles included, as Freqtrade does. */
export function buildFrame(series: CandleSeries, epsilon = talibEpsilon): IndicatorFrame {
  const { close, volume } = series;
  const lines = macd(close, 12, 26, 9);
  const bands = bollinger(close, 20, 2, epsilon);
  const indicators: Record<DefaultIndicator, Float64Array> = {
    rsi: rsi(close, 14, epsilon),
    ema_20: ema(close, 20),
    ema_50: ema(close, 50),
    ema_200: ema(close, 200),
    macd: lines.macd,
    macdsignal: lines.signal,
    macdhist: lines.histogram,
    bb_upperband: bands.upper,
    bb_middleband: bands.middle,
    bb_lowerband: bands.lower,
    volume_mean: sma(volume, 20),
  };
  const candles = (['open', 'high', 'low', 'close', 'volume'] as const).map((name) => [name, series[name]] as const);
  return new Map<string, Float64Array>([...candles, ...defaultIndicators.map((name) => [name, indicators[name]] as const)]);
}
