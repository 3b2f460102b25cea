import * as vscode from 'vscode';
import { commandIds, extensionId } from './commandIds.ts';
import { readSettings } from './settings.ts';

type Action = vscode.QuickPickItem & { readonly command: string; readonly argument?: string };

/** What the status item offers when it is clicked. */
export async function showActions(isRunning: boolean): Promise<void> {
  const { provider } = readSettings();
  const actions: readonly Action[] = [
    ...(isRunning ? [{ label: 'Cancel Run', iconPath: new vscode.ThemeIcon('debug-stop'), command: commandIds.cancelRun }] : [{ label: 'Run Signals on Candles…', iconPath: new vscode.ThemeIcon('play'), command: commandIds.runSignals }]),
    { label: 'Open Signals Panel', iconPath: new vscode.ThemeIcon('graph-line'), command: commandIds.openPanel },
    { label: 'Check Health', iconPath: new vscode.ThemeIcon('pulse'), description: provider, command: commandIds.checkHealth },
    { label: 'Open Settings', iconPath: new vscode.ThemeIcon('gear'), command: 'workbench.action.openSettings', argument: `@ext:${extensionId}` },
    { label: 'Show Log', iconPath: new vscode.ThemeIcon('output'), command: commandIds.showLog },
  ];
  const chosen = await vscode.window.showQuickPick(actions, { placeHolder: 'LLM Signals: what next?' });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen.command, ...(chosen.argument === undefined ? [] : [chosen.argument]));
  }
}
