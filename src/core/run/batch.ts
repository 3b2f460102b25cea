/** How the questions of a run become batches, and how the results find back to them. */
import type { BatchLimits } from '../signal/batchService.ts';
import type { QuestionRecord } from './record.ts';
import type { Waiting } from './summary.ts';

type Place = Pick<QuestionRecord, 'time' | 'repeat'>;

/**
 * The id of a question in a batch: its run, its key and its place, so that it is the same whenever it is handed in and no
 * two questions of a run share it. At most 64 letters, digits and `-`, as the batch services take them.
 * `run` is a hexadecimal hash of the run's id, `key` the key of the question.
 */
export function batchQuestionId(run: string, key: string, { time, repeat }: Place): string {
  return `${run.slice(0, 8)}-${key.slice(0, 32)}-${Date.parse(time).toString(36)}-${repeat}`;
}

/**
 * Cuts questions into batches within a service's limits, in their order. What is larger than a batch may be goes by
 * itself, for the service to refuse.
 */
export function* splitBatches<Item>(items: Iterable<Item>, bytesOf: (item: Item) => number, limits: BatchLimits): Generator<readonly Item[]> {
  let batch: Item[] = [];
  let bytes = framing;
  for (const item of items) {
    const added = bytesOf(item);
    if (batch.length > 0 && (batch.length === limits.requests || bytes + added > limits.bytes)) {
      yield batch;
      batch = [];
      bytes = framing;
    }
    batch.push(item);
    bytes += added;
  }
  if (batch.length > 0) {
    yield batch;
  }
}

// What stands around the requests of a batch.
const framing = 64;

/** When to ask how far a batch is: from 15 seconds to a minute apart, a fifth more or less by chance (0 up to 1). */
export function pollWaitMs(polls: number, chance: number): number {
  return Math.min(longestPollMs, firstPollMs * 1.5 ** polls) * (0.8 + 0.4 * chance);
}

const firstPollMs = 15_000;
const longestPollMs = 60_000;

/** "Waiting for the batch of anthropic: 120 of 500 done." */
export function waitingWords(provider: string, { batches, done, total }: Waiting): string {
  const what = batches === 1 ? 'the batch' : `${grouped(batches)} batches`;
  return `Waiting for ${what} of ${provider}: ${grouped(done)} of ${grouped(total)} done.`;
}

function grouped(value: number): string {
  return value.toLocaleString('en-US');
}
