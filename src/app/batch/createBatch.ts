import { AppError } from '../../core/errors.ts';
import { pricingOf } from '../../core/models/models.ts';
import type { BatchService } from '../../core/signal/batchService.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import { sdkConfig } from '../provider/createProvider.ts';
import type { ProviderSettings, ProviderTools } from '../provider/providerSettings.ts';
import { setupOf } from '../provider/providerSetup.ts';

/** A provider whose estimates are those of its batch service, and that service. Answers have the keys they always have. */
export type BatchProvider = { readonly provider: SignalProvider; readonly service: BatchService };

const batchProviders = ['anthropic', 'openai'] as const;

/** Whether a provider has a batch service. */
export function hasBatches(provider: string): provider is (typeof batchProviders)[number] {
  return batchProviders.some((id) => id === provider);
}

/**
 * Creates the batch service of the provider that was chosen.
 * @throws AppError `provider-misconfigured` because it has none, or as `createProvider` does.
 */
export async function createBatch(settings: ProviderSettings, tools: ProviderTools): Promise<BatchProvider> {
  const { provider } = settings;
  if (!hasBatches(provider)) {
    throw new AppError('provider-misconfigured', `${provider} has no batch service.`, { hint: 'Choose anthropic or openai, or ask without --batch.' });
  }
  const usual = await sdkConfig(provider, settings, tools);
  const config = { ...usual, pricing: pricingOf(usual.model, settings.modelFacts, new Date(), { batch: true }) };
  const setup = setupOf(settings);
  if (provider === 'anthropic') {
    const { createAnthropicBatches, createAnthropicProvider } = await import('../../providers/anthropic.ts');
    return { provider: { ...createAnthropicProvider(config), setup }, service: createAnthropicBatches(config) };
  }
  const { createOpenAIBatches, createOpenAIProvider } = await import('../../providers/openaiSdk.ts');
  return { provider: { ...createOpenAIProvider(config), setup }, service: createOpenAIBatches(config) };
}
