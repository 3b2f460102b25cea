/**
 * What a backend answered, on disk: `answers/backend-<UTC date>-<4 hex>.jsonl` under `.llm-signals`. Each process
 * writes files of its own, one per day; all of a day's files together tell what the day cost.
 */
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import * as z from 'zod/mini';
import { lineOf } from '../core/run/line.ts';
import { recordSchema } from '../core/run/record.ts';
import { makeFolder } from './makeFolder.ts';
import type { SettledQuestion } from '../core/run/settledQuestion.ts';

export type BackendRecords = {
  /** Settles when the line is written. */
  readonly append: (settled: SettledQuestion) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** What a day cost so far, and how many lines could not be read, so that their cost is unknown. */
export type DaySpend = { readonly usd: number; readonly unreadable: number };

const dateOf = (now: number) => new Date(now).toISOString().slice(0, 10);

/** Opens the records under `home`, a `.llm-signals` folder; a file is made with the first record. */
export async function openBackendRecords(home: string): Promise<BackendRecords> {
  const folder = path.join(home, 'answers');
  await makeFolder(folder);
  // Written only when missing: what a user changed stays.
  await writeFile(path.join(home, '.gitignore'), 'runs/\nanswers/\n', { flag: 'wx' }).catch(ignoreExisting);
  const suffix = randomBytes(2).toString('hex');
  let lines: { readonly date: string; readonly file: FileHandle; synced: number } | undefined;
  const append = async (settled: SettledQuestion) => {
    const date = settled.record.time.slice(0, 10);
    if (lines?.date !== date) {
      await lines?.file.datasync();
      await lines?.file.close();
      lines = { date, file: await open(path.join(folder, `backend-${date}-${suffix}.jsonl`), 'a'), synced: performance.now() };
    }
    await lines.file.appendFile(lineOf(settled));
    if (performance.now() - lines.synced >= 1000) {
      await lines.file.datasync();
      lines.synced = performance.now();
    }
  };
  // One line at a time, so that none is written into another.
  let last: Promise<void> = Promise.resolve();
  return {
    append: (settled) => {
      const written = last.then(() => append(settled));
      last = written.catch(() => undefined);
      return written;
    },
    close: async () => {
      await last;
      await lines?.file.datasync();
      await lines?.file.close();
      lines = undefined;
    },
  };
}

/** What all backends under `home` spent on the day of `now`. A torn last line was never answered and counts nothing. */
export async function spentToday(home: string, now: number): Promise<DaySpend> {
  const folder = path.join(home, 'answers');
  const names = await readdir(folder).catch(noFolder);
  const texts = await Promise.all(names.filter((name) => name.startsWith(`backend-${dateOf(now)}-`)).map((name) => readFile(path.join(folder, name), 'utf8')));
  const costs = texts.flatMap((text) => text.split('\n').slice(0, -1)).map(costOf);
  return { usd: costs.reduce<number>((sum, usd) => sum + (usd ?? 0), 0), unreadable: costs.filter((usd) => usd === undefined).length };
}

/** What a line cost; an unknown price is 0 here, as no budget can bind it. Undefined when the line cannot be read. */
function costOf(line: string): number | undefined {
  try {
    return z.parse(recordSchema, JSON.parse(line)).usd ?? 0;
  } catch {
    return undefined;
  }
}

function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
    throw error;
  }
}

function noFolder(error: unknown): readonly string[] {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    return [];
  }
  throw error;
}
