/**
 * A bundle is a run in one `.jsonl`: `run.json` as line 1, then the lines of `signals.jsonl`. It is what is exported,
 * what is replayed and what Freqtrade reads.
 */
import * as z from 'zod/mini';
import { AppError } from '../errors.ts';
import { isOwnLine } from './ownLine.ts';
import { lineSchema, type RecordedLine } from './record.ts';
import { settledRecords } from './settled.ts';
import { candleSharing } from './sharedCandles.ts';
import { runSchema, type Run } from './summary.ts';

/** The lines of a bundle, each with its line break: the run, then what became of each question, in time order. */
export function* writeBundle(run: Run, records: Iterable<RecordedLine>): Generator<string> {
  for (const line of [run, ...settledRecords(records)]) {
    yield `${JSON.stringify(line)}\n`;
  }
}

/** A line of a file; `whole` says that a line break ends it. */
export type FileLine = { readonly text: string; readonly whole: boolean };

/** Records of a file in the order of its lines. `torn`: its last line was cut off, and is left out. */
export type ParsedRecords = { readonly records: readonly RecordedLine[]; readonly torn: boolean };

/** A bundle as it was read: one record per question, in time order. */
export type Bundle = ParsedRecords & { readonly run: Run };

/**
 * Reads the lines of a bundle; `file` names it in errors.
 * @throws AppError `run-unreadable` because a line is not what a bundle holds; it names the line and the rule.
 */
export function parseBundle(lines: Iterable<FileLine>, file: string): Bundle {
  const iterator = lines[Symbol.iterator]();
  const first = iterator.next();
  if (first.done === true) {
    throw new AppError('run-unreadable', `${file} is empty.`);
  }
  const run = parseRunLine(first.value.text.replace(/^\ufeff/, ''), `${file}, line 1`);
  const { records, torn } = parseRecords({ [Symbol.iterator]: () => iterator }, file, 2);
  return { run, records: settledRecords(records), torn };
}

/**
 * Reads lines that each hold a record; the first of them is line `firstNumber` of the file.
 * @throws AppError `run-unreadable` because a line holds none; it names the line and the rule.
 */
export function parseRecords(lines: Iterable<FileLine>, file: string, firstNumber = 1): ParsedRecords {
  const records: RecordedLine[] = [];
  const shareCandles = candleSharing();
  let number = firstNumber;
  for (const { text, whole } of lines) {
    // A line that nothing ends may be cut off anywhere, and still be whole.
    if (!whole && !isRecord(text)) {
      return { records, torn: true };
    }
    const record = parseLine(parseRecord, text, `${file}, line ${number}`);
    shareCandles(record.question);
    records.push(record);
    number += 1;
  }
  return { records, torn: false };
}

/** Reads a run; `where` names its place in errors. @throws AppError `run-unreadable` because it is none, with the rule. */
export function parseRunLine(text: string, where: string): Run {
  return parseLine((value) => z.safeParse(runSchema, value), text, where);
}

function isRecord(text: string): boolean {
  const json = parseJson(text);
  return json !== undefined && parseRecord(json.value).success;
}

function parseRecord(value: unknown): z.util.SafeParseResult<RecordedLine> {
  return isOwnLine(value) ? { success: true, data: value } : z.safeParse(lineSchema, value);
}

function parseLine<T>(parse: (value: unknown) => z.util.SafeParseResult<T>, text: string, where: string): T {
  const json = parseJson(text);
  if (json === undefined) {
    throw new AppError('run-unreadable', `${where}: This is no JSON.`);
  }
  const parsed = parse(json.value);
  if (!parsed.success) {
    throw new AppError('run-unreadable', `${where}: ${describeIssue(parsed.error.issues[0])}`);
  }
  return parsed.data;
}

function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  const place = issue === undefined || issue.path.length === 0 ? 'This' : issue.path.join('.');
  if (issue?.code === 'invalid_type') {
    return `${place} is no ${issue.expected}.`;
  }
  if (issue?.code === 'invalid_value') {
    return `${place} is ${issue.values.length === 1 ? 'not' : 'none of'} ${issue.values.join(', ')}.`;
  }
  if (issue?.code === 'too_big' || issue?.code === 'too_small') {
    return `${place} is ${issue.code === 'too_big' ? `above ${issue.maximum}` : `below ${issue.minimum}`}.`;
  }
  return `${place} is not what a run holds.`;
}
