import { bollinger, type Bollinger } from './bollinger.ts';
import { donchianChannel, keltnerChannel, qtpylibBollinger } from './channels.ts';
import type { Indicator } from './indicator.ts';
import { atr } from './trueRange.ts';

const linesOf = ({ upper, middle, lower }: Bollinger): readonly Float64Array[] => [upper, middle, lower];
const bands = (prefix: string): readonly string[] => [`${prefix}_upperband`, `${prefix}_middleband`, `${prefix}_lowerband`];

/** Bands and channels around the price, and the width of its moves. */
export const volatilityIndicators: readonly Indicator[] = [
  {
    columns: bands('bb'),
    period: { least: 2, usual: [], bare: 20 },
    warmup: (period) => period - 1,
    compute: ({ close }, period, epsilon) => linesOf(bollinger(close, period, 2, epsilon)),
  },
  {
    columns: bands('bb_qtpylib'),
    period: { least: 2, usual: [], bare: 20 },
    warmup: (_, output) => (output === 1 ? 0 : 1),
    *compute(candles, period) {
      return linesOf(yield* qtpylibBollinger(candles, period));
    },
  },
  { columns: bands('kc'), period: { least: 2, usual: [], bare: 14 }, warmup: (period) => period - 1, compute: (candles, period) => linesOf(keltnerChannel(candles, period)) },
  { columns: bands('dc'), period: { least: 2, usual: [], bare: 20 }, warmup: (period) => period - 1, compute: (candles, period) => linesOf(donchianChannel(candles, period)) },
  { columns: ['atr'], period: { least: 1, usual: [14], bare: 14 }, warmup: (period) => period, compute: (candles, period) => [atr(candles, period)] },
];
