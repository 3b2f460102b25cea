/** One process at a time writes a run. Its name lies in the run's folder while it does, and is taken over when it is gone. */
import { randomUUID } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as z from 'zod/mini';
import { AppError } from '../../core/errors.ts';

const lockName = 'writer.json';
const writerSchema = z.object({ pid: z.number(), host: z.string(), id: z.string() });
type Writer = z.infer<typeof writerSchema>;

/**
 * Takes the folder of a run for this process; the result gives it back.
 * @throws AppError `run-folder-taken` because another process that is alive writes it.
 */
export async function lockRun(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, lockName);
  const me: Writer = { pid: process.pid, host: os.hostname(), id: randomUUID() };
  for (;;) {
    if (await writeFile(file, JSON.stringify(me), { flag: 'wx' }).then(() => true, isTaken)) {
      break;
    }
    const writer = await readWriter(file);
    if (writer !== undefined && isAlive(writer)) {
      throw new AppError('run-folder-taken', `Another process is writing the run in ${folder}.`, { hint: 'Wait until it ends, or cancel it there.' });
    }
    await rm(file, { force: true });
  }
  // Of two that removed a lock left behind, the one whose name stands has the folder.
  const standing = await readWriter(file);
  if (standing?.id !== me.id) {
    throw new AppError('run-folder-taken', `Another process is writing the run in ${folder}.`, { hint: 'Wait until it ends, or cancel it there.' });
  }
  return () => rm(file, { force: true });
}

/** Whether a process that is alive writes the run. */
export async function isBeingWritten(folder: string): Promise<boolean> {
  const writer = await readWriter(path.join(folder, lockName));
  return writer !== undefined && isAlive(writer);
}

async function readWriter(file: string): Promise<Writer | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  try {
    return z.parse(writerSchema, JSON.parse(text));
  } catch {
    // Torn by a crash while it was written, or gone.
    return undefined;
  }
}

/** On another machine it cannot be told: such a writer counts as alive. */
function isAlive({ pid, host }: Writer): boolean {
  if (host !== os.hostname()) {
    return true;
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isTaken(error: unknown): false {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
    throw error;
  }
  return false;
}
