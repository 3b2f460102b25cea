import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { describeError } from '../../core/errors.ts';
import type { Run } from '../../core/run/summary.ts';
import { readRunFile } from './readRun.ts';

/** A folder among the runs. */
export type RunSummary = {
  readonly folder: string;
  /** What its files take on disk, in bytes. */
  readonly bytes: number;
} & (
  | {
      readonly run: Run;
      /**
       * As the run says, but `waiting` where batches of it are out, and `interrupted` where it says running, with no
       * process that writes it any more.
       */
      readonly state: Run['state'] | 'interrupted' | 'waiting';
    }
  /** Why its `run.json` cannot be read. */
  | { readonly unreadable: string }
);

// So many folders are read at once that the disk is busy, and no more files are open than a process may have.
const atOnce = 32;

/**
 * The runs in some folders that hold runs, newest first. Only their `run.json` is read; one that cannot be read is
 * listed with the reason. A folder that is not there holds none. `isBeingWritten` says whether a process that is alive
 * writes the run in a folder.
 */
export async function listRuns(roots: readonly string[], isBeingWritten: (folder: string) => Promise<boolean>): Promise<readonly RunSummary[]> {
  const found = await Promise.all([...new Set(roots.map((root) => path.resolve(root)))].map(foldersIn));
  const folders = found.flat();
  const dated: Dated[] = [];
  for (let first = 0; first < folders.length; first += atOnce) {
    const summaries = await Promise.all(folders.slice(first, first + atOnce).map((folder) => summarize(folder, isBeingWritten)));
    dated.push(...summaries.filter((summary) => summary !== undefined));
  }
  return dated.sort((a, b) => b.started - a.started || (a.summary.folder < b.summary.folder ? 1 : -1)).map(({ summary }) => summary);
}

type Dated = { readonly started: number; readonly summary: RunSummary };

async function foldersIn(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(ignoreMissing);
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => path.join(root, name));
}

/** Undefined when the folder went while it was looked at. */
async function summarize(folder: string, isBeingWritten: (folder: string) => Promise<boolean>): Promise<Dated | undefined> {
  const changed = await stat(folder).catch(() => undefined);
  if (changed === undefined) {
    return undefined;
  }
  const bytes = await sizeOf(folder);
  try {
    const run = await readRunFile(folder);
    const state = run.state === 'running' && (await isBeingWritten(folder)) ? 'running' : run.waiting !== null ? 'waiting' : run.state === 'running' ? 'interrupted' : run.state;
    const started = Date.parse(run.started);
    return { started: Number.isNaN(started) ? changed.mtimeMs : started, summary: { folder, bytes, run, state } };
  } catch (error) {
    return { started: changed.mtimeMs, summary: { folder, bytes, unreadable: describeError(error) } };
  }
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true }).catch(ignoreMissing);
  // A file may go while the folder is looked at, such as the one that replaces `run.json`.
  const sizes = await Promise.all(entries.map((name) => stat(path.join(folder, name)).then((found) => (found.isFile() ? found.size : 0), () => 0)));
  return sizes.reduce((sum, size) => sum + size, 0);
}

function ignoreMissing(error: unknown): never[] {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
    throw error;
  }
  return [];
}
