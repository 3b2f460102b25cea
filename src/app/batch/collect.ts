import type { BatchResult } from '../../core/signal/batchService.ts';
import type { Failure } from '../../core/signal/failure.ts';
import { nothingSpent } from '../../providers/statusFailure.ts';
import type { RecordedEvent } from '../run/executeRun.ts';
import { noResult, settledByBatch } from './batchRecord.ts';
import type { BatchRun } from './batchRun.ts';
import type { SubmittedBatch } from './ledger.ts';

/** A batch brought results that belong to none of its questions. */
export type Unmatched = { readonly type: 'unmatched'; readonly ids: readonly string[] };

/**
 * Records the results of a batch that ended, whatever their order; those recorded before are left out. A batch that was
 * refused as a whole has none. The failure says why results could not be read: they are still to come.
 */
export async function* collect(batch: SubmittedBatch & { readonly id: string }, refused: Failure | undefined, run: BatchRun): AsyncGenerator<RecordedEvent | Unmatched, Failure | undefined> {
  const { service, ledger, limits: { budget } } = run;
  const own = new Set(batch.requests.map(({ custom_id }) => custom_id));
  const waiting = new Map(batch.requests.filter((request) => !run.isRecordedSince(batch.lines, request)).map((request) => [request.custom_id, request]));
  const unmatched: string[] = [];
  // An interrupt does not stop it: what is paid for is written down.
  for await (const result of refused === undefined ? service.results(batch.id, new AbortController().signal) : []) {
    if ('failure' in result) {
      if (result.failure.code === 'provider-not-found') {
        // The results are gone, and asking again does not bring them back.
        break;
      }
      return result.failure;
    }
    const request = waiting.get(result.id);
    if (request !== undefined) {
      waiting.delete(result.id);
      yield await record(batch, request, result.answer, run);
    } else if (!own.has(result.id)) {
      unmatched.push(result.id === '' ? '(no id)' : result.id);
      budget.settle(null, result.answer.usd);
    }
  }
  const without = refused === undefined ? noResult(batch.provider) : { ...nothingSpent, failure: refused };
  for (const request of waiting.values()) {
    yield await record(batch, request, without, run);
  }
  await ledger.put({ ...batch, state: 'collected', unmatched });
  if (unmatched.length > 0) {
    yield { type: 'unmatched', ids: unmatched };
  }
  return undefined;
}

/** What was spent is booked before the reply is read. */
function record({ name, provider, model }: SubmittedBatch, request: SubmittedBatch['requests'][number], answer: BatchResult['answer'], run: BatchRun): Promise<RecordedEvent> {
  const planned = run.plan.at(request);
  if (planned === undefined) {
    throw new TypeError(`The run has no question at ${request.time}`);
  }
  run.limits.budget.settle(run.reserved.has(name) ? run.provider.estimate(planned.question).maxUsd : null, answer.usd);
  return run.settle(settledByBatch(planned, request.key, answer, { provider, model }));
}
