/**
 * What a run remembers of who answered it, and how it goes on alike. A run's folder may come from somebody else, so it
 * never decides alone where a key or a question is sent: an address counts when the user's own settings say the same.
 */
import { AppError } from '../../core/errors.ts';
import type { Setup } from '../../core/run/setup.ts';
import { compatiblePresets, structuredModes, type CompatiblePreset, type StructuredMode } from '../../core/signal/compatible.ts';
import { apiAddress } from './apiOrigins.ts';
import { isLoopback } from './endpoint.ts';
import { defaultModels, type ProviderSettings, type ProviderTools } from './providerSettings.ts';

/** What is recorded of the settings that a provider was created with; undefined where there is nothing to set. */
export function setupOf(settings: ProviderSettings): Setup | undefined {
  const { provider, models, openaiCompatible: { preset, structuredMode }, backend, consensus } = settings;
  const ids = provider === 'consensus' ? [...new Set(consensus.members)] : [provider];
  const addresses = Object.fromEntries(ids.flatMap((id) => [addressOf(id, settings)].flatMap((address) => (address === undefined ? [] : [[id, address] as const]))));
  if (provider !== 'consensus' && Object.keys(addresses).length === 0) {
    return undefined;
  }
  const isCompatible = ids.includes('openai-compatible');
  return {
    addresses,
    preset: isCompatible ? preset : null,
    structured: isCompatible ? structuredMode || compatiblePresets[preset].structuredMode : null,
    backend_provider: ids.includes('backend') ? backend.provider : null,
    members: provider === 'consensus' ? ids.map((id) => ({ provider: id, model: models[id] || (defaultModels[id] ?? null), weight: consensus.weights[id] ?? 1 })) : [],
  };
}

/** The server and the form of the reply that a run remembers, where this version knows them. */
export function rememberedServer({ preset, structured }: Setup): { readonly preset: CompatiblePreset | undefined; readonly structured: StructuredMode | undefined } {
  return {
    preset: preset !== null && Object.hasOwn(compatiblePresets, preset) ? (preset as CompatiblePreset) : undefined,
    structured: structuredModes.find((mode) => mode === structured),
  };
}

/**
 * The settings to go on with where a run asked: unchanged where they name the same places, with its own where that is
 * a server of this machine that gets no key. `given` are providers whose address the user named for this very command;
 * `hint` is what the user does to name one.
 * @throws AppError `provider-misconfigured` because the settings name another place than the run asked.
 */
export async function goOnWhere(settings: ProviderSettings, { addresses }: Pick<Setup, 'addresses'>, given: readonly string[], keyFor: ProviderTools['keyFor'], hint: (provider: string, address: string) => string): Promise<ProviderSettings> {
  const { provider, consensus } = settings;
  const asked = provider === 'consensus' ? consensus.members : [provider];
  let found = settings;
  for (const [id, recorded] of Object.entries(addresses)) {
    const address = plainAddress(id, recorded);
    const now = addressOf(id, settings);
    if (address === undefined || address === now || given.includes(id) || !asked.includes(id)) {
      continue;
    }
    const isPublic = id === 'openai-compatible' && address === addressOf(id, withAddress(settings, id, ''));
    const isKeyless = isLocal(address) && (await keyFor(id, new URL(address).origin)) === undefined;
    if (!isPublic && !isKeyless) {
      throw new AppError('provider-misconfigured', `This run asked ${id} at ${address}, and ${now === undefined ? 'no address is set now' : `${now} is set now`}.`, { hint: hint(id, address) });
    }
    found = withAddress(found, id, isPublic ? '' : address);
  }
  return found;
}

function addressOf(provider: string, settings: ProviderSettings): string | undefined {
  return plainAddress(provider, apiAddress(provider, settings));
}

/**
 * Where a provider is, without what may be a secret: a path may hold one, as that of a backend does. On this machine
 * the path is kept, so that a server can be asked again.
 */
function plainAddress(provider: string, address: string): string | undefined {
  if (!URL.canParse(address)) {
    return undefined;
  }
  const { origin, pathname } = new URL(address);
  return provider !== 'backend' && isLocal(address) ? `${origin}${pathname.replace(/\/+$/, '')}` : origin;
}

function isLocal(address: string): boolean {
  return URL.canParse(address) && isLoopback(new URL(address).hostname);
}

function withAddress(settings: ProviderSettings, provider: string, address: string): ProviderSettings {
  switch (provider) {
    case 'openai-compatible':
      return { ...settings, openaiCompatible: { ...settings.openaiCompatible, baseUrl: address } };
    case 'backend':
      return { ...settings, backend: { ...settings.backend, url: address } };
    default:
      return { ...settings, baseUrls: { ...settings.baseUrls, [provider]: address } };
  }
}
