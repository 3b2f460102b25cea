import * as vscode from 'vscode';
import { apiOrigin } from '../../app/provider/apiOrigins.ts';
import { createBatch, type BatchProvider } from '../../app/batch/createBatch.ts';
import { createProvider } from '../../app/provider/createProvider.ts';
import { loadPrompt } from '../../app/provider/loadPrompt.ts';
import type { ProviderSettings, ProviderTools } from '../../app/provider/providerSettings.ts';
import { parseModelOverrides } from '../../core/models/overrides.ts';
import type { PromptInUse, SignalProvider } from '../../core/signal/provider.ts';
import { createEditorModelProvider } from './editorModels.ts';
import type { Connection } from './healthWatch.ts';
import type { Keys } from './keys.ts';
import { settingKeys, settingsSection } from '../settings.ts';

/** From settings to the provider they choose, with its key and its instructions. */
export type ProviderAccess = {
  /** The provider for the candles at `scope`, with the instructions for them or others. Rejects as `createProvider` and `loadPrompt` do. */
  readonly open: (settings: ProviderSettings, scope?: vscode.Uri, prompt?: PromptInUse) => Promise<SignalProvider>;
  /** The batch service of that provider, with its estimates. Rejects as `createBatch` and `loadPrompt` do. */
  readonly openBatch: (settings: ProviderSettings, scope?: vscode.Uri, prompt?: PromptInUse) => Promise<BatchProvider>;
  readonly connection: (settings: ProviderSettings) => Promise<Connection>;
};

export function createProviderAccess(keys: Keys, consent: vscode.LanguageModelAccessInformation): ProviderAccess {
  const toolsFor = async (scope: vscode.Uri | undefined, prompt: PromptInUse | undefined): Promise<ProviderTools> => ({
    keyFor: (_provider, origin) => keys.keyFor(origin),
    howToSetKey: () => 'Set it with LLM Signals: Set API Key….',
    prompt: prompt ?? (await promptInUse(scope)),
  });
  const open = async (settings: ProviderSettings, scope?: vscode.Uri, prompt?: PromptInUse) => {
    return createProvider(withFacts(settings), { ...(await toolsFor(scope, prompt)), editorModels: (model, instructions) => createEditorModelProvider({ model, prompt: instructions, timeoutMs: settings.timeoutMs, canSendRequest: (chat) => consent.canSendRequest(chat) }) });
  };
  return {
    open,
    openBatch: async (settings, scope, prompt) => createBatch(withFacts(settings), await toolsFor(scope, prompt)),
    connection: async (settings) => {
      const origin = apiOrigin(settings.provider, settings);
      const source = origin === undefined ? undefined : await keys.sourceOf(origin);
      return { id: settings.provider, keyFrom: source?.type === 'environment' ? `the environment, ${source.variable}` : null, open: () => open(settings) };
    },
  };
}

/** Settings with the user's own facts of models checked. */
function withFacts(settings: ProviderSettings): ProviderSettings {
  return { ...settings, modelFacts: parseModelOverrides(settings.modelFacts, `${settingsSection}.${settingKeys.models}`) };
}

/** The instructions for the candles at `scope`. Rejects as `loadPrompt` does. */
export async function promptInUse(scope?: vscode.Uri): Promise<PromptInUse> {
  return loadPrompt(promptRoot(scope));
}

/** Whose instructions count: the workspace's own, when it is trusted. */
function promptRoot(scope: vscode.Uri | undefined): string | undefined {
  const folder = (scope === undefined ? undefined : vscode.workspace.getWorkspaceFolder(scope)) ?? vscode.workspace.workspaceFolders?.[0];
  return vscode.workspace.isTrusted && folder?.uri.scheme === 'file' ? folder.uri.fsPath : undefined;
}
