import { directionalMovement } from './directionalMovement.ts';
import type { Indicator, Periods } from './indicator.ts';
import { macd } from './macd.ts';
import { dema, ema, sma, tema, wma } from './movingAverages.ts';

const named = (...usual: readonly number[]): Periods => ({ least: 2, usual, bare: null });

/** Moving averages of the close, MACD, and the strength of a trend. */
export const trendIndicators: readonly Indicator[] = [
  { columns: ['ema'], period: named(20, 50, 200), warmup: (period) => period - 1, compute: ({ close }, period) => [ema(close, period)] },
  { columns: ['sma'], period: named(20, 50, 200), warmup: (period) => period - 1, compute: ({ close }, period) => [sma(close, period)] },
  { columns: ['wma'], period: named(20), warmup: (period) => period - 1, compute: ({ close }, period) => [wma(close, period)] },
  { columns: ['dema'], period: named(20), warmup: (period) => 2 * (period - 1), compute: ({ close }, period) => [dema(close, period)] },
  { columns: ['tema'], period: named(20), warmup: (period) => 3 * (period - 1), compute: ({ close }, period) => [tema(close, period)] },
  {
    columns: ['macd', 'macdsignal', 'macdhist'],
    period: null,
    warmup: () => 33,
    compute: ({ close }) => {
      const lines = macd(close, 12, 26, 9);
      return [lines.macd, lines.signal, lines.histogram];
    },
  },
  {
    columns: ['adx', 'plus_di', 'minus_di'],
    period: { least: 2, usual: [14], bare: 14 },
    warmup: (period, output) => (output === 0 ? 2 * period - 1 : period),
    compute: (candles, period) => {
      const { adx, plus, minus } = directionalMovement(candles, period);
      return [adx, plus, minus];
    },
  },
];
