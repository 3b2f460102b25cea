import { compatiblePresets } from '../../core/signal/compatible.ts';
import type { ProviderSettings } from './providerSettings.ts';

/** The public APIs, by provider. */
export const publicApis = { anthropic: 'https://api.anthropic.com', openai: 'https://api.openai.com/v1' } as const;

/** Environment variables that hold the key of a public API, by its origin. */
export const keyVariables: ReadonlyMap<string, string> = new Map([
  [new URL(publicApis.anthropic).origin, 'ANTHROPIC_API_KEY'],
  [new URL(publicApis.openai).origin, 'OPENAI_API_KEY'],
  ...Object.values(compatiblePresets).flatMap(({ baseUrl, keyVariable }) => (baseUrl === '' || keyVariable === null ? [] : [[new URL(baseUrl).origin, keyVariable] as const])),
]);

/** The address of a provider's API as the settings have it; empty when they name none or the provider has no address. */
export function apiAddress(provider: string, { baseUrls, openaiCompatible, backend }: ProviderSettings): string {
  switch (provider) {
    case 'anthropic':
    case 'openai':
      return baseUrls[provider] || publicApis[provider];
    case 'openai-compatible':
      return openaiCompatible.baseUrl || compatiblePresets[openaiCompatible.preset].baseUrl;
    case 'backend':
      return backend.url;
    default:
      return '';
  }
}

/** The origin that a key of this provider is sent to; undefined when it has no address or one that is no URL. */
export function apiOrigin(provider: string, settings: ProviderSettings): string | undefined {
  const address = apiAddress(provider, settings);
  return URL.canParse(address) ? new URL(address).origin : undefined;
}
