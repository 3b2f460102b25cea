import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import { parseRecords, parseRunLine } from '../../core/run/bundle.ts';
import { withoutReply, type QuestionRecord, type RecordedLine } from '../../core/run/record.ts';
import type { Run } from '../../core/run/summary.ts';
import { totalsOf } from '../../core/run/totals.ts';
import { fileLines, lineBreak } from './fileLines.ts';

/** A recorded run: its `run.json` and the lines of `signals.jsonl` in completion order. */
export type RecordedRun<R extends QuestionRecord = QuestionRecord> = { readonly run: Run; readonly records: readonly R[] };

/**
 * Reads a run folder, but for the texts of the model. A last line that was torn by a crash is left out; it was never shown.
 * @throws AppError `run-unreadable` because a file is missing or a line is no record.
 */
export async function readRun(folder: string): Promise<RecordedRun> {
  const { run, records } = await readRunWithReplies(folder);
  return { run, records: records.map(withoutReply) };
}

/** Reads a run folder as `readRun` does, with the texts of the model. */
export async function readRunWithReplies(folder: string): Promise<RecordedRun<RecordedLine>> {
  // One after the other, so that a folder without either always says that it is no run.
  const run = await readRunFile(folder);
  const lines = await readBytes(path.join(folder, 'signals.jsonl'));
  // Resuming cuts off what follows the last line break, so it does not count here either.
  const whole = lines.subarray(0, lines.lastIndexOf(lineBreak) + 1);
  const { records } = parseRecords(fileLines(whole), `${folder}/signals.jsonl`);
  // A run that was killed could not write its totals: the lines say them.
  return { run: { ...run, totals: totalsOf(records, run.totals.duration_ms) }, records };
}

/** Reads the `run.json` of a folder alone. @throws AppError `run-unreadable` because it is missing or no run. */
export async function readRunFile(folder: string): Promise<Run> {
  return parseRunLine((await readBytes(path.join(folder, 'run.json'))).toString('utf8'), `${folder}/run.json`);
}

/** The bytes of a file of a run. @throws AppError `run-unreadable` because it cannot be read. */
export async function readBytes(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new AppError('run-unreadable', `Cannot read ${file}.`, { cause: error });
  }
}
