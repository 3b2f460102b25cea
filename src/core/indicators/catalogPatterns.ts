import { doji, engulfing, eveningStar, hammer, hangingMan, harami, morningStar, shootingStar } from './candlePatterns.ts';
import type { Steps } from '../candles/rows.ts';
import type { CandleValues, Indicator } from './indicator.ts';

const pattern = (column: string, first: number, recognise: (candles: CandleValues) => Float64Array | Steps<Float64Array>): Indicator => ({
  columns: [column],
  period: null,
  warmup: () => first,
  *compute(candles) {
    const made = recognise(candles);
    return ['next' in made ? yield* made : made];
  },
});

/** Candle patterns: 100 bullish, -100 bearish (±80 where TA-Lib says so), 0 none. */
export const patternIndicators: readonly Indicator[] = [
  pattern('cdl_doji', 10, doji),
  pattern('cdl_hammer', 11, hammer),
  pattern('cdl_hangingman', 11, hangingMan),
  pattern('cdl_engulfing', 2, engulfing),
  pattern('cdl_harami', 11, harami),
  pattern('cdl_morningstar', 12, morningStar),
  pattern('cdl_eveningstar', 12, eveningStar),
  pattern('cdl_shootingstar', 11, shootingStar),
];
