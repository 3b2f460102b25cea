import path from 'node:path';
import * as vscode from 'vscode';
import { findCandles } from '../../app/candles/findCandles.ts';
import { createRecordingFrom, prepareReplay } from '../../app/recorded/openRecording.ts';
import { AppError } from '../../core/errors.ts';
import { noAnswers } from '../../core/run/run.ts';
import { newRunPlace } from './newRunPlace.ts';
import { runsRoot, sayBusy } from './runCommand.ts';
import type { Session } from '../panel/session.ts';
import { readSettings } from '../settings.ts';

export type ReplayDeps = {
  readonly session: Session;
  readonly showPanel: () => void;
  /** Asks for one file. */
  readonly pickFile: (options: vscode.OpenDialogOptions) => Thenable<vscode.Uri[] | undefined>;
  readonly log: vscode.LogOutputChannel;
};

/**
 * Replays a bundle, or a recorded run when its folder is given: the same answers to the same questions, with no key, no
 * network and no cost. Its candles are looked for where it names them, else asked for.
 */
export async function replayRun(context: vscode.ExtensionContext, { session, showPanel, pickFile, log }: ReplayDeps, given: unknown): Promise<void> {
  if (session.isRunning()) {
    sayBusy();
    return;
  }
  const [bundle] = given instanceof vscode.Uri ? [given] : ((await pickFile({ title: 'Replay a Bundle', openLabel: 'Replay', filters: { 'Bundles of runs': ['jsonl'] } })) ?? []);
  if (bundle === undefined) {
    return;
  }
  const recording = await createRecordingFrom(bundle.fsPath);
  const candles = await candlesOf(recording.run.series.file, bundle, pickFile);
  if (candles === undefined) {
    return;
  }
  const { prepared, differences } = await prepareReplay(recording, candles);
  const uri = vscode.Uri.file(candles);
  const root = runsRoot(uri, context);
  const { runsFolder } = readSettings(uri);
  const place = await newRunPlace(prepared, recording.provider.id, root, runsFolder);
  showPanel();
  await session.start(prepared, recording.provider, place, { limitUsd: null, known: noAnswers });
  tellDifferences([...differences, ...(recording.torn ? [`The last line of ${path.basename(bundle.fsPath)} is cut off. It is left out.`] : [])], log);
}

async function candlesOf(file: string, bundle: vscode.Uri, pickFile: ReplayDeps['pickFile']): Promise<string | undefined> {
  const roots = [...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath), path.dirname(bundle.fsPath), path.resolve(bundle.fsPath, '..', '..', '..')];
  try {
    return findCandles(file, roots);
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'candles-unreadable')) {
      throw error;
    }
    return (await pickFile({ title: `Where are the candles of this recording, ${path.basename(file)}?`, openLabel: 'Replay on These Candles' }))?.[0]?.fsPath;
  }
}

function tellDifferences(differences: readonly string[], log: vscode.LogOutputChannel): void {
  if (differences.length > 0) {
    differences.forEach((difference) => log.warn(difference));
    vscode.window.showWarningMessage(differences.join(' ')).then(undefined, (error: unknown) => log.error(String(error)));
  }
}
