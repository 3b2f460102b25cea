import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import { parseModelOverrides, type ModelOverrides } from '../../core/models/overrides.ts';
import { compatiblePresets, type CompatiblePreset, type StructuredMode } from '../../core/signal/compatible.ts';
import { providerIds } from '../provider/createProvider.ts';
import { loadPrompt } from '../provider/loadPrompt.ts';
import type { ProviderSettings, ProviderTools } from '../provider/providerSettings.ts';
import type { Terminal } from './terminal.ts';

/** What the command line says about who answers. */
export type ProviderOptions = {
  readonly provider: string;
  /** Exact ids; `provider=id` for another than the one that answers, such as a member of a consensus. */
  readonly model: readonly string[];
  readonly baseUrl?: string;
  /** Absent for a server of one's own. */
  readonly preset?: CompatiblePreset;
  readonly structured?: StructuredMode;
  readonly backendProvider?: string;
  readonly member: readonly string[];
  /** Votes by provider id. */
  readonly weight: readonly (readonly [provider: string, weight: number])[];
  /** In seconds. */
  readonly timeout: number;
  readonly rpm?: number;
  readonly tpm?: number;
  /** A JSON file with facts of models. */
  readonly models?: string;
};

/** Environment variables that say where an API is. */
export const addressVariables: { readonly [provider: string]: string } = { anthropic: 'ANTHROPIC_BASE_URL', openai: 'OPENAI_BASE_URL', backend: 'DJANGO_API_URL' };

/** @throws AppError `prices-invalid` because the file of model facts cannot be read. */
export async function readProviderSettings(options: ProviderOptions, { folder, environment }: Terminal): Promise<ProviderSettings> {
  const { provider, model, baseUrl, preset = 'custom', timeout, rpm, tpm } = options;
  const url = (id: string) => (provider === id && baseUrl !== undefined ? baseUrl : (environment[addressVariables[id] ?? ''] ?? ''));
  return {
    provider,
    models: Object.fromEntries(model.map((text) => modelOf(text, provider))),
    baseUrls: { anthropic: url('anthropic'), openai: url('openai') },
    openaiCompatible: { preset, baseUrl: provider === 'openai-compatible' || provider === 'consensus' ? (baseUrl ?? '') : '', structuredMode: options.structured ?? '' },
    backend: { url: url('backend'), provider: options.backendProvider ?? '' },
    consensus: { members: options.member, weights: Object.fromEntries(options.weight) },
    timeoutMs: timeout * 1000,
    requestsPerMinute: rpm ?? null,
    tokensPerMinute: tpm ?? null,
    modelFacts: options.models === undefined ? {} : await readModelFacts(path.resolve(folder, options.models)),
  };
}

/** Keys come from the environment alone, so that none is ever on a command line; the prompt from the current folder. */
export async function terminalTools({ folder, environment }: Terminal, { openaiCompatible: { preset } }: ProviderSettings): Promise<ProviderTools> {
  const variables: { readonly [provider: string]: string | null } = {
    anthropic: 'ANTHROPIC_API_KEY',
    openai: 'OPENAI_API_KEY',
    'openai-compatible': compatiblePresets[preset].keyVariable,
    backend: 'LLM_SIGNALS_TOKEN',
  };
  return {
    keyFor: (provider) => Promise.resolve(environment[variables[provider] ?? ''] || undefined),
    howToSetKey: (provider) => `Set ${variables[provider]} in the environment.`,
    prompt: await loadPrompt(folder),
  };
}

/** Whose model is meant, and its exact id. */
export function modelOf(text: string, provider: string): readonly [provider: string, model: string] {
  const [, named = provider, model = text] = new RegExp(`^(${providerIds.join('|')})=(.+)$`).exec(text) ?? [];
  return [named, model];
}

/** Reads `provider=weight` as written on the command line. */
export function parseWeight(text: string): readonly [provider: string, weight: number] {
  const [, provider, weight] = /^([a-z-]+)=(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (provider === undefined || !(Number(weight) > 0)) {
    throw new AppError('provider-misconfigured', `Expected provider=weight such as anthropic=2, got "${text}".`);
  }
  return [provider, Number(weight)];
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('prices-invalid', `${file} is no JSON.`, { cause: error });
  }
}

async function readModelFacts(file: string): Promise<ModelOverrides> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new AppError('prices-invalid', `Cannot read ${file}.`, { cause: error });
  }
  return parseModelOverrides(parseJson(text, file), file);
}
