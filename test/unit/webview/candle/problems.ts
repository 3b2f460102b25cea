import type { CandlesMessage, ProblemView } from '../../../../src/protocol/candleMessages.ts';
import { seriesOf, timeOf } from '../fixtures.ts';

/** A warning about a line; the rest as given. */
export function problemOf(changes: Partial<ProblemView> = {}): ProblemView {
  return { line: 7, column: null, value: '', rule: 'duplicate-time', effect: 'merged', message: 'Two rows of one time.', severity: 'warning', time: null, missing: 0, ...changes };
}

/** The message of a file with problems. */
export function candlesOf(problems: ProblemView[], length = 20): CandlesMessage {
  const series = { ...seriesOf(length), problems: problems.length };
  return { type: 'candles', series, start: 0, total: length, from: timeOf(0), to: timeOf(length - 1), source: { dialect: 'csv-header', zone: 'utc', rows: length, dropped: 0, merged: 0 }, problems };
}
