/**
 * The front door of the editor. Activation makes the status item and names the commands; everything else is
 * loaded when the first of them is used.
 */
import * as vscode from 'vscode';
import { batchesAreOut, candleChartViewType, commandIds, documentScheme, panelViewType, runsViewId, type CommandName } from './host/commandIds.ts';
import type { Main } from './host/main.ts';
import type { RunNode } from './host/runs/runNodes.ts';
import { answerSettings, readSettings, settingsSection } from './host/settings.ts';
import type { Status } from './host/status/status.ts';
import { createStatusItem, paintStatus } from './host/status/statusItem.ts';

let loading: Promise<Main> | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const item = createStatusItem();
  const unchecked = (): Status => ({ health: { type: 'unchecked', provider: readSettings().answers.provider }, run: { type: 'idle' }, backend: null });
  const setStatus = (status: Status) => paintStatus(item, status);
  setStatus(unchecked());

  const runsChanged = new vscode.EventEmitter<void>();
  const load = () => (loading ??= import('./host/main.ts').then(({ createMain }) => createMain(context, unchecked(), setStatus, () => runsChanged.fire())));

  context.subscriptions.push(
    item,
    runsChanged,
    vscode.window.createTreeView<RunNode>(runsViewId, {
      treeDataProvider: {
        onDidChangeTreeData: runsChanged.event,
        getTreeItem: async (node) => (await load()).runs.itemOf(node),
        getChildren: async (node) => [...(await (await load()).runs.childrenOf(node))],
      },
      canSelectMany: true,
      showCollapseAll: true,
    }),
    vscode.workspace.registerTextDocumentContentProvider(documentScheme, { provideTextDocumentContent: async (uri) => (await load()).textOf(uri) }),
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
      if (!answerSettings.some((key) => change.affectsConfiguration(`${settingsSection}.${key}`))) {
        return;
      }
      if (loading === undefined) {
        setStatus(unchecked());
      } else {
        await (await loading).providerChanged();
      }
    }),
  );

  // Runs of the session before wait for their batches, and nothing else has to be looked at for them.
  if (context.workspaceState.get(batchesAreOut) === true) {
    // A fault shows when something is used.
    load().catch(() => undefined);
  }
}

/** Resolves when the run and the backend of this window have ended. */
export async function deactivate(): Promise<void> {
  await (await loading)?.close();
}
