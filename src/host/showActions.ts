import * as vscode from 'vscode';
import { commandIds, extensionId } from './commandIds.ts';
import { readSettings } from './settings.ts';

type Action = vscode.QuickPickItem & { readonly command: string; readonly argument?: string };

/** What the status item offers when it is clicked. */
export async function showActions(isRunning: boolean): Promise<void> {
  const { provider } = readSettings();
  const actions: readonly Action[] = [
    ...(isRunning ? [{ label: '$(debug-stop) Cancel Run', command: commandIds.cancelRun }] : [{ label: '$(play) Run Signals on Candles…', command: commandIds.runSignals }]),
    { label: '$(graph-line) Open Signals Panel', command: commandIds.openPanel },
    { label: '$(pulse) Check Health', description: provider, command: commandIds.checkHealth },
    { label: '$(gear) Open Settings', command: 'workbench.action.openSettings', argument: `@ext:${extensionId}` },
    { label: '$(output) Show Log', command: commandIds.showLog },
  ];
  const chosen = await vscode.window.showQuickPick(actions, { placeHolder: 'LLM Signals: what next?' });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen.command, ...(chosen.argument === undefined ? [] : [chosen.argument]));
  }
}
