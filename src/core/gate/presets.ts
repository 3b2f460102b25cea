import type { GateName } from '../run/record.ts';

/**
 * Named gates, in the gate language.
 * - `momentum`: the documented strategy, its exit as a crossing.
 * - `momentum-original`: its exit as written there, a level that half of all candles pass.
 * - `momentum-hyperopt`: every candle that some thresholds of the strategy's hyperopt range (entry RSI 20 to 40, exit RSI 60 to 80) would ask about.
 * - `every-nth`: every twelfth candle, whatever the market does.
 */
export const gatePresets = {
  momentum: {
    entry: 'rsi < 30 and close > ema_200 and volume > volume_mean',
    exit: 'crosses_above(rsi, 70) or crosses_below(close, ema_20)',
  },
  'momentum-original': {
    entry: 'rsi < 30 and close > ema_200 and volume > volume_mean',
    exit: 'rsi > 70 or close < ema_20',
  },
  'momentum-hyperopt': {
    entry: 'rsi < 40 and close > ema_200 and volume > volume_mean',
    exit: 'rsi > 60 or crosses_below(close, ema_20)',
  },
  'every-nth': { entry: 'every_nth(12)', exit: 'every_nth(12)' },
} as const satisfies Record<string, Record<GateName, string>>;

export type GatePreset = keyof typeof gatePresets;
export const defaultPreset: GatePreset = 'momentum';

/** The text of a gate: a preset's, when `text` names one, or `text` itself. */
export function gateText(name: GateName, text: string): string {
  const trimmed = text.trim();
  return Object.hasOwn(gatePresets, trimmed) ? gatePresets[trimmed as GatePreset][name] : trimmed;
}
