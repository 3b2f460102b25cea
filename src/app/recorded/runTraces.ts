import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/**
 * What tells that runs came, went or changed, without reading any: the names in some folders that hold runs, and when the
 * `run.json` of each run in `open` was written. Equal texts mean that nothing happened.
 */
export async function traceOfRuns(roots: readonly string[], open: readonly string[]): Promise<string> {
  const names = await Promise.all(roots.map((root) => readdir(root).catch(() => [])));
  const times = await Promise.all(open.map((folder) => stat(path.join(folder, 'run.json')).then(({ mtimeMs }) => mtimeMs, () => null)));
  return JSON.stringify([names, open, times]);
}
