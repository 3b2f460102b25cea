import type { Indicator } from './indicator.ts';
import { commodityChannelIndex, rateOfChange, williamsR } from './oscillators.ts';
import { rsi } from './rsi.ts';
import { fastStochastic, stochastic, stochasticRsi, type Stochastic } from './stochastic.ts';

const linesOf = ({ k, d }: Stochastic): readonly Float64Array[] => [k, d];

/** Oscillators: how fast the price moves, and where in its range it stands. */
export const momentumIndicators: readonly Indicator[] = [
  { columns: ['rsi'], period: { least: 2, usual: [], bare: 14 }, warmup: (period) => period, compute: ({ close }, period, epsilon) => [rsi(close, period, epsilon)] },
  { columns: ['stoch_k', 'stoch_d'], period: null, warmup: () => 8, *compute(candles) { return linesOf(yield* stochastic(candles)); } },
  { columns: ['stochf_k', 'stochf_d'], period: null, warmup: () => 6, *compute(candles) { return linesOf(yield* fastStochastic(candles)); } },
  {
    columns: ['stochrsi_k', 'stochrsi_d'],
    period: { least: 2, usual: [], bare: 14 },
    warmup: (period) => period + 6,
    *compute({ close }, period, epsilon) {
      return linesOf(yield* stochasticRsi(close, period, epsilon));
    },
  },
  { columns: ['cci'], period: { least: 2, usual: [14], bare: 14 }, warmup: (period) => period - 1, compute: (candles, period) => [commodityChannelIndex(candles, period)] },
  { columns: ['willr'], period: { least: 2, usual: [14], bare: 14 }, warmup: (period) => period - 1, compute: (candles, period) => [williamsR(candles, period)] },
  { columns: ['roc'], period: { least: 1, usual: [10], bare: 10 }, warmup: (period) => period, compute: ({ close }, period) => [rateOfChange(close, period)] },
];
