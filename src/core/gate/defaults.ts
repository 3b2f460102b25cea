import { column, number, type Condition } from './expression.ts';
import type { GateName } from '../run/record.ts';

/** The technical pre-conditions of a run; a candle is asked about when either gate lets it through. */
export type Gates = { readonly [name in GateName]?: Condition };

/** The `momentum` preset: the entry of the documented strategy, and its exit as a crossing. */
export const momentumGates = {
  entry: {
    type: 'and',
    left: {
      type: 'and',
      left: { type: 'comparison', operator: '<', left: column('rsi'), right: number(30) },
      right: { type: 'comparison', operator: '>', left: column('close'), right: column('ema_200') },
    },
    right: { type: 'comparison', operator: '>', left: column('volume'), right: column('volume_mean') },
  },
  exit: {
    type: 'or',
    left: { type: 'crosses', direction: 'above', left: column('rsi'), right: number(70) },
    right: { type: 'crosses', direction: 'below', left: column('close'), right: column('ema_20') },
  },
} as const satisfies Gates;
