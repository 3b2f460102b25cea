import { connect } from 'node:net';
import { defaultBackendLimits, type Backend, type BackendOptions } from '../../../src/app/backend.ts';
import { AppError } from '../../../src/core/errors.ts';
import { createBudget } from '../../../src/core/run/budget.ts';
import type { QuestionRecord } from '../../../src/core/run/record.ts';
import type { SignalProvider } from '../../../src/core/signal/provider.ts';
import { createConsensusProvider } from '../../../src/providers/consensus.ts';
import { createRulesProvider } from '../../../src/providers/rules.ts';
import { startBackend } from '../../../src/server/startBackend.ts';

export const token = 'a-token-of-the-tests-0123456789';

/** A question as the documented adapter posts it. */
export const documented = {
  market_data: {
    rsi: 28.4, ema_short: 101.2, ema_long: 100.7, macd: 0.4, macd_signal: 0.2, bb_upper: 105, bb_middle: 101, bb_lower: 97, volume: 1234.5,
    recent_candles: Array.from({ length: 10 }, (_, i) => ({ open: 100 + i, high: 102 + i, low: 98 + i, close: 101 + i, volume: 10 + i })),
    price_change_24h: -2.5,
  },
  pair: 'BTC/USDT',
  timeframe: '5m',
  current_price: 110,
};

export type TestBackend = Backend & {
  readonly records: QuestionRecord[];
  readonly lines: string[];
  /** Posts a body, JSON unless it is text, with the token unless headers are given. */
  readonly post: (body: unknown, options?: { readonly path?: string; readonly headers?: Record<string, string>; readonly signal?: AbortSignal }) => Promise<Response>;
  /** Sends bytes as they are and resolves with all that comes back until the connection ends. */
  readonly send: (...parts: readonly string[]) => Promise<string>;
};

type Choices = Partial<Omit<BackendOptions, 'limits'>> & { readonly limits?: Partial<BackendOptions['limits']>; readonly providers?: readonly SignalProvider[] };

/** Starts backends on free ports; each is stopped after its test. */
export function backends(): (choices?: Choices) => Promise<TestBackend> {
  const started: Backend[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((backend) => backend.stop(0)));
  });
  return async ({ limits, providers = [createRulesProvider()], ...choices } = {}) => {
    const records: QuestionRecord[] = [];
    const lines: string[] = [];
    const backend = await startBackend({
      host: '127.0.0.1', port: 0, allowHosts: [], token, allowWithoutToken: false,
      limits: { ...defaultBackendLimits, ...limits },
      provider: providers[0]!.id,
      createProvider: (id) => {
        const provider = providers.find((candidate) => candidate.id === id);
        return provider === undefined ? Promise.reject(new AppError('provider-unknown', `There is no provider "${id}".`, { hint: `Choose one of: ${providers.map((known) => known.id).join(', ')}.` })) : Promise.resolve(provider);
      },
      consensus: { members: providers.map(({ id }) => id), weights: {} },
      createConsensus: (members) => createConsensusProvider(members, { clock: () => Date.now() }),
      record: ({ record }) => Promise.resolve(void records.push(record)),
      budget: createBudget(1),
      clock: () => Date.now(),
      log: (line) => lines.push(line),
      ...choices,
    });
    started.push(backend);
    const post: TestBackend['post'] = (body, { path = '/api/v1/strategies/llm', headers = { authorization: `Bearer ${token}` }, signal } = {}) =>
      fetch(`${backend.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
        ...(signal === undefined ? {} : { signal }),
      });
    return { ...backend, records, lines, post, send: (...parts) => sendRaw(backend.port, parts) };
  };
}

/** A provider with an id of its own. */
export function named(id: string, provider: SignalProvider): SignalProvider {
  return { ...provider, id };
}

function sendRaw(port: number, parts: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let received = '';
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      received += chunk;
    });
    socket.on('error', (error: NodeJS.ErrnoException) => (error.code === 'ECONNRESET' || error.code === 'EPIPE' ? undefined : reject(error))).on('close', () => resolve(received));
    parts.forEach((part) => socket.write(part));
  });
}

/** Waits, turn by turn of the event loop, until something outside of the test's reach has happened; the test's timeout is the limit. */
export async function until(happened: () => boolean): Promise<void> {
  while (!happened()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}
