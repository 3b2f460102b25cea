/** What became of a candle at the gates, one byte per candle. */
export const candleStates = {
  /** Outside the range of the run. */
  outside: 0,
  /** A value some gate needs is still unknown. */
  warmup: 1,
  /** Not in the file: it fills a gap. */
  filled: 2,
  /** Every gate judged it. */
  judged: 3,
} as const;

/** In `stops`: no condition stopped the candle. */
export const passedAll = 255;
