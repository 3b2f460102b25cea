import type { Indicator } from './indicator.ts';
import { sma } from './movingAverages.ts';
import { moneyFlowIndex, onBalanceVolume, rollingVwap } from './volume.ts';

/** How much was traded, and at what price. */
export const volumeIndicators: readonly Indicator[] = [
  { columns: ['volume_mean'], period: { least: 1, usual: [], bare: 20 }, warmup: (period) => period - 1, compute: ({ volume }, period) => [sma(volume, period)] },
  { columns: ['mfi'], period: { least: 2, usual: [14], bare: 14 }, warmup: (period) => period, compute: (candles, period) => [moneyFlowIndex(candles, period)] },
  { columns: ['obv'], period: null, warmup: () => 0, compute: (candles) => [onBalanceVolume(candles)] },
  { columns: ['vwap'], period: { least: 1, usual: [20], bare: null }, warmup: (period) => period - 1, *compute(candles, period) { return [yield* rollingVwap(candles, period)]; } },
];
