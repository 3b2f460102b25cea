/**
 * A run asks its questions and yields what happens, in completion order. It knows no disk and no screen:
 * whoever iterates it writes each record before showing it.
 */
import { AppError, describeError } from '../errors.ts';
import type { Answer, SignalProvider } from '../signal/provider.ts';
import type { Budget } from './budget.ts';
import { createFlights } from './flights.ts';
import type { PlannedQuestion } from './plan.ts';
import type { RecordedLine } from './record.ts';
import { formatLimit } from './usd.ts';
import { blankRecord, recalled, settledBy, skipped, type SettledQuestion } from './settledQuestion.ts';

/** Why a run asked no more although it was not cancelled. */
export type StopCode = 'budget-reached' | 'provider-unavailable';

/** How a run ended. */
export type RunEnd =
  | { readonly state: 'finished' | 'cancelled' | 'paused' }
  | { readonly state: 'stopped'; readonly code: StopCode; readonly reason: string };

export type RunEvent =
  /** Questions about the candles of these times are in flight: all that became so since the last time. */
  | { readonly type: 'asking'; readonly times: readonly string[] }
  /** Questions are answered, failed or skipped: all that became so since the last time. */
  | { readonly type: 'settled'; readonly settled: readonly SettledQuestion[] }
  /** Nothing more will happen. */
  | { readonly type: 'ended'; readonly end: RunEnd };

/** Answers by key. */
export type KnownAnswers = { readonly has: (key: string) => boolean; readonly find: (key: string) => Promise<RecordedLine | undefined> };

/** Where nothing is known. */
export const noAnswers: KnownAnswers = { has: () => false, find: () => Promise.resolve(undefined) };

export type RunTools = {
  readonly provider: SignalProvider;
  readonly budget: Budget;
  /** How many questions may be in flight at once. */
  readonly concurrency: number;
  /** The key of a question, see `AnswerIdentity`. */
  readonly keyOf: (planned: PlannedQuestion) => string;
  /** What other runs know already; a known answer is not asked for again and costs nothing. */
  readonly answers: KnownAnswers;
  /** Aborted when the run shall pause: what is in flight is waited for, the rest stays for later. */
  readonly pausing: AbortSignal;
  /** A clock in milliseconds, for latencies. */
  readonly clock: () => number;
};

const mostSkippedAtOnce = 100;

/** Why questions are not asked. */
export type Unasked = { readonly code: StopCode | 'cancelled'; readonly reason: string };

/** Because the user ended the run. */
export const cancelled: Unasked = { code: 'cancelled', reason: 'The run was cancelled before this question was answered.' };

/**
 * Asks every question once. After an abort nothing new is asked: questions in flight and those not asked are skipped.
 * A question that fails is recorded as failed and the run goes on, unless the provider is unavailable or the budget
 * would be passed: then what is in flight is waited for and the rest is skipped. A pause leaves the rest for later.
 */
export async function* runQuestions(questions: Iterable<PlannedQuestion>, tools: RunTools, abort: AbortSignal): AsyncGenerator<RunEvent> {
  const waiting = lookAhead(questions);
  const flights = createFlights<Landed>();
  let stop: Unasked | undefined;
  for (;;) {
    const times: string[] = [];
    while (stop === undefined && !abort.aborted && !tools.pausing.aborted && waiting.next !== undefined && flights.count() < tools.concurrency) {
      const planned = waiting.next;
      const key = tools.keyOf(planned);
      if (tools.answers.has(key)) {
        waiting.take();
        flights.add(recall(planned, key, tools, abort));
        continue;
      }
      const { maxUsd } = tools.provider.estimate(planned.question);
      if (!tools.budget.reserve(maxUsd)) {
        stop = flights.count() === 0 ? budgetReached(tools.budget) : undefined;
        break;
      }
      waiting.take();
      flights.add(askOne(planned, key, maxUsd, tools, abort));
      times.push(planned.time);
    }
    if (times.length > 0) {
      yield { type: 'asking', times };
    }
    if (flights.count() === 0) {
      break;
    }
    const settled = await flights.landed();
    stop ??= settled.find(({ unasked }) => unasked !== undefined)?.unasked;
    yield { type: 'settled', settled };
  }
  if (waiting.next !== undefined && stop === undefined && abort.aborted) {
    stop = cancelled;
  }
  while (waiting.next !== undefined && stop !== undefined) {
    const settled: SettledQuestion[] = [];
    for (; waiting.next !== undefined && settled.length < mostSkippedAtOnce; waiting.take()) {
      settled.push(skipped(waiting.next, tools.keyOf(waiting.next), stop));
    }
    yield { type: 'settled', settled };
  }
  yield { type: 'ended', end: waiting.next !== undefined ? { state: 'paused' } : endOf(stop) };
}

