/**
 * A run on disk: `run.json` and `signals.jsonl` in a folder that only this process writes.
 * A record counts as safe when its write has returned; it is forced to the platter at most once a second and at the end.
 */
import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, truncate, writeFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { AppError } from '../../core/errors.ts';
import type { SettledQuestion } from '../../core/run/settledQuestion.ts';
import type { Run } from '../../core/run/summary.ts';
import { createLineBuffer } from './lineBuffer.ts';
import { cannotRecord, makeFolder } from '../makeFolder.ts';
import { replaceFile } from '../replaceFile.ts';
import { lockRun } from './writerLock.ts';

export type RunFolder = {
  readonly folder: string;
  /** Appends a line for each question to `signals.jsonl`; settles when they are written. @throws AppError `file-unwritable` */
  readonly append: (settled: readonly SettledQuestion[]) => Promise<void>;
  /** Replaces `run.json` atomically. */
  readonly save: (run: Run) => Promise<void>;
  /** Forces everything to disk, with `run.json` as it ended, and lets others write here. */
  readonly close: (run: Run) => Promise<void>;
};

const lineBreak = 10;

/** `<UTC>-<provider>-<PAIR_>-<tf>-<4 hex>`, unique enough for several windows at once. */
export function newRunId(now: Date, provider: string, pair: string, timeframe: string): string {
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '');
  return [stamp, provider, pair.replace(/[/:.\s]/g, '_'), timeframe, randomBytes(2).toString('hex')].join('-');
}

/** The folder of a run under a workspace or the current folder; keeps runs out of version control. */
export async function prepareDefaultFolder(root: string, id: string): Promise<string> {
  const home = path.join(root, '.llm-signals');
  await makeFolder(path.join(home, 'runs'));
  await ignoreInVersionControl(home);
  return path.join(home, 'runs', id);
}

/** Keeps the runs and answers in `.llm-signals` out of version control. */
export async function ignoreInVersionControl(home: string): Promise<void> {
  // Written only when missing: what a user changed stays.
  await writeFile(path.join(home, '.gitignore'), 'runs/\nanswers/\n', { flag: 'wx' }).catch(ignoreExisting);
}

/** A candle file as `run.json` names it: relative to the folder its runs are under when it is in there, else absolute. */
export function portablePath(root: string, file: string): string {
  const relative = path.relative(root, file);
  return relative.startsWith('..') || path.isAbsolute(relative) ? file : relative.replaceAll(path.sep, '/');
}

/**
 * Opens a folder for a new run.
 * @throws AppError `run-folder-taken` because the folder has something in it, `file-unwritable`.
 */
export async function openRunFolder(folder: string): Promise<RunFolder> {
  await makeFolder(folder);
  if ((await readdir(folder)).length > 0) {
    throw new AppError('run-folder-taken', `${folder} is not empty.`, { hint: 'A run needs a folder of its own.' });
  }
  return lockedFolder(folder, () => open(path.join(folder, 'signals.jsonl'), 'ax'));
}

/**
 * Opens the folder of a run that goes on, of which `known` lines were read; whoever reads it only after this says none.
 * A last line that a crash tore is cut off; it was never shown.
 * @throws AppError `run-folder-taken` because another process writes it, or has written it since it was read: what that
 * one was answered would be asked, and paid for, again.
 */
export async function reopenRunFolder(folder: string, known?: number): Promise<RunFolder> {
  return lockedFolder(folder, async () => {
    const file = path.join(folder, 'signals.jsonl');
    const bytes = await readFile(file);
    if (known !== undefined && countLines(bytes) !== known) {
      throw new AppError('run-folder-taken', `The run in ${folder} went on in another window or in the terminal meanwhile.`, { hint: 'Open it again, and resume what is left.' });
    }
    await truncate(file, bytes.lastIndexOf(lineBreak) + 1);
    return open(file, 'a');
  });
}

function countLines(bytes: Buffer): number {
  let count = 0;
  for (let end = bytes.indexOf(lineBreak); end >= 0; end = bytes.indexOf(lineBreak, end + 1)) {
    count += 1;
  }
  return count;
}

async function lockedFolder(folder: string, openLines: () => Promise<FileHandle>): Promise<RunFolder> {
  const unlock = await lockRun(folder).catch((error: unknown) => {
    throw cannotRecord(folder, error);
  });
  try {
    return writeRunFolder(folder, await openLines(), unlock);
  } catch (error) {
    await unlock();
    throw error;
  }
}

function writeRunFolder(folder: string, lines: FileHandle, unlock: () => Promise<void>): RunFolder {
  const bytesOf = createLineBuffer();
  let synced = performance.now();
  const save = (run: Run) => replaceFile(path.join(folder, 'run.json'), `${JSON.stringify(run, null, 2)}\n`);
  return {
    folder,
    append: async (settled) => {
      await lines.appendFile(bytesOf(settled)).catch((error: unknown) => {
        throw cannotRecord(folder, error, 'What was recorded before stays: make room, and resume the run.');
      });
      if (performance.now() - synced >= 1000) {
        await lines.datasync();
        synced = performance.now();
      }
    },
    save,
    close: async (run) => {
      try {
        await lines.datasync();
        await lines.close();
        await save(run);
      } finally {
        await unlock();
      }
    },
  };
}

function ignoreExisting(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
    throw error;
  }
}
