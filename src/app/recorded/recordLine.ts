import path from 'node:path';
import { parseRecords } from '../../core/run/bundle.ts';
import type { RecordedLine } from '../../core/run/record.ts';
import { fileLines } from './fileLines.ts';
import { readBytes } from './readRun.ts';

/** A line of a `signals.jsonl`, numbered from 1. */
export type RecordLine = { readonly file: string; readonly line: number; readonly record: RecordedLine };

/**
 * The line that counts for a question of a recorded run: the last one with its time and repeat. Undefined without one.
 * @throws AppError `run-unreadable` because there is no such run, or the line is no record.
 */
export async function findRecordLine(folder: string, time: string, repeat: number): Promise<RecordLine | undefined> {
  const file = path.join(folder, 'signals.jsonl');
  let found: RecordLine | undefined;
  let line = 0;
  for (const text of fileLines(await readBytes(file))) {
    line += 1;
    // A line that does not hold the time as a value at all is not parsed: there may be many.
    const [record] = text.whole && text.text.includes(JSON.stringify(time)) ? parseRecords([text], file, line).records : [];
    if (record?.time === time && record.repeat === repeat) {
      found = { file, line, record };
    }
  }
  return found;
}
