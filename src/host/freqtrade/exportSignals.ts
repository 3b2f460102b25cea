import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { writeExport } from '../../app/recorded/exportRun.ts';
import { readRecorded } from '../../app/recorded/readBundle.ts';
import { signalFileName } from '../../core/candles/freqtradeFiles.ts';
import { writeBundle } from '../../core/run/bundle.ts';
import { chooseUserData, type FreqtradePrompts } from './userData.ts';

/** Export Signals for Freqtrade: writes a run where strategies look for it. Asks before it replaces a recording. */
export async function exportSignals(folder: string, prompts: FreqtradePrompts, log: vscode.LogOutputChannel): Promise<string | undefined> {
  const { run, records } = await readRecorded(folder);
  const userData = await chooseUserData('Export Signals for Freqtrade', prompts);
  if (userData === undefined) {
    return undefined;
  }
  const name = signalFileName(run.series.pair, run.series.timeframe);
  const file = path.join(userData, 'llm_signals', name);
  const isThere = existsSync(file);
  if (isThere && !(await prompts.confirm(`Replace ${name}?`, `Strategies read the signals of ${run.series.pair} ${run.series.timeframe} from this file: ${file}`, 'Replace'))) {
    return undefined;
  }
  await writeExport(file, writeBundle(run, records), isThere);
  log.info(`Exported ${folder} for Freqtrade to ${file}`);
  vscode.window.showInformationMessage(`Strategies now find the signals in ${vscode.workspace.asRelativePath(file)}.`).then(undefined, (error: unknown) => log.error(String(error)));
  return file;
}
