import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { openCandles } from '../app/openCandles.ts';
import { parseRangeEnd, prepareRun, type PreparedRun } from '../app/prepareRun.ts';
import { readRun, type RecordedRun } from '../app/readRun.ts';
import { parseColumnMapping } from '../core/candles/mapping.ts';
import { AppError } from '../core/errors.ts';
import type { Notice } from '../protocol/messages.ts';

/** A recorded run with its candles; `notice` says when they are not the ones it was recorded on. */
export type ReopenedRun = RecordedRun & { readonly prepared: PreparedRun; readonly notice: Notice | null };

/**
 * Reads a run and loads its candles again with the settings it had.
 * @throws AppError `run-unreadable`, or `candles-unreadable` because the candle file is gone.
 */
export async function reopenRun(folder: string): Promise<ReopenedRun> {
  const { run, records } = await readRun(folder);
  const file = findCandles(folder, run.series.file);
  const { settings, series } = run;
  const opened = await openCandles(file, { pair: series.pair, timeframe: series.timeframe, gaps: settings.gaps, columns: settings.columns === null ? undefined : parseColumnMapping(settings.columns) });
  const { entry, exit } = settings.gates;
  const gates = { ...(entry === null ? {} : { entry }), ...(exit === null ? {} : { exit }) };
  const range = { from: parseRangeEnd(settings.from ?? undefined), to: parseRangeEnd(settings.to ?? undefined) };
  const prepared = prepareRun(opened, { gates, marketData: settings.market_data, range, gaps: settings.gaps, concurrency: settings.concurrency });
  const changed: Notice = {
    severity: 'warning',
    message: `${path.basename(file)} changed since this run`,
    hint: 'The chart shows the candles as they are now. Run again to ask about them.',
  };
  return { run, records, prepared, notice: opened.sha256 === series.sha256 ? null : changed };
}

function findCandles(folder: string, file: string): string {
  // Runs are three folders below the folder their files are named from, unless the settings put them elsewhere.
  const roots = [path.resolve(folder, '..', '..', '..'), ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)];
  const found = roots.map((root) => path.resolve(root, file)).find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new AppError('candles-unreadable', `The candles of this run are gone: there is no ${file}.`);
  }
  return found;
}
