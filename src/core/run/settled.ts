import { latestRecords } from './latest.ts';
import type { QuestionRecord } from './record.ts';

/** What became of each question of a run: its latest record, in the order of time and repeat. */
export function settledRecords<R extends QuestionRecord>(records: Iterable<R>): readonly R[] {
  return [...latestRecords(records).values()].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : a.repeat - b.repeat));
}
