import path from 'node:path';
import * as vscode from 'vscode';
import { answerPlaces, indexAnswers } from '../../app/answers/answers.ts';
import { defaultChoices, prepareRun } from '../../app/run/prepareRun.ts';
import { syntheticSampleLabel } from '../../app/view.ts';
import { isPair } from '../../core/candles/fileName.ts';
import { AppError } from '../../core/errors.ts';
import type { GateTexts } from '../../core/gate/resolve.ts';
import { agreeOnPrice } from './agreeOnPrice.ts';
import { offeringMapping, type CandleFiles } from '../candles/candleFiles.ts';
import { commandIds } from '../commandIds.ts';
import { newRunPlace } from './newRunPlace.ts';
import { tellEnd } from './pausedRun.ts';
import { pickCandles } from '../candles/pickCandles.ts';
import type { ProviderAccess } from '../providers/providerAccess.ts';
import type { Session } from '../panel/session.ts';
import { readSettings, type Settings } from '../settings.ts';
import { withProgress } from '../withProgress.ts';

// Fewer candles are done before a notification could be read.
const longSeries = 500_000;

export type RunCommand = {
  /** Asks which file, then runs on it. */
  readonly pick: () => Promise<void>;
  readonly onFile: (uri: vscode.Uri) => Promise<void>;
  readonly onSample: () => Promise<void>;
  /** Runs on the candles that are shown; asks when there are none. */
  readonly again: () => Promise<void>;
};

export type RunCommandDeps = {
  readonly session: Session;
  readonly files: CandleFiles;
  readonly access: ProviderAccess;
  readonly showPanel: () => void;
  readonly log: vscode.LogOutputChannel;
};

/** Run Signals on Candles…: from a file to a run in the panel. */
export function createRunCommand(context: vscode.ExtensionContext, { session, files, access, showPanel, log }: RunCommandDeps): RunCommand {
  const sample = vscode.Uri.joinPath(context.extensionUri, 'media', 'synthetic-sample', 'SAMPLE_USDT-5m.csv');

  /** Runs on a file; one whose columns are not understood is offered a mapping. */
  const onFile = async (uri: vscode.Uri, knownPair?: string) => {
    await offeringMapping(uri, log, () => start(uri, knownPair));
  };

  const start = async (uri: vscode.Uri, knownPair?: string) => {
    if (session.isRunning()) {
      sayBusy();
      return;
    }
    const settings = readSettings(uri);
    const { gates, marketData, runsFolder, concurrency } = settings;
    const provider = await access.open(settings.answers, uri);
    const { opened } = await files.open(uri, knownPair);
    const pair = opened.series.pair ?? (await askPair(uri));
    if (pair === undefined) {
      return;
    }
    const paired = opened.series.pair === null ? (await files.open(uri, pair)).opened : opened;
    const prepared = await withProgress('Computing indicators', paired.series.length >= longSeries, (pacing) => prepareRun(paired, { ...defaultChoices, gates: gatesInUse(gates), marketData, concurrency }, pacing));
    const root = runsRoot(uri, context);
    const known = await indexAnswers(answerPlaces(root, runsFolder === '' ? undefined : path.resolve(root, runsFolder)));
    const agreement = await agreeOnPrice({ prepared, provider, records: [], known, settings, isAgreed: false });
    if (agreement === undefined) {
      return;
    }
    // Another may have been started while the price was looked at.
    if (session.isRunning()) {
      sayBusy();
      return;
    }
    const place = await newRunPlace(prepared, provider.id, root, runsFolder);
    showPanel();
    tellEnd(await session.start(prepared, provider, place, { limitUsd: agreement.limitUsd, known }), log);
  };

  const pick = async () => {
    const uri = session.isRunning() ? sayBusy() : await pickCandles(sample, syntheticSampleLabel);
    if (uri !== undefined) {
      await onFile(uri);
    }
  };

  return {
    pick,
    onFile,
    onSample: () => onFile(sample),
    again: () => {
      const shown = session.shown();
      return shown === undefined ? pick() : onFile(vscode.Uri.file(shown.prepared.opened.file), shown.prepared.pair);
    },
  };
}

/** The workspace folder of the file, or the extension's own storage. */
export function runsRoot(uri: vscode.Uri, context: vscode.ExtensionContext): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : context.globalStorageUri.fsPath;
}

/** Asks for a pair that no name says; undefined when the user stops. */
export async function askPair(uri: vscode.Uri): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: `Which pair does ${path.posix.basename(uri.path)} hold?`,
    prompt: 'As Freqtrade writes it. A file named BTC_USDT-5m.csv says it by itself.',
    placeHolder: 'BTC/USDT',
    validateInput: (text) => (isPair(text) ? undefined : 'Write it as BTC/USDT, a future as BTC/USDT:USDT.'),
  });
}

/** The gates that have a text. @throws AppError `gate-invalid` because a run without any would ask nothing. */
export function gatesInUse(texts: Settings['gates']): GateTexts {
  const used = Object.fromEntries(Object.entries(texts).filter(([, text]) => text.trim() !== ''));
  if (Object.keys(used).length === 0) {
    throw new AppError('gate-invalid', 'Both gates are empty, so no candle would be asked about.', { hint: 'Set llmSignals.gate.entry or llmSignals.gate.exit.' });
  }
  return used;
}

/** Says that nothing is going on that could be paused or cancelled. Does not wait for the answer. */
export function sayIdle(): void {
  vscode.window.showInformationMessage('No run is going on in this window.').then(undefined, () => undefined);
}

/** Says that a run is going on, and offers to cancel it. Does not wait for the answer. */
export function sayBusy(): undefined {
  const cancel = 'Cancel Run';
  vscode.window.showInformationMessage('A run is going on.', cancel).then(
    (chosen) => chosen === cancel && vscode.commands.executeCommand(commandIds.cancelRun),
    () => undefined,
  );
}
