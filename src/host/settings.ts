import * as vscode from 'vscode';
import type { MarketDataMap } from '../core/signal/marketData.ts';

/** What the user chose in the settings, read when it is needed. */
export type Settings = {
  readonly provider: string;
  /** An expression of the gate language or a preset; empty leaves the gate out. */
  readonly gates: { readonly entry: string; readonly exit: string };
  /** More values for the question, by name and column. */
  readonly marketData: MarketDataMap;
  /** Where runs are recorded; empty for `.llm-signals/runs` in the workspace folder of the candles. */
  readonly runsFolder: string;
};

export const settingKeys = { provider: 'provider', entry: 'gate.entry', exit: 'gate.exit', marketData: 'marketData', runsFolder: 'runs.folder' } as const;
export const settingsSection = 'llmSignals';

/** The settings as they apply to a file, or to the window. */
export function readSettings(scope?: vscode.Uri): Settings {
  const configuration = vscode.workspace.getConfiguration(settingsSection, scope);
  return {
    provider: configuration.get(settingKeys.provider, 'rules'),
    gates: { entry: configuration.get(settingKeys.entry, ''), exit: configuration.get(settingKeys.exit, '') },
    marketData: configuration.get<MarketDataMap>(settingKeys.marketData, {}),
    runsFolder: configuration.get(settingKeys.runsFolder, ''),
  };
}
