/**
 * Asks a prepared run's questions through a batch service and records the results as any run does. What is handed in is
 * written down first, so whoever goes on with the run, after an interrupt or a crash, picks its batches up.
 */
import { pollWaitMs } from '../../core/run/batch.ts';
import { cancelled } from '../../core/run/run.ts';
import { recalled, skipped } from '../../core/run/settledQuestion.ts';
import type { Run } from '../../core/run/summary.ts';
import type { BatchProgress } from '../../core/signal/batchService.ts';
import { failureKinds, type Failure } from '../../core/signal/failure.ts';
import type { RecordedEvent, RunPlace } from '../run/executeRun.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import { openBatchRun, type BatchRun, type BatchRunLimits, type Ended, type Stop } from './batchRun.ts';
import type { BatchProvider } from './createBatch.ts';
import { handIn } from './handIn.ts';
import { look, type LookEvent } from './look.ts';
import { asRecorded, endOf, standing } from './standing.ts';
import { slept } from './submitBatch.ts';
import type { BatchTools } from './tools.ts';

export type BatchEvent =
  | RecordedEvent
  | LookEvent
  /** Batches are out, and nothing happens before the next look at them. */
  | { readonly type: 'waiting'; readonly words: string };

const mostFailedPolls = 10;
const mostLost = 3;

/**
 * Hands in what is not answered, waits, collects. After an abort the batches stay out: the run is paused and its reason
 * names them, as it is when the service cannot be asked any more.
 */
export async function* executeBatchRun(prepared: PreparedRun, batch: BatchProvider, place: RunPlace, limits: BatchRunLimits, tools: BatchTools): AsyncGenerator<BatchEvent> {
  const run = await openBatchRun(prepared, batch, place, limits, tools);
  let ended: Ended = { state: 'stopped', reason: 'The run was interrupted.', waiting: run.run().waiting };
  let final: Run;
  try {
    yield { type: 'started', run: run.run() };
    yield* recallKnown(run);
    const wasOut = run.out().length > 0;
    const refused = limits.task === 'cancel' ? await cancelAll(run) : undefined;
    const stop = await begin(run);
    yield* skipRest(run, stop);
    ended = refused === undefined ? yield* waitAndCollect(run, wasOut, stop) : { ...standing(run, new Map()), state: 'paused', reason: refused.message };
  } finally {
    final = await run.close(ended);
  }
  yield { type: 'ended', run: final };
}

/** What other runs know already is not handed in. */
async function* recallKnown({ missing, keyOf, limits: { answers }, settle }: BatchRun): AsyncGenerator<RecordedEvent> {
  for (const planned of missing()) {
    const key = keyOf(planned);
    const known = answers.has(key) ? await answers.find(key) : undefined;
    if (known !== undefined) {
      yield await settle(recalled(planned, key, known));
    }
  }
}

/** What is still looked for is cancelled when it is found. */
async function cancelAll({ out, service }: BatchRun): Promise<Failure | undefined> {
  for (const { id } of out()) {
    const failure = id === null ? undefined : await service.cancel(id, new AbortController().signal);
    if (failure !== undefined) {
      return failure;
    }
  }
  return undefined;
}

/** Hands in what the task wants handed in; the result says why nothing more is. */
async function begin(run: BatchRun): Promise<Stop | undefined> {
  switch (run.limits.task) {
    case 'ask':
      return handIn(run);
    case 'collect':
      return undefined;
    case 'cancel':
      return cancelled;
  }
}

/** What is not handed in for a reason says so. */
async function* skipRest({ missing, settle, keyOf }: BatchRun, stop: Stop | undefined): AsyncGenerator<RecordedEvent> {
  for (const planned of stop === undefined ? [] : missing()) {
    yield await settle(skipped(planned, keyOf(planned), stop!));
  }
}

/** Until nothing is out any more, or nobody waits for it. */
async function* waitAndCollect(run: BatchRun, wasOut: boolean, begun: Stop | undefined): AsyncGenerator<BatchEvent, Ended> {
  const { out, tools, limits: { abort, task } } = run;
  const counts = new Map<string, BatchProgress>();
  let stop = begun;
  let trouble: Failure | undefined;
  let lost = 0;
  for (let [polls, failed] = [0, 0]; out().length > 0 && !abort.aborted && failed < mostFailedPolls; polls++) {
    const now = standing(run, counts);
    await run.say(now);
    yield { type: 'waiting', words: now.reason ?? '' };
    // What was out before may have ended long ago.
    const waitMs = wasOut && polls === 0 ? 0 : Math.max(trouble?.retryAfterMs ?? 0, pollWaitMs(polls, tools.random()));
    if (!(await slept(waitMs, tools, abort))) {
      break;
    }
    const seen = yield* look(run, counts);
    trouble = seen.trouble;
    failed = trouble === undefined ? 0 : failed + 1;
    if (trouble !== undefined && failureKinds[trouble.code] === 'fatal') {
      break;
    }
    if (seen.isLost && task === 'ask' && stop === undefined) {
      lost += 1;
      stop = lost < mostLost ? await handIn(run) : { code: 'provider-unavailable', reason: `${run.provider.id} did not take the batch, ${lost} times.` };
    }
  }
  if (out().length > 0) {
    const now = standing(run, counts);
    return { ...now, state: 'paused', reason: abort.aborted || trouble === undefined ? now.reason : `${trouble.message} ${now.reason}` };
  }
  stop ??= abort.aborted && task !== 'collect' ? cancelled : undefined;
  yield* skipRest(run, stop);
  return { ...(task === 'collect' ? asRecorded(run) : endOf(stop)), waiting: null };
}
