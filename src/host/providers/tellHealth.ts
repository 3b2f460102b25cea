import * as vscode from 'vscode';
import { commandIds } from '../commandIds.ts';
import type { HealthStatus } from '../status/status.ts';

/** Tells the result of a check to the user who asked for it. Does not wait for the answer. */
export function tellHealth(status: HealthStatus, log: vscode.LogOutputChannel): void {
  const [title, command] = status.type === 'degraded' && status.lacksKey ? ['Set API Key…', commandIds.setApiKey] : ['Show Log', commandIds.showLog];
  tell(status, title).then(
    (chosen) => (chosen === undefined ? undefined : vscode.commands.executeCommand(command)),
    (failure: unknown) => log.error(String(failure)),
  );
}

async function tell(status: HealthStatus, action: string): Promise<string | undefined> {
  switch (status.type) {
    case 'ready':
      return vscode.window.showInformationMessage(`${status.provider} is ready. ${status.health?.model ?? 'It'} answered a test question with a valid signal.`);
    case 'degraded':
      return vscode.window.showWarningMessage(status.lacksKey ? status.error : `${status.provider} is degraded. ${status.error}`, action);
    case 'unavailable':
      return vscode.window.showWarningMessage(`${status.provider} is unavailable. ${status.error}`, action);
    case 'unchecked':
    case 'checking':
      return undefined;
  }
}
