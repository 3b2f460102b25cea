import { describeError, type ErrorCode } from '../errors.ts';
import { checkReply } from '../signal/checkReply.ts';
import type { Answer } from '../signal/provider.ts';
import type { PlannedQuestion } from './plan.ts';
import type { QuestionRecord, RecordedLine } from './record.ts';
import { replyToRecord } from './replyToRecord.ts';

/** What became of a question, and what beside its record stands on its line. */
export type SettledQuestion = {
  readonly record: QuestionRecord;
  /** The text of the model as it is recorded, see `replyToRecord`. */
  readonly reply: string | null;
  /** The question as canonical JSON. */
  readonly text: string;
};

/** What came back: a reply that is not checked yet, or why there is none. */
type Back = Pick<Answer, 'by' | 'text'> & ({ readonly reply: unknown } | { readonly failure: { readonly code: ErrorCode; readonly message: string } });

/**
 * A question that was asked: a checked Signal, or a failure that says what is wrong. `asked` is its record without
 * either; `by` gave the answer unless that says who did.
 */
export function settledBy(back: Back, asked: QuestionRecord, by: NonNullable<Answer['by']>, text: string): SettledQuestion {
  return { record: recordOf(back, asked, back.by ?? by), reply: replyToRecord(back.text), text };
}

function recordOf(back: Back, asked: QuestionRecord, by: NonNullable<Answer['by']>): QuestionRecord {
  const failed = (code: string, message: string): QuestionRecord => ({ ...asked, outcome: 'failed', error: { code, message } });
  if ('failure' in back) {
    return failed(back.failure.code, back.failure.message);
  }
  try {
    const { signal, warnings } = checkReply(back.reply, asked.question, by.provider, by.model);
    return { ...asked, outcome: 'answered', signal, warnings: [...asked.warnings, ...warnings] };
  } catch (error) {
    return failed('provider-bad-reply', describeError(error));
  }
}

/** A question that was answered before. */
export function recalled(planned: PlannedQuestion, key: string, { signal, warnings, reply }: RecordedLine): SettledQuestion {
  return { record: { ...blankRecord(planned, key), outcome: 'answered', signal, warnings, usd: 0, cached: true }, reply, text: planned.text };
}

/** A question that was not asked. */
export function skipped(planned: PlannedQuestion, key: string, { code, reason }: { readonly code: ErrorCode; readonly reason: string }): SettledQuestion {
  return { record: { ...blankRecord(planned, key), error: { code, message: reason } }, reply: null, text: planned.text };
}

/** The record of a question of which nothing is known yet. */
export function blankRecord({ time, price, gates, question, repeat }: Omit<PlannedQuestion, 'text'>, key: string): QuestionRecord {
  return {
    v: 1, time, price, gates: [...gates], outcome: 'skipped', signal: null, warnings: [], error: null,
    question, key, repeat, usage: null, usd: null, latency_ms: null, cached: false,
  };
}
