import path from 'node:path';
import type { QuestionRecord } from '../../core/run/record.ts';
import type { Run } from '../../core/run/summary.ts';
import { readBacktests } from '../backtest/keptBacktests.ts';
import type { PreparedRun } from '../run/prepareRun.ts';
import { renderReport } from '../report.ts';
import { loadReportAssets } from '../reportAssets.ts';
import { viewRun } from '../view.ts';
import type { Terminal } from './terminal.ts';
import { writeOutput } from './writeOutput.ts';

export type WriteReport = (prepared: PreparedRun, folder: string, run: Run, records: readonly QuestionRecord[], silent: boolean) => Promise<void>;

/** Reads what a report embeds before the run, so that a broken installation costs no answers. */
export async function prepareReport(file: string, terminal: Terminal): Promise<WriteReport> {
  const assets = await loadReportAssets(terminal.assets);
  return async (prepared, folder, run, records, silent) => {
    const title = `Signals: ${prepared.pair} ${prepared.opened.series.timeframe}`;
    await writeOutput(path.resolve(terminal.folder, file), renderReport(assets, viewRun(prepared, folder, run, records, await readBacktests(folder)), title));
    if (!silent) {
      terminal.print(`Report: ${file}\n`);
    }
  };
}
