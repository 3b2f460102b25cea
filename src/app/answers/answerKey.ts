import { createHash } from 'node:crypto';
import type { PlannedQuestion } from '../../core/run/plan.ts';
import { canonicalJson } from '../../core/run/key.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';

/**
 * Names questions, each together with everything that shapes its answer and the repeat asked for: the `key` of a record.
 * It is the SHA-256 of the canonical JSON of an `AnswerIdentity`, of which all but question and repeat stay the same.
 */
export function answerKeys({ id, model, shape: { parameters, prompt, schema } }: SignalProvider): (planned: Pick<PlannedQuestion, 'text' | 'repeat'>) => string {
  const constant = canonicalJson({ model, parameters, prompt: prompt?.text ?? null, provider: id });
  const start = createHash('sha256').update(`${constant.slice(0, -1)},"question":`);
  const end = `,"schema":${canonicalJson(schema)}}`;
  return ({ text, repeat }) => start.copy().update(text).update(`,"repeat":${repeat}${end}`).digest('hex');
}
