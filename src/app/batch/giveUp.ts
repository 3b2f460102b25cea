/**
 * The way out for a run whose batch the service does not know any more: the batch is forgotten, and its questions have
 * no answer. It may have been billed, which whoever gives it up is told before.
 */
import type { BatchService } from '../../core/signal/batchService.ts';
import { waitingWords } from '../../core/run/batch.ts';
import type { Run } from '../../core/run/summary.ts';
import { formatMost } from '../../core/run/usd.ts';
import { readRun } from '../recorded/readRun.ts';
import { reopenRunFolder } from '../run/runFolder.ts';
import { isOpen, openBatches, openLedger, type SubmittedBatch } from './ledger.ts';

/** Batches that can be given up, with why each is not to be had; and those that the service still knows. */
export type GiveUpChoice = {
  readonly lost: readonly { readonly batch: SubmittedBatch; readonly why: string }[];
  readonly known: readonly SubmittedBatch[];
};

/** Asks after each batch that is out. `service` is why it cannot be asked where it cannot. */
export async function findLost(folder: string, service: BatchService | string, abort: AbortSignal): Promise<GiveUpChoice> {
  const lost: { batch: SubmittedBatch; why: string }[] = [];
  const known: SubmittedBatch[] = [];
  for (const batch of await openBatches(folder)) {
    const why = await askAfter(batch, service, abort);
    if (why === undefined) {
      known.push(batch);
    } else {
      lost.push({ batch, why });
    }
  }
  return { lost, known };
}

/** Why a batch is not to be had; undefined when the service knows it. */
async function askAfter({ id }: SubmittedBatch, service: BatchService | string, abort: AbortSignal): Promise<string | undefined> {
  if (typeof service === 'string') {
    return service;
  }
  if (id === null) {
    return 'It was never confirmed that it was handed in.';
  }
  const at = await service.progress(id, abort);
  return 'unknown' in at ? at.unknown.message : undefined;
}

/** What giving up may have cost and what comes of it, for a person to agree to. */
export function describeLoss(lost: GiveUpChoice['lost']): string {
  const batches = lost.map(({ batch }) => batch);
  const questions = questionsOf(batches);
  const cost = costOf(batches);
  return [
    ...new Set(lost.map(({ why }) => why)),
    `${cost === null ? 'What it may have cost is unknown' : `It may have cost up to ${formatMost(cost)}, which counts against the budget`}.`,
    `${count(questions, 'question', 'questions')} will have no answer from it; resuming asks anew, and pays anew.`,
  ].join(' ');
}

/**
 * Forgets batches by name. The run stays paused: what has no answer is asked when it is resumed. Returns the run as it
 * stands then.
 * @throws AppError `run-folder-taken` because another process writes the run.
 */
export async function giveUp(folder: string, names: readonly string[]): Promise<Run> {
  const files = await reopenRunFolder(folder);
  let { run } = await readRun(folder);
  try {
    const ledger = await openLedger(folder);
    const given = ledger.batches().filter((batch) => isOpen(batch) && names.includes(batch.name));
    for (const batch of given) {
      await ledger.put({ ...batch, state: 'given-up' });
    }
    const left = ledger.batches().filter(isOpen);
    const waiting = left.length === 0 ? null : { batches: left.length, done: 0, total: questionsOf(left) };
    const cost = costOf(given);
    const words = `A batch of ${run.settings.provider} was given up${cost === null ? '' : `; it may have cost up to ${formatMost(cost)}`}.`;
    run = { ...run, state: 'paused', reason: waiting === null ? words : `${words} ${waitingWords(run.settings.provider, waiting)}`, waiting };
  } finally {
    await files.close(run);
  }
  return run;
}

/** The most that batches can cost, in USD; null when that is unknown of one. */
function costOf(batches: readonly SubmittedBatch[]): number | null {
  return batches.reduce<number | null>((sum, { max_usd }) => (sum === null || max_usd === null ? null : sum + max_usd), 0);
}

function questionsOf(batches: readonly SubmittedBatch[]): number {
  return batches.reduce((sum, { requests }) => sum + requests.length, 0);
}

function count(value: number, one: string, many: string): string {
  return `${value.toLocaleString('en-US')} ${value === 1 ? one : many}`;
}
