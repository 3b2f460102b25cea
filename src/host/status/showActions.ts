import * as vscode from 'vscode';
import { commandIds, extensionId } from '../commandIds.ts';
import type { Status } from './status.ts';

type Action = vscode.QuickPickItem & { readonly command: string; readonly argument?: string };

/** What the status item offers when it is clicked. */
export async function showActions({ health, run, backend, batches }: Status, isRunning: boolean): Promise<void> {
  const { provider } = health;
  const actions: readonly Action[] = [
    ...(isRunning
      ? [action('Pause Run', 'debug-pause', commandIds.pauseRun), action('Cancel Run', 'debug-stop', commandIds.cancelRun)]
      : [...(run.type === 'paused' ? [action('Resume Run', 'debug-continue', commandIds.resumeRun, `${run.waiting} waiting`), action('Ask Another Provider…', 'arrow-swap', commandIds.askAnotherProvider)] : []), action('Run Signals on Candles…', 'play', commandIds.runSignals)]),
    ...(batches === undefined ? [] : [action('Collect Batch Now', 'watch', commandIds.collectBatch, `${batches.done} of ${batches.total} done`), action('Cancel Batch…', 'circle-slash', commandIds.cancelBatch)]),
    action('Open Signals Panel', 'graph-line', commandIds.openPanel),
    action('Check Health', 'pulse', commandIds.checkHealth, provider),
    action('Choose Provider…', 'cloud', commandIds.chooseProvider, provider),
    action('Set API Key…', 'key', commandIds.setApiKey),
    backend === null ? action('Start Backend', 'server-process', commandIds.startBackend) : action('Stop Backend', 'debug-disconnect', commandIds.stopBackend, backend.address),
    { ...action('Open Settings', 'gear', 'workbench.action.openSettings'), argument: `@ext:${extensionId}` },
    action('Show Log', 'output', commandIds.showLog),
  ];
  const chosen = await vscode.window.showQuickPick(actions, { placeHolder: 'LLM Signals: what next?' });
  if (chosen !== undefined) {
    await vscode.commands.executeCommand(chosen.command, ...(chosen.argument === undefined ? [] : [chosen.argument]));
  }
}

function action(label: string, icon: string, command: string, description?: string): Action {
  return { label, iconPath: new vscode.ThemeIcon(icon), command, ...(description === undefined ? {} : { description }) };
}
