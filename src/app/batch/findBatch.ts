import type { Failure } from '../../core/signal/failure.ts';
import type { BatchRun } from './batchRun.ts';
import type { SubmittedBatch } from './ledger.ts';

// A batch that was handed in a moment ago may not be listed yet.
const surelyListedMs = 120_000;

/**
 * Looks for a batch that was about to be handed in when the run was interrupted, or to which no reply came. `lost` when
 * it is certain that there is none; undefined when it has to be looked for again.
 */
export async function findBatch(batch: SubmittedBatch, { service, ledger, tools, limits: { abort, budget, task } }: BatchRun): Promise<(SubmittedBatch & { readonly id: string }) | { readonly failure: Failure } | 'lost' | undefined> {
  const since = Date.parse(batch.intended);
  const others = new Set(ledger.batches().flatMap(({ id }) => (id === null ? [] : [id])));
  const found = await service.find({ name: batch.name, since, ids: new Set(batch.requests.map(({ custom_id }) => custom_id)), others }, abort);
  if (found === 'unsure' || (found === 'none' && tools.clock() - since < surelyListedMs)) {
    return undefined;
  }
  if (found === 'none') {
    await ledger.put({ ...batch, state: 'refused' });
    budget.settle(batch.max_usd, 0);
    return 'lost';
  }
  if ('failure' in found) {
    return found;
  }
  const submitted = { ...batch, id: found.id, state: 'submitted' as const, submitted: new Date(tools.clock()).toISOString() };
  await ledger.put(submitted);
  const failure = task === 'cancel' ? await service.cancel(found.id, abort) : undefined;
  return failure === undefined ? submitted : { failure };
}
