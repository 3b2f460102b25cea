import type { QuestionRecord } from './record.ts';

/** Names the question of a record within its run. */
export function placeOf({ time, repeat }: Pick<QuestionRecord, 'time' | 'repeat'>): string {
  return `${time} ${repeat}`;
}

/** One record per question: a run that was resumed has several lines for what it asked again, and the last one counts. */
export function latestRecords<R extends QuestionRecord>(records: Iterable<R>): Map<string, R> {
  const latest = new Map<string, R>();
  for (const record of records) {
    const place = placeOf(record);
    // A place that is taken again moves to the end, where its line is.
    latest.delete(place);
    latest.set(place, record);
  }
  return latest;
}
