import { mkdir, readdir, readFile, rm, rmdir } from 'node:fs/promises';
import path from 'node:path';
import { answeredLines } from '../answers/answeredLines.ts';
import { backtestsFolder, isBacktestFile } from '../backtest/keptBacktests.ts';
import { refuseWhileOut } from '../batch/ledger.ts';
import { replaceFile } from '../replaceFile.ts';
import { ignoreInVersionControl } from '../run/runFolder.ts';
import { lockRun } from '../run/writerLock.ts';

export type DeletedRun = {
  /** How many answers stay known. */
  readonly kept: number;
  /** Names of what is not ours, which stays with the folder. */
  readonly left: readonly string[];
};

const linesFile = 'signals.jsonl';
/** All that is ever written into the folder of a run itself; its backtests have a folder of their own. */
const ownFiles: readonly string[] = ['run.json', 'run.json.tmp', linesFile, 'batches.json', 'batches.json.tmp', 'writer.json'];

/**
 * Deletes a run. Its answers stay known: their lines go to `<home>/answers/<name of the run's folder>.jsonl` first.
 * Only files of a run are deleted; a folder that holds others stays, with them.
 * @throws AppError `run-folder-taken` because a process that is alive writes the run, `run-differs` because a batch of it
 * is out.
 */
export async function deleteRun(folder: string, home: string): Promise<DeletedRun> {
  const unlock = await lockRun(folder);
  try {
    await refuseWhileOut(folder, 'its answers would be paid for and lost');
    const lines = answeredLines(await readFile(path.join(folder, linesFile)).catch(nothingWhenMissing));
    if (lines.length > 0) {
      await keepAnswers(lines, home, `${path.basename(folder)}.jsonl`);
    }
    await removeOwn(path.join(folder, backtestsFolder), isBacktestFile);
    return { kept: lines.length, left: await removeOwn(folder, (name) => ownFiles.includes(name)) };
  } finally {
    await unlock();
  }
}

/** Removes the files that are ours from a folder, and the folder when it is empty then; the names of what is left. */
async function removeOwn(folder: string, isOwn: (name: string) => boolean): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: unknown) => (nothingWhenMissing(error), undefined));
  if (names === undefined) {
    return [];
  }
  await Promise.all(names.filter(isOwn).map((name) => rm(path.join(folder, name), { force: true })));
  const left = names.filter((name) => !isOwn(name));
  if (left.length === 0) {
    await rmdir(folder);
  }
  return left;
}

/** Adds lines to a file of answers, which is whole at every instant. */
async function keepAnswers(lines: readonly Buffer[], home: string, name: string): Promise<void> {
  const file = path.join(home, 'answers', name);
  await mkdir(path.dirname(file), { recursive: true });
  await ignoreInVersionControl(home);
  const before = await readFile(file).catch(nothingWhenMissing);
  await replaceFile(file, Buffer.concat([before, ...lines]));
}

function nothingWhenMissing(error: unknown): Buffer {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
    throw error;
  }
  return Buffer.alloc(0);
}
