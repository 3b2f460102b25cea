/**
 * The batches of a run on disk: `batches.json` in its folder, replaced atomically. A batch is written down before it is
 * handed in, and again with its id, so that none is paid for and forgotten.
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { AppError } from '../../core/errors.ts';
import { replaceFile } from '../replaceFile.ts';

const batchSchema = z.object({
  /** Names it at the provider, where that keeps names. */
  name: z.string(),
  provider: z.string(),
  model: z.string(),
  /** Null until the provider gave it. */
  id: z.nullable(z.string()),
  /** `intended` is about to be handed in, or may have been; `refused` never was; `given-up` may have been billed. */
  state: z.enum(['intended', 'submitted', 'collected', 'refused', 'given-up']),
  /** When it was about to be handed in, and when that was confirmed. */
  intended: z.string(),
  submitted: z.nullable(z.string()),
  /** How many lines `signals.jsonl` had then: later lines about its questions are its own results. */
  lines: z.number(),
  /** The most it can cost, in USD. */
  max_usd: z.nullable(z.number()),
  requests: z.array(z.object({ custom_id: z.string(), time: z.string(), repeat: z.number(), key: z.string() })),
  /** Ids of results that belong to none of its questions. */
  unmatched: z.array(z.string()),
});

const ledgerSchema = z.object({ format: z.literal(1), batches: z.array(batchSchema) });

export type SubmittedBatch = z.infer<typeof batchSchema>;

export type Ledger = {
  readonly batches: () => readonly SubmittedBatch[];
  /** Adds a batch, or replaces the one of its name; settles when it is on disk. */
  readonly put: (batch: SubmittedBatch) => Promise<void>;
};

const fileName = 'batches.json';

export async function openLedger(folder: string): Promise<Ledger> {
  let batches = await readBatches(folder);
  return {
    batches: () => batches,
    put: async (batch) => {
      const others = batches.filter(({ name }) => name !== batch.name);
      batches = [...others, batch];
      await replaceFile(path.join(folder, fileName), `${JSON.stringify({ format: 1, batches })}\n`);
    },
  };
}

/** The batches whose results are still to come. */
export async function openBatches(folder: string): Promise<readonly SubmittedBatch[]> {
  return (await readBatches(folder)).filter(isOpen);
}

/** Whether questions of a run were ever sent as a batch, or were about to be. */
export async function wasBatched(folder: string): Promise<boolean> {
  return (await readBatches(folder)).length > 0;
}

/** What was given up of a run may cost at most, in USD, as far as that is known. */
export async function givenUpUsd(folder: string): Promise<number> {
  return (await readBatches(folder)).reduce((sum, { state, max_usd }) => sum + (state === 'given-up' ? (max_usd ?? 0) : 0), 0);
}

/** @throws AppError `run-differs` because batches of the run are out; `why` says what would come of going on all the same. */
export async function refuseWhileOut(folder: string, why: string): Promise<void> {
  if ((await openBatches(folder)).length > 0) {
    throw new AppError('run-differs', `A batch of this run is still out: ${why}.`, { hint: `Collect it first: Resume Run in VS Code, or llm-signals run --resume ${folder}` });
  }
}

export function isOpen({ state }: SubmittedBatch): boolean {
  return state === 'intended' || state === 'submitted';
}

/** @throws AppError `run-unreadable` because there is a file that cannot be read: it may name what was paid for. */
async function readBatches(folder: string): Promise<readonly SubmittedBatch[]> {
  const file = path.join(folder, fileName);
  try {
    return z.parse(ledgerSchema, JSON.parse(await readFile(file, 'utf8'))).batches;
  } catch (error) {
    // Nor is there one where the folder is a file, which whoever records there will say.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      return [];
    }
    throw new AppError('run-unreadable', `${file} is not what a run with batches holds.`, { cause: error });
  }
}
