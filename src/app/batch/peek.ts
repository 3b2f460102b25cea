import type { Waiting } from '../../core/run/summary.ts';
import type { BatchService } from '../../core/signal/batchService.ts';
import type { Failure } from '../../core/signal/failure.ts';
import { openBatches } from './ledger.ts';

/** How far the batches of a run are. */
export type Peek = {
  readonly waiting: Waiting;
  /** Whether there is something to do: a batch has ended, or has to be looked for. */
  readonly isDue: boolean;
  /** Why something could not be learnt. */
  readonly trouble: Failure | undefined;
};

/** Asks how far the batches of a run are, and does nothing; undefined when none is out. Rejects only when aborted. */
export async function peek(folder: string, service: BatchService, abort: AbortSignal): Promise<Peek | undefined> {
  const batches = await openBatches(folder);
  let done = 0;
  let isDue = false;
  let trouble: Failure | undefined;
  for (const { id } of batches) {
    const at = id === null ? undefined : await service.progress(id, abort);
    if (at === undefined) {
      isDue = true;
    } else if ('unknown' in at) {
      trouble = at.unknown;
    } else {
      done += at.done;
      isDue ||= at.ended;
    }
  }
  const total = batches.reduce((sum, { requests }) => sum + requests.length, 0);
  return batches.length === 0 ? undefined : { waiting: { batches: batches.length, done, total }, isDue, trouble };
}
