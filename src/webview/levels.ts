import type { Signal } from '../core/signal/signal.ts';

/** Where a signal says to get out, measured against the price of the candle asked about. */
export type Levels = {
  readonly entry: number;
  readonly stop: number | null;
  readonly target: number | null;
  /** From the price to the stop, in percent of the price. */
  readonly stopChange: number | null;
  /** From the price to the target, in percent of the price. */
  readonly targetChange: number | null;
  /** Distance to the target over distance to the stop; null without both. */
  readonly rewardToRisk: number | null;
  /** The stop's part of the way from stop to target, 0 to 1; null without both. */
  readonly riskShare: number | null;
};

/** The levels of a signal; null when it names neither a stop nor a target. */
export function levelsOf(signal: Signal, entry: number): Levels | null {
  const stop = signal.suggested_stop_loss ?? null;
  const target = signal.suggested_take_profit ?? null;
  if (stop === null && target === null) {
    return null;
  }
  const risk = stop === null ? null : Math.abs(entry - stop);
  const reward = target === null ? null : Math.abs(target - entry);
  const isMeasurable = risk !== null && reward !== null && risk > 0;
  return {
    entry,
    stop,
    target,
    stopChange: changeFrom(entry, stop),
    targetChange: changeFrom(entry, target),
    rewardToRisk: isMeasurable ? reward / risk : null,
    riskShare: isMeasurable ? risk / (risk + reward) : null,
  };
}

function changeFrom(entry: number, level: number | null): number | null {
  return level === null || entry === 0 ? null : ((level - entry) / entry) * 100;
}
