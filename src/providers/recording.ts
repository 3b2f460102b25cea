/** Replays a recorded run: the same answers to the same questions, no key, no network, no cost. */
import { indexQuestions } from '../core/run/questionIndex.ts';
import type { RecordedLine } from '../core/run/record.ts';
import type { Run } from '../core/run/summary.ts';
import { isFailureCode } from '../core/signal/failure.ts';
import { freeEstimate, type Answer, type SignalProvider } from '../core/signal/provider.ts';

// So many answers are written down with one write.
const atOnce = 128;
const free = { usage: null, usd: 0 } as const;

/**
 * Creates the `recording` provider from one record per question, in time order. A question asked again, as with
 * repeats, gets the next of its recorded answers, and after the last the first. What failed in the recording fails
 * again with the same code; a question that it does not hold fails as well.
 */
export function createRecordingProvider(run: Pick<Run, 'id' | 'settings'>, records: Iterable<RecordedLine>): SignalProvider {
  const held = indexQuestions<Held>();
  for (const record of records) {
    if (record.outcome !== 'skipped') {
      const others = held.get(record.question);
      if (others === undefined) {
        held.set(record.question, { answers: [record], asked: 0 });
      } else {
        others.answers.push(record);
      }
    }
  }
  return {
    id: 'recording',
    model: run.settings.model,
    // Two recordings may answer one question differently, so each is part of the keys of its answers.
    shape: { parameters: { recording: run.id }, prompt: null, schema: null },
    atOnce,
    ask: (question) => Promise.resolve(replay(nextAnswer(held.get(question)))),
    estimate: () => freeEstimate,
    check: () => Promise.resolve({ reachable: null, key: null, failure: null }),
  };
}

/** The answers to one question, and how often it was asked. */
type Held = { readonly answers: RecordedLine[]; asked: number };

function nextAnswer(held: Held | undefined): RecordedLine | undefined {
  return held?.answers[held.asked++ % held.answers.length];
}

function replay(record: RecordedLine | undefined): Answer {
  if (record === undefined) {
    return { ...free, failure: { code: 'provider-bad-request', message: 'The recording holds no answer for this candle.' } };
  }
  const { signal, error, reply } = record;
  const text = reply ?? undefined;
  if (signal !== null) {
    return { usage: null, usd: 0, text, reply: signal, by: { provider: signal.provider, model: signal.model } };
  }
  const code = error === null || !isFailureCode(error.code) ? 'provider-failed' : error.code;
  return { ...free, text, failure: { code, message: error?.message ?? 'The recorded question failed without a reason.' } };
}
