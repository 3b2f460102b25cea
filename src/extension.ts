/**
 * The front door of the editor. Activation makes the status item and names the commands; everything else is
 * loaded when the first of them is used.
 */
import * as vscode from 'vscode';
import { candleChartViewType, commandIds, panelViewType, type CommandName } from './host/commandIds.ts';
import type { Main } from './host/main.ts';
import { readSettings, settingsSection } from './host/settings.ts';
import type { Status } from './host/status.ts';
import { createStatusItem, paintStatus } from './host/statusItem.ts';

export function activate(context: vscode.ExtensionContext): void {
  const item = createStatusItem();
  const setStatus = (status: Status) => paintStatus(item, status);
  setStatus({ type: 'unchecked', provider: readSettings().provider });

  let loading: Promise<Main> | undefined;
  const load = () => (loading ??= import('./host/main.ts').then(({ createMain }) => createMain(context, setStatus)));

  context.subscriptions.push(
    item,
    ...(Object.keys(commandIds) as CommandName[]).map((name) =>
      vscode.commands.registerCommand(commandIds[name], async (...args: unknown[]) => (await load()).run(name, args)),
    ),
    vscode.window.registerWebviewPanelSerializer(panelViewType, {
      deserializeWebviewPanel: async (panel, state) => (await load()).restorePanel(panel, state),
    }),
    vscode.window.registerCustomEditorProvider(
      candleChartViewType,
      {
        openCustomDocument: (uri) => ({ uri, dispose: () => undefined }),
        resolveCustomEditor: async ({ uri }, panel) => (await load()).showCandleChart(uri, panel),
      },
      { supportsMultipleEditorsPerDocument: true },
    ),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (!change.affectsConfiguration(`${settingsSection}.provider`)) {
        return;
      }
      if (loading === undefined) {
        setStatus({ type: 'unchecked', provider: readSettings().provider });
      } else {
        await (await loading).providerChanged();
      }
    }),
  );
}