type Landed = SettledQuestion & { readonly unasked?: Unasked };

/** The answer of another run. When its line is gone meanwhile, the question is asked after all. */
async function recall(planned: PlannedQuestion, key: string, tools: RunTools, abort: AbortSignal): Promise<Landed> {
  const known = await tools.answers.find(key);
  if (known !== undefined) {
    return recalled(planned, key, known);
  }
  const { maxUsd } = tools.provider.estimate(planned.question);
  if (!tools.budget.reserve(maxUsd)) {
    const unasked = budgetReached(tools.budget);
    return { ...skipped(planned, key, unasked), unasked };
  }
  return askOne(planned, key, maxUsd, tools, abort);
}

async function askOne(planned: PlannedQuestion, key: string, reservedUsd: number | null, tools: RunTools, abort: AbortSignal): Promise<Landed> {
  const { provider, budget, clock } = tools;
  const started = clock();
  const answer = await provider.ask(planned.question, abort).catch((error: unknown): Answer | Unasked => {
    const unknown = { usage: null, usd: null };
    return abort.aborted || (error instanceof AppError && error.code === 'cancelled') ? cancelled : { ...unknown, failure: { code: 'provider-failed', message: describeError(error) } };
  });
  if ('reason' in answer) {
    // It may have been sent, so it may cost all that was set aside.
    budget.settle(reservedUsd, null);
    return { ...skipped(planned, key, answer), unasked: answer };
  }
  // What was spent is booked before the reply is read: a bad reply costs as much as a good one.
  const { usage, usd } = answer;
  budget.settle(reservedUsd, usd);
  const asked = { ...blankRecord(planned, key), usage, usd, latency_ms: roundMs(clock() - started) };
  if ('failure' in answer && answer.failure.code === 'provider-unavailable') {
    const unasked: Unasked = { code: answer.failure.code, reason: answer.failure.message };
    return { ...skipped(planned, key, unasked), unasked };
  }
  return settledBy(answer, asked, { provider: provider.id, model: provider.model }, planned.text);
}

/** Why a run asks no more under its budget. */
export function budgetReached({ limit }: Budget): Unasked {
  return { code: 'budget-reached', reason: `Stopped at the budget: ${formatLimit(limit)}.` };
}

function endOf(stop: Unasked | undefined): RunEnd {
  if (stop === undefined) {
    return { state: 'finished' };
  }
  return stop.code === 'cancelled' ? { state: 'cancelled' } : { state: 'stopped', code: stop.code, reason: stop.reason };
}

/** The questions with the next one known before it is taken. */
function lookAhead(questions: Iterable<PlannedQuestion>): { readonly next: PlannedQuestion | undefined; readonly take: () => void } {
  const iterator = questions[Symbol.iterator]();
  const advance = (): PlannedQuestion | undefined => {
    const step = iterator.next();
    return step.done === true ? undefined : step.value;
  };
  let next = advance();
  return {
    get next() {
      return next;
    },
    take: () => {
      next = advance();
    },
  };
}

/** To the microsecond; a clock's finer digits are noise. */
function roundMs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
