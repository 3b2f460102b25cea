/**
 * A run asks its questions and yields what happens, in completion order. It knows no disk and no screen:
 * whoever iterates it writes each record before showing it.
 */
import { AppError } from '../errors.ts';
import { checkReply } from '../signal/checkReply.ts';
import type { SignalProvider } from '../signal/provider.ts';
import type { PlannedQuestion } from './plan.ts';
import type { QuestionRecord } from './record.ts';

export type RunEvent =
  /** A question is in flight. */
  | { readonly type: 'asking'; readonly time: string }
  /** A question is answered, failed or skipped. */
  | { readonly type: 'settled'; readonly record: QuestionRecord }
  /** Nothing more will happen. */
  | { readonly type: 'finished'; readonly state: 'finished' | 'cancelled' };

export type RunTools = {
  readonly provider: SignalProvider;
  /** How many questions may be in flight at once. */
  readonly concurrency: number;
  /** The key of a question, see `AnswerIdentity`. */
  readonly keyOf: (question: PlannedQuestion['question']) => string;
  /** A clock in milliseconds, for latencies. */
  readonly clock: () => number;
};

/**
 * Asks every question once. After an abort nothing new is asked: questions in flight and those not asked are skipped.
 * A question that fails is recorded as failed and the run goes on.
 */
export async function* runQuestions(questions: Iterable<PlannedQuestion>, tools: RunTools, abort: AbortSignal): AsyncGenerator<RunEvent> {
  const waiting = questions[Symbol.iterator]();
  const inFlight = new Map<PlannedQuestion, Promise<readonly [PlannedQuestion, QuestionRecord]>>();
  let exhausted = false;
  let cancelled = false;
  for (;;) {
    while (!exhausted && !abort.aborted && inFlight.size < tools.concurrency) {
      const next = waiting.next();
      if (next.done === true) {
        exhausted = true;
        break;
      }
      const planned = next.value;
      inFlight.set(planned, askOne(planned, tools, abort).then((record) => [planned, record] as const));
      yield { type: 'asking', time: planned.time };
    }
    if (inFlight.size === 0) {
      break;
    }
    const [planned, record] = await Promise.race(inFlight.values());
    inFlight.delete(planned);
    cancelled ||= record.outcome === 'skipped';
    yield { type: 'settled', record };
  }
  for (let next = exhausted ? undefined : waiting.next(); next !== undefined && next.done !== true; next = waiting.next()) {
    cancelled = true;
    yield { type: 'settled', record: skipped(next.value, tools) };
  }
  yield { type: 'finished', state: cancelled ? 'cancelled' : 'finished' };
}

async function askOne(planned: PlannedQuestion, tools: RunTools, abort: AbortSignal): Promise<QuestionRecord> {
  const { provider, clock } = tools;
  const started = clock();
  const blank = blankRecord(planned, tools);
  let spent: Pick<QuestionRecord, 'usage' | 'usd'> = { usage: null, usd: null };
  try {
    const { reply, usage, usd } = await provider.ask(planned.question, abort);
    // What was spent is booked before the reply is read: a bad reply costs as much as a good one.
    spent = { usage, usd };
    const { signal, warnings } = checkReply(reply, planned.question, provider.id, provider.model);
    return { ...blank, ...spent, outcome: 'answered', signal, warnings: [...warnings], latency_ms: roundMs(clock() - started) };
  } catch (error) {
    if (error instanceof AppError && error.code === 'cancelled') {
      return skipped(planned, tools);
    }
    const code = error instanceof AppError ? error.code : 'provider-failed';
    const message = error instanceof Error ? error.message : String(error);
    return { ...blank, ...spent, outcome: 'failed', error: { code, message }, latency_ms: roundMs(clock() - started) };
  }
}

function skipped(planned: PlannedQuestion, tools: RunTools): QuestionRecord {
  return { ...blankRecord(planned, tools), outcome: 'skipped', error: { code: 'cancelled', message: 'The run was cancelled before this question was answered.' } };
}

function blankRecord({ time, price, gates, question }: PlannedQuestion, { keyOf }: RunTools): QuestionRecord {
  return {
    v: 1, time, price, gates: [...gates], outcome: 'skipped', signal: null, warnings: [], error: null,
    question, key: keyOf(question), repeat: 1, usage: null, usd: null, latency_ms: null, cached: false,
  };
}

/** To the microsecond; a clock's finer digits are noise. */
function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
