import * as vscode from 'vscode';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import type { CompatiblePreset } from '../../core/signal/compatible.ts';
import { modelKeys, settingKeys, settingsSection } from '../settings.ts';

/** Who is to answer, as picked; what is absent stays as it is. */
export type ProviderChoice = {
  readonly provider: string;
  readonly model?: string;
  readonly preset?: CompatiblePreset;
  /** Of a server that no preset names. */
  readonly baseUrl?: string;
  readonly backendUrl?: string;
  readonly members?: readonly string[];
};

/** The settings as they would be with a choice. */
export function withChoice(settings: ProviderSettings, { provider, model, preset, baseUrl, backendUrl, members }: ProviderChoice): ProviderSettings {
  const { openaiCompatible, backend, consensus } = settings;
  return {
    ...settings,
    provider,
    models: model === undefined ? settings.models : { ...settings.models, [provider]: model },
    openaiCompatible: { ...openaiCompatible, preset: preset ?? openaiCompatible.preset, baseUrl: baseUrl ?? openaiCompatible.baseUrl },
    backend: { ...backend, url: backendUrl ?? backend.url },
    consensus: { ...consensus, members: members ?? consensus.members },
  };
}

/** Writes a choice where each setting is set already, else for the user; the provider last, when all it needs is there. */
export async function writeChoice({ provider, model, preset, baseUrl, backendUrl, members }: ProviderChoice): Promise<void> {
  await writeSetting(modelKeys[provider], model);
  await writeSetting(settingKeys.compatiblePreset, preset);
  await writeSetting(settingKeys.compatibleBaseUrl, baseUrl);
  await writeSetting(settingKeys.backendUrl, backendUrl);
  await writeSetting(settingKeys.consensusMembers, members);
  await writeSetting(settingKeys.provider, provider);
}

/** Writes one setting where it is in force; leaves it alone when there is no value. */
export async function writeSetting(key: string | undefined, value: unknown): Promise<void> {
  if (key === undefined || value === undefined) {
    return;
  }
  const configuration = vscode.workspace.getConfiguration(settingsSection);
  const inWorkspace = vscode.workspace.isTrusted && configuration.inspect(key)?.workspaceValue !== undefined;
  await configuration.update(key, value, inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}
