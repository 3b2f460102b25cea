import path from 'node:path';
import * as vscode from 'vscode';
import { version } from '../../package.json';
import { createProvider } from '../app/createProvider.ts';
import { loadCandles, type OpenCandles } from '../app/openCandles.ts';
import { defaultChoices, prepareRun } from '../app/prepareRun.ts';
import { newRunId, portablePath, prepareDefaultFolder } from '../app/runFolder.ts';
import { syntheticSampleLabel } from '../app/view.ts';
import { isPair } from '../core/candles/fileName.ts';
import { commandIds } from './commandIds.ts';
import { pickCandles } from './pickCandles.ts';
import { readCandleBytes } from './readCandleBytes.ts';
import type { Session } from './session.ts';
import { readSettings } from './settings.ts';

export type RunCommand = {
  /** Asks which file, then runs on it. */
  readonly pick: () => Promise<void>;
  readonly onFile: (uri: vscode.Uri) => Promise<void>;
  readonly onSample: () => Promise<void>;
  /** Runs on the candles that are shown; asks when there are none. */
  readonly again: () => Promise<void>;
};

/** Run Signals on Candles…: from a file to a run in the panel. */
export function createRunCommand(context: vscode.ExtensionContext, session: Session, revealPanel: () => void): RunCommand {
  const sample = vscode.Uri.joinPath(context.extensionUri, 'media', 'synthetic-sample', 'SAMPLE_USDT-5m.csv');

  const onFile = async (uri: vscode.Uri, knownPair?: string) => {
    if (session.isRunning()) {
      sayBusy();
      return;
    }
    const { provider: providerId, runsFolder } = readSettings(uri);
    const provider = createProvider(providerId);
    const bytes = await readCandleBytes(uri);
    const load = (pair?: string): OpenCandles => loadCandles(bytes, uri.scheme === 'file' ? uri.fsPath : uri.path, { pair });
    const opened = load(knownPair);
    const pair = opened.series.pair ?? (await askPair(uri));
    if (pair === undefined) {
      return;
    }
    const prepared = prepareRun(opened.series.pair === null ? load(pair) : opened, defaultChoices);
    const id = newRunId(new Date(), provider.id, pair, opened.series.timeframe);
    const root = runsRoot(uri, context);
    const folder = runsFolder === '' ? await prepareDefaultFolder(root, id) : path.resolve(root, runsFolder, id);
    revealPanel();
    await session.start(prepared, provider, { id, folder, file: portablePath(root, opened.file), version });
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
      const shown = session.shownCandles();
      return shown === undefined ? pick() : onFile(vscode.Uri.file(shown.file), shown.pair);
    },
  };
}

/** The workspace folder of the file, or the extension's own storage. */
function runsRoot(uri: vscode.Uri, context: vscode.ExtensionContext): string {
  const folder = vscode.workspace.getWorkspaceFolder(uri) ?? vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : context.globalStorageUri.fsPath;
}

async function askPair(uri: vscode.Uri): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: `Which pair does ${path.posix.basename(uri.path)} hold?`,
    prompt: 'As Freqtrade writes it. A file named BTC_USDT-5m.csv says it by itself.',
    placeHolder: 'BTC/USDT',
    validateInput: (text) => (isPair(text) ? undefined : 'Write it as BTC/USDT, a future as BTC/USDT:USDT.'),
  });
}

function sayBusy(): undefined {
  const cancel = 'Cancel Run';
  vscode.window.showInformationMessage('A run is going on.', cancel).then(
    (chosen) => chosen === cancel && vscode.commands.executeCommand(commandIds.cancelRun),
    () => undefined,
  );
}
