import { placeOf } from './latest.ts';
import type { QuestionRecord } from './record.ts';
import type { Totals } from './summary.ts';

export const noTotals: Totals = { answered: 0, failed: 0, skipped: 0, cached: 0, tokens_in: 0, tokens_out: 0, usd: 0, duration_ms: 0 };

/**
 * Totals with one more record. An answer of unknown price makes the price of the run unknown. A record that replaces an
 * earlier one of the same question takes its place in the counts; what both cost stays.
 */
export function addRecord(totals: Totals, record: QuestionRecord, replaced?: QuestionRecord): Totals {
  const { usage, usd, outcome } = record;
  const priced = outcome !== 'answered' || usd !== null;
  const change = (is: (counted: QuestionRecord) => boolean) => (is(record) ? 1 : 0) - (replaced !== undefined && is(replaced) ? 1 : 0);
  return {
    answered: totals.answered + change((counted) => counted.outcome === 'answered'),
    failed: totals.failed + change((counted) => counted.outcome === 'failed'),
    skipped: totals.skipped + change((counted) => counted.outcome === 'skipped'),
    cached: totals.cached + change((counted) => counted.cached),
    tokens_in: totals.tokens_in + (usage?.input ?? 0),
    tokens_out: totals.tokens_out + (usage?.output ?? 0),
    usd: totals.usd === null || !priced ? null : totals.usd + (usd ?? 0),
    duration_ms: totals.duration_ms,
  };
}

/** Totals of all lines of a run, whose last line of a question counts. */
export function totalsOf(records: Iterable<QuestionRecord>, duration_ms: number): Totals {
  const latest = new Map<string, QuestionRecord>();
  let totals: Totals = { ...noTotals, duration_ms };
  for (const record of records) {
    const place = placeOf(record);
    totals = addRecord(totals, record, latest.get(place));
    latest.set(place, record);
  }
  return totals;
}
