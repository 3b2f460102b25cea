/**
 * The answers that the runs of a place know already, by key: an index over the runs' own lines, no store of its own.
 * What failed is not in it.
 */
import { open, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { lineSchema, type RecordedLine } from '../../core/run/record.ts';
import { answeredMark } from './answeredLines.ts';

export type Answers = {
  /** How many different questions are answered. */
  readonly size: number;
  readonly has: (key: string) => boolean;
  /** The line that answered a question; undefined when none did, or when its file is gone. */
  readonly find: (key: string) => Promise<RecordedLine | undefined>;
};

type Place = { readonly file: string; readonly start: number; readonly length: number };

const lineBreak = 10;
const keyName = Buffer.from('"key":"');
const keyLength = 64;

/** Where answers lie: folders that hold runs, and folders that hold files of answers. */
export type AnswerPlaces = { readonly runs: readonly string[]; readonly answers: readonly string[] };

/** The places of a workspace or the current folder, beside a folder of runs that the settings name. */
export function answerPlaces(root: string, runsFolder?: string): AnswerPlaces {
  const home = path.join(root, '.llm-signals');
  return { runs: [path.join(home, 'runs'), ...(runsFolder === undefined ? [] : [runsFolder])], answers: [path.join(home, 'answers')] };
}

/** Indexes every `signals.jsonl` of the runs and every `.jsonl` of the answers. A folder that is not there holds nothing. */
export async function indexAnswers(where: AnswerPlaces): Promise<Answers> {
  const places = new Map<string, Place>();
  for (const file of await answerFiles(where)) {
    indexFile(file, await readFile(file).catch(() => Buffer.alloc(0)), places);
  }
  return {
    size: places.size,
    has: (key) => places.has(key),
    find: async (key) => {
      const place = places.get(key);
      return place === undefined ? undefined : readLine(place, key);
    },
  };
}

async function answerFiles({ runs, answers }: AnswerPlaces): Promise<readonly string[]> {
  const entriesOf = async (folders: readonly string[]) =>
    (await Promise.all(folders.map(async (folder) => (await readdir(folder).catch(() => [])).sort().map((name) => path.join(folder, name))))).flat();
  const lines = (await entriesOf(runs)).map((run) => path.join(run, 'signals.jsonl'));
  return [...lines, ...(await entriesOf(answers)).filter((file) => file.endsWith('.jsonl'))];
}

function indexFile(file: string, bytes: Buffer, places: Map<string, Place>): void {
  for (let start = 0, end = bytes.indexOf(lineBreak); end >= 0; start = end + 1, end = bytes.indexOf(lineBreak, start)) {
    const line = bytes.subarray(start, end);
    const key = line.includes(answeredMark) ? keyOf(line) : undefined;
    if (key !== undefined) {
      places.set(key, { file, start, length: line.length });
    }
  }
}

function keyOf(line: Buffer): string | undefined {
  const at = line.lastIndexOf(keyName);
  return at < 0 ? undefined : line.toString('latin1', at + keyName.length, at + keyName.length + keyLength);
}

async function readLine({ file, start, length }: Place, key: string): Promise<RecordedLine | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) {
    return undefined;
  }
  try {
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, start);
    const parsed = z.safeParse(lineSchema, JSON.parse(buffer.toString('utf8')));
    return parsed.success && parsed.data.key === key && parsed.data.outcome === 'answered' ? parsed.data : undefined;
  } catch {
    // The file was changed since it was indexed: the question is asked again.
    return undefined;
  } finally {
    await handle.close();
  }
}
