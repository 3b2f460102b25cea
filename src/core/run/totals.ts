import type { QuestionRecord } from './record.ts';
import type { Totals } from './summary.ts';

export const noTotals: Totals = { answered: 0, failed: 0, skipped: 0, cached: 0, tokens_in: 0, tokens_out: 0, usd: 0, duration_ms: 0 };

/** Totals with one more record. An answer of unknown price makes the price of the run unknown. */
export function addRecord(totals: Totals, { outcome, cached, usage, usd }: QuestionRecord): Totals {
  const priced = outcome !== 'answered' || usd !== null;
  return {
    ...totals,
    [outcome]: totals[outcome] + 1,
    cached: totals.cached + (cached ? 1 : 0),
    tokens_in: totals.tokens_in + (usage?.input ?? 0),
    tokens_out: totals.tokens_out + (usage?.output ?? 0),
    usd: totals.usd === null || !priced ? null : totals.usd + (usd ?? 0),
  };
}
