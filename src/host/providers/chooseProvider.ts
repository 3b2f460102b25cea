import * as vscode from 'vscode';
import { apiOrigin } from '../../app/provider/apiOrigins.ts';
import { compatiblePresets } from '../../core/signal/compatible.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import { commandIds } from '../commandIds.ts';
import type { Keys } from './keys.ts';
import { pickProvider } from './pickProvider.ts';
import { withChoice, writeChoice } from './providerChoice.ts';

/** Lets the user choose who answers, writes it to the settings, and asks for a key that is missing. False when they stop. */
export async function chooseProvider(settings: ProviderSettings, keys: Keys): Promise<boolean> {
  const choice = await pickProvider('Choose Provider', settings, keys);
  if (choice === undefined) {
    return false;
  }
  await writeChoice(choice);
  if (await lacksKey(withChoice(settings, choice), keys)) {
    await vscode.commands.executeCommand(commandIds.setApiKey, choice.provider);
  }
  return true;
}

/** Whether the provider cannot answer without a key and has none. */
async function lacksKey(settings: ProviderSettings, keys: Keys): Promise<boolean> {
  const { provider, openaiCompatible: { preset } } = settings;
  const needsKey = provider === 'anthropic' || provider === 'openai' || (provider === 'openai-compatible' && preset !== 'custom' && compatiblePresets[preset].keyVariable !== null);
  const origin = apiOrigin(provider, settings);
  return needsKey && origin !== undefined && (await keys.sourceOf(origin)).type === 'none';
}
