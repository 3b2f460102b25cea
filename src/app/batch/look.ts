import type { BatchProgress } from '../../core/signal/batchService.ts';
import type { Failure } from '../../core/signal/failure.ts';
import type { RecordedEvent } from '../run/executeRun.ts';
import type { BatchRun } from './batchRun.ts';
import { collect, type Unmatched } from './collect.ts';
import { findBatch } from './findBatch.ts';

export type LookEvent =
  | RecordedEvent
  | Unmatched
  /** The service does not know a batch any more, which is named by the id it gave. */
  | { readonly type: 'forgotten'; readonly id: string };

/** `trouble` is why something could not be learnt; `isLost` that a batch was never taken. */
export type Seen = { readonly trouble: Failure | undefined; readonly isLost: boolean };

/** Looks at each batch once, and records the results of those that ended. */
export async function* look(run: BatchRun, counts: Map<string, BatchProgress>): AsyncGenerator<LookEvent, Seen> {
  const { out, service, limits: { abort } } = run;
  let trouble: Failure | undefined;
  let isLost = false;
  for (const batch of out()) {
    try {
      const found = batch.id === null ? await findBatch(batch, run) : { ...batch, id: batch.id };
      if (found === undefined || found === 'lost' || 'failure' in found) {
        isLost ||= found === 'lost';
        trouble = typeof found === 'object' ? found.failure : trouble;
        continue;
      }
      const at = await service.progress(found.id, abort);
      if ('unknown' in at) {
        trouble = at.unknown;
        if (trouble.code === 'provider-not-found') {
          yield { type: 'forgotten', id: found.id };
        }
        continue;
      }
      counts.set(batch.name, at);
      if (at.ended) {
        trouble = (yield* collect(found, at.failure, run)) ?? trouble;
      }
    } catch (error) {
      if (!abort.aborted) {
        throw error;
      }
      break;
    }
  }
  return { trouble, isLost };
}
