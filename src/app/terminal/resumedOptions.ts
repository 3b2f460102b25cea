import type { Run } from '../../core/run/summary.ts';
import type { ProviderSettings } from '../provider/providerSettings.ts';
import { goOnWhere, rememberedServer } from '../provider/providerSetup.ts';
import { addressVariables, readProviderSettings, terminalTools, type ProviderOptions } from './providerOptions.ts';
import type { Terminal } from './terminal.ts';

type Given = Omit<ProviderOptions, 'provider'> & { readonly provider?: string };

/**
 * Who answers: as the options say, and where they say nothing as in the run that goes on, else the rules. Prices and
 * limits are not remembered: they decide about money, and are the user's of today.
 * @throws AppError `provider-misconfigured` because the run asked at another address than is set now.
 */
export async function chosenSettings(options: Given, run: Run | undefined, terminal: Terminal): Promise<ProviderSettings> {
  const remembered = remember(options, run);
  const settings = await readProviderSettings(remembered, terminal);
  const setup = run?.settings.provider === settings.provider ? run.settings.setup : null;
  if (setup === null) {
    return settings;
  }
  const { provider } = settings;
  const byOption = provider === 'consensus' ? 'openai-compatible' : provider;
  const given = [...(options.baseUrl === undefined ? [] : [byOption]), ...(options.preset === undefined ? [] : ['openai-compatible'])];
  const { keyFor } = await terminalTools(terminal, settings);
  const server = setup.preset === null || setup.preset === 'custom' ? '' : `--preset ${setup.preset} `;
  const hint = (id: string, address: string) =>
    id === byOption ? `Say where to go on with --base-url, such as ${id === 'openai-compatible' ? server : ''}--base-url ${address}.` : `Say where to go on in the environment, such as ${addressVariables[id]}=${address}.`;
  return goOnWhere(settings, setup, given, keyFor, hint);
}

function remember(options: Given, run: Run | undefined): ProviderOptions {
  const { provider, model, baseUrl, preset, structured, backendProvider, member, weight } = options;
  if (run === undefined || (provider !== undefined && provider !== run.settings.provider)) {
    return { ...options, provider: provider ?? 'rules' };
  }
  const { settings } = run;
  const before: ProviderOptions = { ...options, provider: settings.provider, model: model.length === 0 ? [settings.model] : model };
  if (settings.setup === null) {
    return before;
  }
  const { members, backend_provider } = settings.setup;
  const server = rememberedServer(settings.setup);
  // Another server speaks in its own way.
  const mode = structured ?? (preset === undefined || preset === server.preset ? server.structured : undefined);
  const told = backendProvider ?? backend_provider ?? undefined;
  return {
    ...before,
    // The last one said of a provider counts.
    model: settings.provider === 'consensus' ? [...members.flatMap((each) => (each.model === null ? [] : [`${each.provider}=${each.model}`])), ...model] : before.model,
    member: member.length === 0 ? members.map((each) => each.provider) : member,
    weight: [...members.filter((each) => member.length === 0 || member.includes(each.provider)).map((each) => [each.provider, each.weight] as const), ...weight],
    // It says which key is sent, so a new address takes its own.
    ...(server.preset === undefined || preset !== undefined || baseUrl !== undefined ? {} : { preset: server.preset }),
    ...(mode === undefined ? {} : { structured: mode }),
    ...(told === undefined ? {} : { backendProvider: told }),
  };
}
