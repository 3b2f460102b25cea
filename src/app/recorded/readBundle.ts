import { stat } from 'node:fs/promises';
import { AppError } from '../../core/errors.ts';
import { parseBundle, type Bundle } from '../../core/run/bundle.ts';
import { settledRecords } from '../../core/run/settled.ts';
import { fileLines } from './fileLines.ts';
import { readBytes, readRunWithReplies } from './readRun.ts';

/**
 * Reads a bundle.
 * @throws AppError `run-unreadable` because the file cannot be read or a line is not what a bundle holds.
 */
export async function readBundle(file: string): Promise<Bundle> {
  return parseBundle(fileLines(await readBytes(file)), file);
}

/**
 * Reads a recorded run from its folder or from a bundle: one record per question, in time order.
 * @throws AppError `run-unreadable` because there is neither, or it is damaged.
 */
export async function readRecorded(place: string): Promise<Bundle> {
  const found = await stat(place).catch((error: unknown) => {
    throw new AppError('run-unreadable', `Cannot read ${place}: there is no such run or bundle.`, { cause: error });
  });
  if (!found.isDirectory()) {
    return readBundle(place);
  }
  const { run, records } = await readRunWithReplies(place);
  return { run, records: settledRecords(records), torn: false };
}
