import path from 'node:path';
import { findCandles } from '../candles/findCandles.ts';
import { openCandles } from '../candles/openCandles.ts';
import { recordedChoices } from './openRecording.ts';
import { prepareRun, type PreparedRun } from '../run/prepareRun.ts';
import { readRun, type RecordedRun } from './readRun.ts';
import type { Notice } from '../../protocol/messages.ts';

/** A recorded run with its candles; `notice` says when they are not the ones it was recorded on. */
export type ReopenedRun = RecordedRun & { readonly prepared: PreparedRun; readonly notice: Notice | null };

/**
 * Reads a run and loads its candles again with the settings it had.
 * `roots` are folders that its file may be named from, beside the one its runs are under.
 * @throws AppError `run-unreadable`, or `candles-unreadable` because the candle file is gone.
 */
export async function reopenRun(folder: string, roots: readonly string[]): Promise<ReopenedRun> {
  const { run, records } = await readRun(folder);
  const file = findCandles(run.series.file, [rootOf(folder), ...roots]);
  const { load, choices } = recordedChoices(run);
  const opened = await openCandles(file, load);
  const prepared = await prepareRun(opened, choices);
  const changed: Notice = {
    severity: 'warning',
    message: `${path.basename(file)} changed since this run`,
    hint: 'The chart shows the candles as they are now. Run again to ask about them.',
  };
  return { run, records, prepared, notice: opened.sha256 === run.series.sha256 ? null : changed };
}

/** Runs are three folders below the folder their files are named from, unless the settings put them elsewhere. */
function rootOf(folder: string): string {
  return path.resolve(folder, '..', '..', '..');
}
