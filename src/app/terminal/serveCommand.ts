import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import { createDailyBudget } from '../../core/run/dailyBudget.ts';
import { formatLimit } from '../../core/run/usd.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import { createConsensusProvider } from '../../providers/consensus.ts';
import { backendUrlWithToken, defaultBackendLimits, type Backend, type BackendOptions } from '../backend.ts';
import { openBackendRecords, spentToday } from '../backendRecords.ts';
import { createProvider } from '../provider/createProvider.ts';
import { counted } from './describeSeries.ts';
import { exitCodes, type ExitCode } from './exitCode.ts';
import { readProviderSettings, terminalTools, type ProviderOptions } from './providerOptions.ts';
import type { Terminal } from './terminal.ts';

export type ServeOptions = ProviderOptions & {
  readonly port: number;
  readonly host: string;
  readonly allowHost: readonly string[];
  /** USD per day of UTC. */
  readonly budget: number;
  readonly perMinute?: number;
  /** In seconds. */
  readonly answerWithin: number;
  readonly allowWithoutToken?: boolean;
};

const graceMs = 10_000;

/**
 * `llm-signals serve`: answers strategies until the signal is aborted. `LLM_SIGNALS_TOKEN` is the token; unset or empty,
 * one is made.
 * @throws AppError `port-taken` or `backend-misconfigured`.
 */
export async function serveInTerminal(options: ServeOptions, terminal: Terminal, startBackend: (options: BackendOptions) => Promise<Backend>, abort: AbortSignal): Promise<ExitCode> {
  const home = path.join(terminal.folder, '.llm-signals');
  const clock = () => Date.now();
  const allowWithoutToken = options.allowWithoutToken === true;
  const known = terminal.environment['LLM_SIGNALS_TOKEN'] || undefined;
  const token = known ?? (allowWithoutToken ? undefined : randomBytes(32).toString('base64url'));
  const log = (line: string) => terminal.tell(`${line}\n`);
  const served = await readServed(options, terminal);
  const spent = await spentToday(home, clock());
  const records = await openBackendRecords(home);
  try {
    const backend = await startBackend({
      ...served,
      host: options.host, port: options.port, allowHosts: options.allowHost, token, allowWithoutToken,
      limits: { ...defaultBackendLimits, perMinute: options.perMinute ?? null, answerMs: options.answerWithin * 1000 },
      record: records.append,
      budget: createDailyBudget(options.budget, spent.usd, clock),
      clock, log,
    });
    terminal.print(greeting(backend, options, { token, isNew: known === undefined }));
    if (spent.unreadable > 0) {
      log(`${counted(spent.unreadable, 'record')} of today cannot be read: what was spent there is not counted.`);
    }
    if (!abort.aborted) {
      await once(abort, 'abort');
    }
    log('Stopping.');
    await backend.stop(graceMs);
  } finally {
    await records.close();
  }
  return exitCodes.done;
}

/** Who answers. Not a backend: that could be this one, which then asks itself. */
async function readServed(options: ServeOptions, terminal: Terminal): Promise<Pick<BackendOptions, 'provider' | 'createProvider' | 'consensus' | 'createConsensus'>> {
  const settings = await readProviderSettings(options, terminal);
  const tools = await terminalTools(terminal, settings);
  const create = (provider: string): Promise<SignalProvider> => {
    const asked = provider === 'consensus' ? settings.consensus.members : [provider];
    return asked.includes('backend')
      ? Promise.reject(new AppError('provider-misconfigured', 'A backend does not ask a backend.'))
      : createProvider({ ...settings, provider }, tools);
  };
  return { provider: settings.provider, createProvider: create, consensus: settings.consensus, createConsensus: (members) => createConsensusProvider(members, { clock: Date.now }) };
}

/** The token is printed only when it was made here; one that was given stays where it is. */
function greeting({ url, state }: Backend, { provider }: ServeOptions, { token, isNew }: { readonly token: string | undefined; readonly isNew: boolean }): string {
  const { limit, spent } = state().budget;
  const address = backendUrlWithToken(url, token === undefined || isNew ? token : '$LLM_SIGNALS_TOKEN');
  return [
    `Signals by ${provider} on ${url}. Budget: ${formatLimit(limit)} a day, $${spent.toFixed(2)} spent today.`,
    'For strategies:',
    `  export DJANGO_API_URL=${address}`,
    ...(token === undefined ? ['There is no token: every program on this machine can ask, and spend.'] : []),
    ...(token !== undefined && isNew ? ['The token is new and shown once. To keep it, set LLM_SIGNALS_TOKEN.'] : []),
    'Ctrl+C stops it.',
    '',
  ].join('\n');
}
