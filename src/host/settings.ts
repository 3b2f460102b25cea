import * as vscode from 'vscode';
import type { ProviderSettings } from '../app/provider/providerSettings.ts';
import type { MarketDataMap } from '../core/signal/marketData.ts';

/** What the user chose in the settings, read when it is needed. */
export type Settings = {
  /** Who answers, with which model, where. */
  readonly answers: ProviderSettings;
  /** An expression of the gate language or a preset; empty leaves the gate out. */
  readonly gates: { readonly entry: string; readonly exit: string };
  /** More values for the question, by name and column. */
  readonly marketData: MarketDataMap;
  /** Where runs are recorded; empty for `.llm-signals/runs` in the workspace folder of the candles. */
  readonly runsFolder: string;
  /** What a run may cost, in USD. */
  readonly budgetUsd: number;
  /** How many questions are in flight at once. */
  readonly concurrency: number;
  /** Where the user's Freqtrade is, a path or a command, and its user_data folder; empty to look for them. */
  readonly freqtrade: { readonly path: string; readonly userData: string };
  /** The backend that this window starts. */
  readonly ownBackend: { readonly port: number; readonly allowWithoutToken: boolean; readonly perMinute: number | null };
};

export const settingKeys = {
  provider: 'provider',
  anthropicModel: 'anthropic.model',
  anthropicBaseUrl: 'anthropic.baseUrl',
  openaiModel: 'openai.model',
  openaiBaseUrl: 'openai.baseUrl',
  compatiblePreset: 'openaiCompatible.preset',
  compatibleModel: 'openaiCompatible.model',
  compatibleBaseUrl: 'openaiCompatible.baseUrl',
  compatibleStructuredMode: 'openaiCompatible.structuredMode',
  vscodeModel: 'vscode.model',
  backendUrl: 'backend.url',
  backendProvider: 'backend.provider',
  backendPort: 'backend.port',
  backendAllowWithoutToken: 'backend.allowWithoutToken',
  backendPerMinute: 'backend.perMinute',
  consensusMembers: 'consensus.members',
  consensusWeights: 'consensus.weights',
  budgetUsd: 'budgetUsd',
  requestsPerMinute: 'requestsPerMinute',
  tokensPerMinute: 'tokensPerMinute',
  timeoutSeconds: 'timeoutSeconds',
  concurrency: 'concurrency',
  models: 'models',
  entry: 'gate.entry',
  exit: 'gate.exit',
  marketData: 'marketData',
  runsFolder: 'runs.folder',
  freqtradePath: 'freqtrade.path',
  freqtradeUserData: 'freqtrade.userData',
} as const;
export const settingsSection = 'llmSignals';

/** The settings, or their first parts, that decide who answers and what it may cost. */
export const answerSettings = ['provider', 'anthropic', 'openai', 'openaiCompatible', 'vscode', 'backend', 'consensus', 'timeoutSeconds', 'models', 'budgetUsd'];

/** Which setting names the model of a provider. */
export const modelKeys: { readonly [provider: string]: string } = {
  anthropic: settingKeys.anthropicModel,
  openai: settingKeys.openaiModel,
  'openai-compatible': settingKeys.compatibleModel,
  vscode: settingKeys.vscodeModel,
};

/** Which setting says where the API of a provider is. */
export const addressKeys: { readonly [provider: string]: string } = {
  anthropic: settingKeys.anthropicBaseUrl,
  openai: settingKeys.openaiBaseUrl,
  'openai-compatible': settingKeys.compatibleBaseUrl,
  backend: settingKeys.backendUrl,
};

/** The settings as they apply to a file, or to the window. */
export function readSettings(scope?: vscode.Uri): Settings {
  const configuration = vscode.workspace.getConfiguration(settingsSection, scope);
  return {
    answers: readAnswers(configuration),
    gates: { entry: configuration.get(settingKeys.entry, ''), exit: configuration.get(settingKeys.exit, '') },
    marketData: configuration.get<MarketDataMap>(settingKeys.marketData, {}),
    runsFolder: configuration.get(settingKeys.runsFolder, ''),
    budgetUsd: configuration.get(settingKeys.budgetUsd, 1),
    concurrency: configuration.get(settingKeys.concurrency, 4),
    freqtrade: { path: configuration.get(settingKeys.freqtradePath, '').trim(), userData: configuration.get(settingKeys.freqtradeUserData, '').trim() },
    ownBackend: { port: configuration.get(settingKeys.backendPort, 8000), allowWithoutToken: configuration.get(settingKeys.backendAllowWithoutToken, false), perMinute: configuration.get<number | null>(settingKeys.backendPerMinute, null) },
  };
}

function readAnswers(configuration: vscode.WorkspaceConfiguration): ProviderSettings {
  const text = (key: string) => configuration.get(key, '').trim();
  return {
    provider: configuration.get(settingKeys.provider, 'rules'),
    models: Object.fromEntries(Object.entries(modelKeys).map(([provider, key]) => [provider, text(key)])),
    baseUrls: { anthropic: text(settingKeys.anthropicBaseUrl), openai: text(settingKeys.openaiBaseUrl) },
    openaiCompatible: {
      preset: configuration.get(settingKeys.compatiblePreset, 'ollama'),
      baseUrl: text(settingKeys.compatibleBaseUrl),
      structuredMode: configuration.get(settingKeys.compatibleStructuredMode, ''),
    },
    backend: { url: text(settingKeys.backendUrl), provider: text(settingKeys.backendProvider) },
    consensus: { members: configuration.get<string[]>(settingKeys.consensusMembers, []), weights: configuration.get<Record<string, number>>(settingKeys.consensusWeights, {}) },
    timeoutMs: configuration.get(settingKeys.timeoutSeconds, 60) * 1000,
    requestsPerMinute: configuration.get<number | null>(settingKeys.requestsPerMinute, null),
    tokensPerMinute: configuration.get<number | null>(settingKeys.tokensPerMinute, null),
    modelFacts: configuration.get(settingKeys.models, {}),
  };
}
