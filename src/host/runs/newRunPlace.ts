import path from 'node:path';
import { version } from '../../../package.json';
import type { RunPlace } from '../../app/run/executeRun.ts';
import type { PreparedRun } from '../../app/run/prepareRun.ts';
import { newRunId, portablePath, prepareDefaultFolder } from '../../app/run/runFolder.ts';

/** Where a new run is recorded: in the folder of the settings, or under the root when that is empty. */
export async function newRunPlace({ opened, pair }: PreparedRun, provider: string, root: string, runsFolder: string): Promise<RunPlace> {
  const id = newRunId(new Date(), provider, pair, opened.series.timeframe);
  const folder = runsFolder === '' ? await prepareDefaultFolder(root, id) : path.resolve(root, runsFolder, id);
  return { id, folder, file: portablePath(root, opened.file), version };
}
