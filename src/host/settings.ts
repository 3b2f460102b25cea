import * as vscode from 'vscode';

/** What the user chose in the settings, read when it is needed. */
export type Settings = {
  readonly provider: string;
  /** Where runs are recorded; empty for `.llm-signals/runs` in the workspace folder of the candles. */
  readonly runsFolder: string;
};

export const settingKeys = { provider: 'provider', runsFolder: 'runs.folder' } as const;
export const settingsSection = 'llmSignals';

/** The settings as they apply to a file, or to the window. */
export function readSettings(scope?: vscode.Uri): Settings {
  const configuration = vscode.workspace.getConfiguration(settingsSection, scope);
  return {
    provider: configuration.get(settingKeys.provider, 'rules'),
    runsFolder: configuration.get(settingKeys.runsFolder, ''),
  };
}
