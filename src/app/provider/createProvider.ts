import { AppError } from '../../core/errors.ts';
import { pricingOf } from '../../core/models/models.ts';
import { compatiblePresets } from '../../core/signal/compatible.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import { createConsensusProvider } from '../../providers/consensus.ts';
import type { ModelConfig } from '../../providers/modelConfig.ts';
import { createRulesProvider } from '../../providers/rules.ts';
import { publicApis } from './apiOrigins.ts';
import { endpointOf, sendableKey } from './endpoint.ts';
import { orchestrate, type Orchestrated } from '../orchestrate/orchestrate.ts';
import { realTools } from '../orchestrate/tools.ts';
import { defaultModels, type ProviderSettings, type ProviderTools } from './providerSettings.ts';
import { setupOf } from './providerSetup.ts';

/** The providers a user can name, in the settings and on the command line. */
export const providerIds = ['rules', 'anthropic', 'openai', 'openai-compatible', 'vscode', 'backend', 'consensus'] as const;
export type ProviderId = (typeof providerIds)[number];

/**
 * Creates the provider that was chosen, with its retries, limits and circuit breaker around it.
 * @throws AppError `provider-unknown` because no provider has this id, `provider-no-key`, or `provider-misconfigured`
 * because a model, an address or the members of a consensus are missing.
 */
export async function createProvider(settings: ProviderSettings, tools: ProviderTools): Promise<Orchestrated> {
  if (settings.provider === 'consensus') {
    return orchestrated(createConsensusProvider(await createMembers(settings, tools), { clock: Date.now }), settings);
  }
  return orchestrated(await createOne(settings, tools), settings);
}

async function createOne(settings: ProviderSettings, tools: ProviderTools): Promise<SignalProvider> {
  const { provider, timeoutMs } = settings;
  switch (provider) {
    case 'rules':
      return createRulesProvider();
    case 'anthropic': {
      const { createAnthropicProvider } = await import('../../providers/anthropic.ts');
      return createAnthropicProvider(await sdkConfig(provider, settings, tools));
    }
    case 'openai': {
      const { createOpenAIProvider } = await import('../../providers/openaiSdk.ts');
      return createOpenAIProvider(await sdkConfig(provider, settings, tools));
    }
    case 'openai-compatible': {
      const { preset: name, baseUrl, structuredMode } = settings.openaiCompatible;
      const preset = compatiblePresets[name];
      const url = endpointOf(provider, baseUrl || preset.baseUrl, 'Set the base URL of the server, or choose a preset.');
      const apiKey = await keyOf(provider, url, tools);
      if (apiKey === undefined && preset.keyVariable !== null && name !== 'custom') {
        throw noKey(name, tools.howToSetKey(provider));
      }
      const { createOpenAICompatibleProvider } = await import('../../providers/openaiSdk.ts');
      return createOpenAICompatibleProvider({ ...modelConfig(settings, tools), baseUrl: url, apiKey, structuredMode: structuredMode || preset.structuredMode });
    }
    case 'backend': {
      const url = endpointOf(provider, settings.backend.url, 'Set the address of the backend, such as http://localhost:8000.');
      const { createBackendProvider } = await import('../../providers/backend.ts');
      return createBackendProvider({ url, provider: settings.backend.provider || undefined, token: await keyOf(provider, url, tools), timeoutMs });
    }
    case 'vscode':
      if (tools.editorModels === undefined) {
        throw new AppError('provider-misconfigured', 'The language models of VS Code answer only inside VS Code.');
      }
      return tools.editorModels(settings.models[provider] ?? '', tools.prompt);
    default:
      throw new AppError('provider-unknown', `There is no provider "${provider}".`, { hint: `Choose one of: ${providerIds.join(', ')}.` });
  }
}

/** What a provider with an SDK of its own is created with. */
export async function sdkConfig(provider: keyof typeof publicApis, settings: ProviderSettings, tools: ProviderTools): Promise<ModelConfig & { readonly apiKey: string }> {
  return { ...modelConfig(settings, tools), ...(await keyed(provider, settings.baseUrls[provider] || publicApis[provider], tools)) };
}

async function createMembers(settings: ProviderSettings, tools: ProviderTools) {
  const { members, weights } = settings.consensus;
  const ids = [...new Set(members)];
  if (ids.length < 2 || ids.includes('consensus')) {
    throw new AppError('provider-misconfigured', 'A consensus needs at least two different providers.', { hint: 'Name them, such as anthropic and openai.' });
  }
  return Promise.all(ids.map(async (provider) => ({ provider: await createProvider({ ...settings, provider }, tools), weight: weights[provider] ?? 1 })));
}

function modelConfig({ provider, models, modelFacts, timeoutMs }: ProviderSettings, { prompt }: ProviderTools) {
  const model = models[provider] || defaultModels[provider];
  if (model === undefined) {
    throw new AppError('provider-misconfigured', `${provider} needs the exact id of a model.`);
  }
  return { model, prompt, timeoutMs, pricing: pricingOf(model, modelFacts, new Date()) };
}

async function keyed(provider: string, baseUrl: string, tools: ProviderTools) {
  const url = endpointOf(provider, baseUrl, 'Set its base URL, or leave it empty.');
  const apiKey = await keyOf(provider, url, tools);
  if (apiKey === undefined) {
    throw noKey(provider, tools.howToSetKey(provider));
  }
  return { baseUrl: url, apiKey };
}

async function keyOf(provider: string, url: string, tools: ProviderTools): Promise<string | undefined> {
  const key = await tools.keyFor(provider, new URL(url).origin);
  return key === undefined ? undefined : sendableKey(provider, url, key);
}

function noKey(provider: string, hint: string): AppError {
  return new AppError('provider-no-key', `${provider} has no key.`, { hint });
}

// A question with all its retries may take as long as this many tries that each use up their time.
const triesInTime = 3;

function orchestrated(provider: SignalProvider, settings: ProviderSettings): Orchestrated {
  const { timeoutMs, requestsPerMinute, tokensPerMinute } = settings;
  return { ...orchestrate(provider, { requestsPerMinute, tokensPerMinute, deadlineMs: triesInTime * timeoutMs }, realTools), setup: setupOf(settings) };
}
