/** Backtests beside their run: each a file of its own in `backtests/`, so that whoever writes one writes over no other. */
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { keptBacktestSchema, type KeptBacktest } from '../../core/backtest/kept.ts';
import { replaceFile } from '../replaceFile.ts';

/** Below the folder of a run. */
export const backtestsFolder = 'backtests';
/** A file that `keepBacktest` wrote, or had begun to. */
export const isBacktestFile = (name: string): boolean => /^\d{8}T\d{9}Z-[A-Za-z_]\w*\.json(\.tmp)?$/.test(name);
// What is shown at once, with all its trades.
const mostRead = 10;

/** Keeps a backtest in the folder of its run; the name of the file, which sorts by time. */
export async function keepBacktest(run: string, backtest: KeptBacktest): Promise<string> {
  const file = path.join(run, backtestsFolder, nameOfBacktest(backtest));
  await mkdir(path.dirname(file), { recursive: true });
  await replaceFile(file, `${JSON.stringify(backtest, null, 2)}\n`);
  return file;
}

/** The name of its file, which sorts by time. */
export function nameOfBacktest({ created, strategy }: KeptBacktest): string {
  return `${created.replace(/[-:.]/g, '')}-${strategy}.json`;
}

/** The names of the files of the newest backtests of a run, newest first, without reading any. A bundle has none. */
export async function namesOfBacktests(run: string): Promise<readonly string[]> {
  const names = (await readdir(path.join(run, backtestsFolder)).catch(() => [])).filter((name) => isBacktestFile(name) && name.endsWith('.json'));
  return names.sort().reverse().slice(0, mostRead);
}

/** The newest backtests of a run, newest first. What cannot be read is left out: the run is whole without it. */
export async function readBacktests(run: string): Promise<readonly KeptBacktest[]> {
  const names = await namesOfBacktests(run);
  const found = await Promise.all(names.map((name) => readOne(path.join(run, backtestsFolder, name))));
  return found.filter((backtest) => backtest !== undefined);
}

async function readOne(file: string): Promise<KeptBacktest | undefined> {
  try {
    return z.parse(keptBacktestSchema, JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
