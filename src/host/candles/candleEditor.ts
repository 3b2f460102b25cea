import * as vscode from 'vscode';
import { parseFromCandleChart, type FromCandleChart, type ToCandleChart } from '../../protocol/candleMessages.ts';
import type { CandleFiles } from './candleFiles.ts';
import { messagesOf } from './candleParts.ts';
import { viewCandles, viewFailure } from './candleView.ts';
import { pageHtml, webviewOptions } from '../panel/panelHtml.ts';

export type CandleEditorDeps = {
  readonly extensionUri: vscode.Uri;
  readonly files: CandleFiles;
  readonly runSignals: (uri: vscode.Uri) => Promise<unknown>;
  readonly writeRepairedCopy: (uri: vscode.Uri) => Promise<unknown>;
  readonly log: vscode.LogOutputChannel;
};

/**
 * Shows a candle file in an editor, read-only, until the editor is closed: reads it, and again whenever it changes.
 * The last message is kept for a webview that says `ready`, new or brought back.
 */
export async function showCandleChart(uri: vscode.Uri, panel: vscode.WebviewPanel, deps: CandleEditorDeps): Promise<void> {
  let state: ToCandleChart = { type: 'loading', file: nameOf(uri) };
  let isReady = false;
  let isOpen = true;
  let around: number | undefined;
  let current: object | undefined;

  const show = async (next: ToCandleChart) => {
    state = next;
    const mine = {};
    current = mine;
    for (const message of messagesOf(state, around)) {
      // Meanwhile there may be something newer to show, or nobody to show it to.
      if (current === mine && isReady && isOpen) {
        await panel.webview.postMessage(message);
      }
    }
  };
  const read = readAgain(async () => {
    const next = await readFile(uri, deps);
    await show(next);
  });
  const receive = async (raw: unknown) => {
    const intent = parseFromCandleChart(raw);
    if (intent.type === 'ready') {
      isReady = true;
      around = intent.around;
      await show(state);
    } else {
      await answer(intent, uri, panel, deps, read);
    }
  };
  const logged = (work: Promise<unknown>) => {
    work.catch((error: unknown) => deps.log.error(`The Candle Chart of ${nameOf(uri)} failed: ${String(error)}`));
  };

  panel.webview.options = webviewOptions(deps.extensionUri);
  const listeners = [
    panel.webview.onDidReceiveMessage((raw: unknown) => logged(receive(raw))),
    watchFile(uri, () => logged(read())),
    // A hidden webview is gone; the next one says that it is ready.
    panel.onDidChangeViewState(() => {
      isReady &&= panel.visible;
    }),
  ];
  panel.onDidDispose(() => {
    isOpen = false;
    vscode.Disposable.from(...listeners).dispose();
  });
  panel.webview.html = pageHtml(panel.webview, deps.extensionUri, 'candles');
  await read();
}

async function readFile(uri: vscode.Uri, { files, log }: CandleEditorDeps): Promise<ToCandleChart> {
  try {
    const { opened, bytes } = await files.open(uri);
    return await viewCandles(opened, bytes);
  } catch (error) {
    log.warn(`${nameOf(uri)} is not shown: ${String(error)}`);
    return viewFailure(error, uri.scheme === 'file' ? uri.fsPath : uri.path);
  }
}

async function answer(intent: Exclude<FromCandleChart, { type: 'ready' }>, uri: vscode.Uri, panel: vscode.WebviewPanel, { files, runSignals, writeRepairedCopy }: CandleEditorDeps, read: () => Promise<void>): Promise<void> {
  switch (intent.type) {
    case 'run-signals':
      await runSignals(uri);
      break;
    case 'write-repaired-copy':
      await writeRepairedCopy(uri);
      break;
    case 'map-columns':
      if (await files.mapColumns(uri)) {
        await read();
      }
      break;
    case 'open-as-text': {
      const line = Math.max(0, (intent.line ?? 1) - 1);
      await vscode.commands.executeCommand('vscode.openWith', uri, 'default', { viewColumn: panel.viewColumn, selection: new vscode.Range(line, 0, line, 0) });
      break;
    }
  }
}

/** Runs work, and once more when it was asked for meanwhile, however often. */
function readAgain(work: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const start = (): Promise<void> => {
    current = work().finally(() => (current = undefined));
    return current;
  };
  return () => {
    if (current === undefined) {
      return start();
    }
    next ??= current.then(start, start).finally(() => (next = undefined));
    return next;
  };
}

/** A pattern takes brackets in a name for a group, so the folder is watched and the file picked out. */
function watchFile(uri: vscode.Uri, changed: () => void): vscode.Disposable {
  const watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), '*'));
  const pick = (other: vscode.Uri) => {
    if (other.toString() === uri.toString()) {
      changed();
    }
  };
  return vscode.Disposable.from(watcher, watcher.onDidChange(pick), watcher.onDidCreate(pick), watcher.onDidDelete(pick));
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
