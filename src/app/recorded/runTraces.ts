import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { namesOfBacktests } from '../backtest/keptBacktests.ts';

/**
 * What tells that runs came, went or changed, without reading any: the names in some folders that hold runs, when the
 * `run.json` of each run in `open` was written, and which backtests each run in `seen` has. Equal texts mean that nothing
 * happened.
 */
export async function traceOfRuns(roots: readonly string[], open: readonly string[], seen: readonly string[]): Promise<string> {
  const names = await Promise.all(roots.map((root) => readdir(root).catch(() => [])));
  const times = await Promise.all(open.map((folder) => stat(path.join(folder, 'run.json')).then(({ mtimeMs }) => mtimeMs, () => null)));
  const backtests = await Promise.all(seen.map(namesOfBacktests));
  return JSON.stringify([names, open, times, seen, backtests]);
}
