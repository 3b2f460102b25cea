import * as vscode from 'vscode';
import { apiAddress, apiOrigin } from '../../app/provider/apiOrigins.ts';
import { providerIds } from '../../app/provider/createProvider.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import { compatiblePresets, type CompatiblePreset } from '../../core/signal/compatible.ts';
import type { Keys } from './keys.ts';
import { pickEditorModel, pickModel, typeModel } from './pickModel.ts';
import type { ProviderChoice } from './providerChoice.ts';

type ProviderId = (typeof providerIds)[number];
type ProviderItem = vscode.QuickPickItem & { readonly id: ProviderId };

const icons: Readonly<Record<ProviderId, string>> = { rules: 'list-ordered', anthropic: 'cloud', openai: 'cloud', 'openai-compatible': 'server', vscode: 'vscode', backend: 'server-process', consensus: 'organization' };

/** Lets the user choose a provider, then its model or address; undefined when they stop. */
export async function pickProvider(title: string, settings: ProviderSettings, keys: Keys): Promise<ProviderChoice | undefined> {
  const items = Promise.all(providerIds.map((id) => describeProvider(id, settings, keys)));
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'Who answers the questions?', matchOnDescription: true, ignoreFocusOut: true });
  return chosen === undefined ? undefined : pickDetails(chosen.id, title, settings);
}

async function describeProvider(id: ProviderId, settings: ProviderSettings, keys: Keys): Promise<ProviderItem> {
  const state = await stateOf(id, settings, keys);
  const isCurrent = id === settings.provider;
  return { id, label: id, iconPath: new vscode.ThemeIcon(icons[id]), description: isCurrent ? `${state}, chosen now` : state, detail: details[id] };
}

const details: Readonly<Record<ProviderId, string>> = {
  rules: 'Built-in technical rules, not a model. Free, and nothing leaves your machine.',
  anthropic: 'Claude by Anthropic’s API.',
  openai: 'GPT by OpenAI’s API.',
  'openai-compatible': 'Ollama, LM Studio or llama.cpp on your machine, or another server that speaks OpenAI’s chat completions.',
  vscode: 'A language model that VS Code has. It asks for your consent at the first run.',
  backend: 'A REST backend of the documented contract.',
  consensus: 'Several of these vote.',
};

async function stateOf(id: ProviderId, settings: ProviderSettings, keys: Keys): Promise<string> {
  switch (id) {
    case 'rules':
      return 'local';
    case 'vscode':
      return settings.models[id] || 'in VS Code';
    case 'consensus':
      return settings.consensus.members.join(', ') || 'no members';
    case 'anthropic':
    case 'openai':
    case 'openai-compatible':
    case 'backend': {
      const origin = apiOrigin(id, settings);
      return origin === undefined ? 'no address' : `${new URL(origin).host}, ${await keyState(id, origin, settings, keys)}`;
    }
  }
}

async function keyState(id: ProviderId, origin: string, { openaiCompatible: { preset } }: ProviderSettings, keys: Keys): Promise<string> {
  const { type } = await keys.sourceOf(origin);
  if (type === 'none') {
    const needsNone = id === 'backend' || (id === 'openai-compatible' && (preset === 'custom' || compatiblePresets[preset].keyVariable === null));
    return needsNone ? 'without a key' : 'no key';
  }
  return type === 'environment' ? 'key from the environment' : 'key set';
}

async function pickDetails(provider: ProviderId, title: string, settings: ProviderSettings): Promise<ProviderChoice | undefined> {
  switch (provider) {
    case 'rules':
      return { provider };
    case 'anthropic':
    case 'openai': {
      const model = await pickModel(provider, title, settings);
      return model === undefined ? undefined : { provider, model };
    }
    case 'vscode': {
      const model = await pickEditorModel(title);
      return model === undefined ? undefined : { provider, model };
    }
    case 'openai-compatible':
      return pickServer(title, settings);
    case 'backend': {
      const backendUrl = await askAddress(title, 'The address of the backend, the documented DJANGO_API_URL', apiAddress(provider, settings) || 'http://localhost:8000');
      return backendUrl === undefined ? undefined : { provider, backendUrl };
    }
    case 'consensus': {
      const members = await pickMembers(title, settings);
      return members === undefined ? undefined : { provider, members };
    }
  }
}

async function pickServer(title: string, settings: ProviderSettings): Promise<ProviderChoice | undefined> {
  const provider = 'openai-compatible';
  const { preset: current, baseUrl: currentUrl } = settings.openaiCompatible;
  const items = (Object.keys(compatiblePresets) as CompatiblePreset[]).map((preset) => ({ label: preset, preset, description: compatiblePresets[preset].baseUrl || 'your own address' }));
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'Which server?', matchOnDescription: true, ignoreFocusOut: true });
  if (chosen === undefined) {
    return undefined;
  }
  const { preset } = chosen;
  const baseUrl = preset === 'custom' ? await askAddress(title, 'Where its API is, up to the part before /chat/completions', currentUrl || 'http://localhost:8000/v1') : '';
  const model = baseUrl === undefined ? undefined : await typeModel(title, preset === current ? (settings.models[provider] ?? '') : '');
  return baseUrl === undefined || model === undefined ? undefined : { provider, preset, baseUrl, model };
}

async function askAddress(title: string, prompt: string, value: string): Promise<string | undefined> {
  const isAddress = (text: string) => /^https?:\/\//.test(text) && URL.canParse(text);
  const typed = await vscode.window.showInputBox({ title, prompt, value, ignoreFocusOut: true, validateInput: (text) => (isAddress(text.trim()) ? undefined : 'Write it as https://host/path.') });
  return typed?.trim();
}

async function pickMembers(title: string, { consensus }: ProviderSettings): Promise<readonly string[] | undefined> {
  const items = providerIds.filter((id) => id !== 'consensus').map((id) => ({ label: id, picked: consensus.members.includes(id) }));
  const chosen = await vscode.window.showQuickPick(items, { title, placeHolder: 'Which providers vote? Choose two or more.', canPickMany: true, ignoreFocusOut: true });
  return chosen === undefined || chosen.length < 2 ? undefined : chosen.map(({ label }) => label);
}
