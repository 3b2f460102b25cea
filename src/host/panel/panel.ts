import * as vscode from 'vscode';
import { parseFromWebview, type FromWebview, type ToWebview } from '../../protocol/messages.ts';
import { panelViewType } from '../commandIds.ts';
import { pageHtml, webviewOptions } from './panelHtml.ts';

/** An intent of the user in the panel, beside `ready`, which the panel itself answers with the snapshot. */
export type Intent = Exclude<FromWebview, { type: 'ready' }>;

export type PanelDeps = {
  /** All messages that show the state as it is now. */
  readonly snapshot: () => readonly ToWebview[];
  readonly onIntent: (intent: Intent) => Promise<void>;
  readonly log: vscode.LogOutputChannel;
};

export type Panel = vscode.Disposable & {
  /** Shows it, with the focus. */
  readonly reveal: () => void;
  /** Shows it, with the focus unless it is the active editor: the focus may be on a button there, and would be lost. */
  readonly show: () => void;
  /** Takes over a panel that VS Code brings back after a restart. */
  readonly adopt: (panel: vscode.WebviewPanel) => void;
  /** Sends a message to the webview if there is one that listens; a later one gets the snapshot instead. */
  readonly post: (message: ToWebview) => void;
  /** Resolves when what was sent so far has arrived, or cannot. */
  readonly arrived: () => Promise<void>;
  readonly setTitle: (title: string) => void;
};

/** The one signals panel. It keeps no state: a webview that says `ready`, new or brought back, gets the snapshot. */
export function createPanel(extensionUri: vscode.Uri, { snapshot, onIntent, log }: PanelDeps): Panel {
  let current: vscode.WebviewPanel | undefined;
  let isReady = false;
  let title = 'Signals';
  let lastSent: Promise<void> = Promise.resolve();

  const deliver = async (message: ToWebview) => {
    try {
      await current?.webview.postMessage(message);
    } catch (error) {
      log.error(`A message did not reach the panel: ${String(error)}`);
    }
  };
  const send = (message: ToWebview) => {
    lastSent = deliver(message);
  };

  const receive = async (raw: unknown) => {
    const message = parseFromWebview(raw);
    if (message.type === 'ready') {
      isReady = true;
      snapshot().forEach(send);
    } else {
      await onIntent(message);
    }
  };

  const adopt = (panel: vscode.WebviewPanel) => {
    current?.dispose();
    current = panel;
    isReady = false;
    panel.title = title;
    panel.iconPath = { light: vscode.Uri.joinPath(extensionUri, 'media', 'signals-light.svg'), dark: vscode.Uri.joinPath(extensionUri, 'media', 'signals-dark.svg') };
    panel.webview.options = webviewOptions(extensionUri);
    panel.webview.onDidReceiveMessage((raw: unknown) => receive(raw).catch((error: unknown) => log.error(`A message of the panel was not understood: ${String(error)}`)));
    panel.onDidDispose(() => {
      if (current === panel) {
        current = undefined;
        isReady = false;
      }
    });
    panel.webview.html = pageHtml(panel.webview, extensionUri, 'panel');
  };

  const reveal = () => {
    if (current === undefined) {
      adopt(vscode.window.createWebviewPanel(panelViewType, title, vscode.ViewColumn.Active, webviewOptions(extensionUri)));
    } else {
      current.reveal();
    }
  };

  return {
    adopt,
    reveal,
    show: () => {
      if (current?.active !== true) {
        reveal();
      }
    },
    post: (message) => {
      if (isReady) {
        send(message);
      }
    },
    arrived: () => lastSent,
    setTitle: (text) => {
      title = text;
      if (current !== undefined) {
        current.title = text;
      }
    },
    dispose: () => {
      current?.dispose();
    },
  };
}
