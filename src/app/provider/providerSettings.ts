import type { ModelOverrides } from '../../core/models/overrides.ts';
import type { SignalProvider, PromptInUse } from '../../core/signal/provider.ts';
import type { CompatiblePreset, StructuredMode } from '../../core/signal/compatible.ts';

/** What a user chose about who answers, from the settings or the command line. Empty texts mean the default. */
export type ProviderSettings = {
  readonly provider: string;
  /** Exact model ids by provider. */
  readonly models: { readonly [provider: string]: string };
  /** Where the API of `anthropic` and `openai` is, when it is not the public one. */
  readonly baseUrls: { readonly [provider: string]: string };
  readonly openaiCompatible: { readonly preset: CompatiblePreset; readonly baseUrl: string; readonly structuredMode: StructuredMode | '' };
  readonly backend: { readonly url: string; readonly provider: string };
  /** Provider ids that vote, and the weight of each; 1 unless said otherwise. */
  readonly consensus: { readonly members: readonly string[]; readonly weights: { readonly [provider: string]: number } };
  /** How long one try may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Limits the user knows of; null for none beside those the provider names. */
  readonly requestsPerMinute: number | null;
  readonly tokensPerMinute: number | null;
  /** The user's own prices and facts of models, by exact id. */
  readonly modelFacts: ModelOverrides;
};

/** The models asked when the user names none. */
export const defaultModels: { readonly [provider: string]: string } = { anthropic: 'claude-haiku-5-5', openai: 'gpt-6-luna' };

/** What creating a provider needs of its surroundings. */
export type ProviderTools = {
  /** The key for an origin such as `https://api.example.com`; it is sent nowhere else. Undefined when there is none. */
  readonly keyFor: (provider: string, origin: string) => Promise<string | undefined>;
  /** What a user does to give a key, as a sentence. */
  readonly howToSetKey: (provider: string) => string;
  readonly prompt: PromptInUse;
  /** VS Code's own language models; undefined in the terminal. */
  readonly editorModels?: ((model: string, prompt: PromptInUse) => Promise<SignalProvider>) | undefined;
};
