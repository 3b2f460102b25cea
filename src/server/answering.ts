/**
 * What happens to a question between the door and the model: identical ones in flight are asked once, limits and budget
 * may refuse it, and what became of it is on disk before anyone is told.
 */
import { answerKeys } from '../app/answers/answerKey.ts';
import type { BackendOptions, BackendState } from '../app/backend.ts';
import { orAborted } from '../app/orchestrate/orAborted.ts';
import { AppError, describeError } from '../core/errors.ts';
import type { QuestionRecord } from '../core/run/record.ts';
import { blankRecord, settledBy, type SettledQuestion } from '../core/run/settledQuestion.ts';
import { formatLimit } from '../core/run/usd.ts';
import { questionText } from '../core/signal/prompt.ts';
import type { Answer, SignalProvider } from '../core/signal/provider.ts';
import type { Question } from '../core/signal/question.ts';
import { createFlights } from './flights.ts';
import { createPairLimit } from './pairLimit.ts';
import type { Refusal } from './refusal.ts';
import { createSlots } from './slots.ts';
import { startTimeLimit } from './timeLimit.ts';

/** A question that was not asked, or its record. */
export type Outcome =
  | { readonly refusal: Refusal }
  | { readonly record: QuestionRecord; readonly retryAfterMs: number | undefined };

export type Answering = {
  /** Rejects when the client gives up, and when the record cannot be written. */
  readonly answer: (provider: SignalProvider, question: Question, warnings: readonly string[], abort: AbortSignal) => Promise<Outcome>;
  /** Ends what is in flight. */
  readonly abortAll: () => void;
  readonly counts: () => BackendState['requests'];
  /** Whether the budget of the day refused the latest question that got that far. */
  readonly isOverBudget: () => boolean;
};

type AnsweringTools = Pick<BackendOptions, 'limits' | 'record' | 'budget' | 'clock'> & {
  /** Hears of every record before its question is answered. */
  readonly onRecord: (provider: SignalProvider, record: QuestionRecord) => void;
};

const overloadedRetryMs = 5000;

export function createAnswering({ limits, record: write, budget, clock, onRecord }: AnsweringTools): Answering {
  const flights = createFlights<Outcome>();
  const slots = createSlots(limits.concurrency, limits.waiting);
  const askedTooSoon = createPairLimit(limits.perMinute, clock);
  let overBudgetUntil = 0;
  const counts = { answered: 0, failed: 0, refused: 0, in_flight: 0 };

  const askInTurn = async (provider: SignalProvider, question: Question, text: string, key: string, warnings: readonly string[], abort: AbortSignal): Promise<Outcome> => {
    if (slots.isFull()) {
      return refuse(429, 'Too many questions are waiting.', overloadedRetryMs);
    }
    const waitMs = askedTooSoon(question.pair);
    if (waitMs !== undefined) {
      return refuse(429, `${question.pair} may be asked about ${limits.perMinute === 1 ? 'once' : `${limits.perMinute} times`} a minute.`, waitMs);
    }
    if (!(await isItsTurn(abort))) {
      return refuse(503, `Signal generation failed: its turn did not come within ${limits.answerMs / 2000} s.`, overloadedRetryMs);
    }
    try {
      const { maxUsd } = provider.estimate(question);
      overBudgetUntil = 0;
      if (!budget.reserve(maxUsd)) {
        overBudgetUntil = clock() + msToMidnight(clock());
        return refuse(503, `Signal generation failed: the daily budget of ${formatLimit(budget.limit)} is used up.`, msToMidnight(clock()));
      }
      const planned = { time: new Date(clock()).toISOString(), price: question.current_price, gates: [], question, repeat: 1 };
      const blank = { ...blankRecord(planned, key), warnings: [...warnings] };
      const { settled, retryAfterMs } = await askOne(provider, blank, text, maxUsd, abort);
      await write(settled);
      const { record } = settled;
      onRecord(provider, record);
      return { record, retryAfterMs };
    } finally {
      slots.release();
    }
  };

  const askOne = async (provider: SignalProvider, blank: QuestionRecord, text: string, reservedUsd: number | null, abort: AbortSignal): Promise<{ readonly settled: SettledQuestion; readonly retryAfterMs: number | undefined }> => {
    const started = clock();
    const answer = await orAborted(ask(provider, blank.question, abort), abort).catch((error: unknown): Answer | AppError => (abort.aborted ? whyAborted(abort) : unexpected(error)));
    if (answer instanceof AppError) {
      // It may have been sent, so it may cost all that was set aside.
      budget.settle(reservedUsd, null);
      return { settled: { record: { ...blank, error: { code: answer.code, message: answer.message } }, reply: null, text }, retryAfterMs: undefined };
    }
    // What was spent is booked before the reply is read: a bad reply costs as much as a good one.
    budget.settle(reservedUsd, answer.usd);
    const asked: QuestionRecord = { ...blank, usage: answer.usage, usd: answer.usd, latency_ms: clock() - started };
    const settled = settledBy(answer, asked, { provider: provider.id, model: provider.model }, text);
    return { settled, retryAfterMs: 'failure' in answer ? answer.failure.retryAfterMs : undefined };
  };

  /** Takes a slot. Who waits for half the time there is gets none: what was asked then would likely be in vain. */
  const isItsTurn = async (abort: AbortSignal): Promise<boolean> => {
    const limit = startTimeLimit(limits.answerMs / 2, new Error('Its turn did not come in time.'));
    try {
      await slots.acquire(AbortSignal.any([abort, limit.signal]));
      return true;
    } catch (error) {
      if (limit.signal.aborted && !abort.aborted) {
        return false;
      }
      throw error;
    } finally {
      limit.end();
    }
  };

  /** Bounded in time, its wait included. */
  const inTime = (start: (abort: AbortSignal) => Promise<Outcome>) => async (abort: AbortSignal): Promise<Outcome> => {
    const limit = startTimeLimit(limits.answerMs, new AppError('provider-timeout', `There was no answer within ${limits.answerMs / 1000} s.`));
    try {
      return await start(AbortSignal.any([abort, limit.signal]));
    } catch (error) {
      // The backend stops before it was its turn.
      if (error instanceof AppError && error.code === 'cancelled') {
        return refuse(503, `Signal generation failed: ${error.message}`, overloadedRetryMs);
      }
      throw error;
    } finally {
      limit.end();
    }
  };

  return {
    answer: async (provider, question, warnings, abort) => {
      const text = questionText(question);
      const key = answerKeys(provider)({ text, repeat: 1 });
      counts.in_flight += 1;
      try {
        const outcome = await flights.join(key, inTime((flightAbort) => askInTurn(provider, question, text, key, warnings, flightAbort)), abort);
        counts['refusal' in outcome ? 'refused' : outcome.record.outcome === 'answered' ? 'answered' : 'failed'] += 1;
        return outcome;
      } finally {
        counts.in_flight -= 1;
      }
    },
    abortAll: () => flights.abortAll(new AppError('cancelled', 'The backend is stopping.')),
    counts: () => ({ ...counts, waiting: slots.waiting() }),
    isOverBudget: () => clock() < overBudgetUntil,
  };
}

function refuse(status: 429 | 503, error: string, retryAfterMs: number): Outcome {
  return { refusal: { status, error, retryAfterMs } };
}

/** A provider that throws at once rejects all the same. */
async function ask(provider: SignalProvider, question: Question, abort: AbortSignal): Promise<Answer> {
  return provider.ask(question, abort);
}

function whyAborted({ reason }: AbortSignal): AppError | Answer {
  const error = reason instanceof AppError ? reason : new AppError('cancelled', 'The client left before the answer.');
  return error.code === 'provider-timeout' ? { failure: { code: error.code, message: error.message }, usage: null, usd: null } : error;
}

function unexpected(error: unknown): Answer {
  return { failure: { code: 'provider-failed', message: describeError(error) }, usage: null, usd: null };
}

const dayMs = 86_400_000;

function msToMidnight(now: number): number {
  return dayMs - (now % dayMs);
}
