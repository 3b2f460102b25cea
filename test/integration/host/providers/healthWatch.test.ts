import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import * as vscode from 'vscode';
import { defaultBackendLimits, type Backend } from '../../../../src/app/backend.ts';
import { createBudget } from '../../../../src/core/run/budget.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { freeEstimate, plainShape, type SignalProvider } from '../../../../src/core/signal/provider.ts';
import { createHealthWatch, type Connection, type HealthWatch } from '../../../../src/host/providers/healthWatch.ts';
import type { HealthStatus } from '../../../../src/host/status/status.ts';
import { createBackendProvider } from '../../../../src/providers/backend.ts';
import { createConsensusProvider } from '../../../../src/providers/consensus.ts';
import { createRulesProvider } from '../../../../src/providers/rules.ts';
import { startBackend } from '../../../../src/server/startBackend.ts';

const delays = { steady: 60_000, first: 10, last: 40 };

describe('createHealthWatch', () => {
  const log = vscode.window.createOutputChannel('Test of health', { log: true });
  const shown = new EventEmitter();
  let statuses: HealthStatus[] = [];
  let watch: HealthWatch | undefined;
  const open = (connection: Connection) => {
    watch = createHealthWatch({ connect: () => Promise.resolve(connection), show: (status) => shown.emit(status.type, statuses.push(status)), delays, log });
    return watch;
  };
  const connectionTo = (provider: SignalProvider): Connection => ({ id: provider.id, keyFrom: null, open: () => Promise.resolve(provider) });
  /** A provider that says nothing wrong, and counts how often it is asked. */
  const counting = (): SignalProvider => {
    const rules = createRulesProvider();
    return { ...rules, id: 'counting', ask: (question, abort) => (asked++, rules.ask(question, abort)) };
  };
  let asked = 0;

  beforeEach(() => {
    statuses = [];
    asked = 0;
  });
  afterEach(() => {
    watch?.dispose();
  });
  after(() => log.dispose());

  it('checks without asking anything, and asks only when it is told to', async () => {
    const health = open(connectionTo(counting()));
    assert.equal((await health.check()).type, 'ready');
    assert.equal(asked, 0);
    assert.equal((await health.ask()).type, 'ready');
    assert.equal(asked, 1);
    assert.deepEqual(statuses.map(({ type }) => type), ['checking', 'ready', 'checking', 'checking', 'ready']);
    assert.deepEqual(statuses.flatMap((status) => (status.type === 'checking' && status.usd !== undefined ? [status.usd] : [])), [0]);
  });

  it('is degraded without a key, and after a question that failed until one is answered', async () => {
    const noKey = open({ id: 'anthropic', keyFrom: null, open: () => Promise.reject(new AppError('provider-no-key', 'anthropic has no key.')) });
    const status = await noKey.check();
    assert.deepEqual([status.type, 'lacksKey' in status && status.lacksKey], ['degraded', true]);
    noKey.dispose();
    const health = open(connectionTo(counting()));
    health.noteAnswer('500 internal');
    const failed = await health.check();
    assert.equal('error' in failed ? failed.error : '', 'The last question failed: 500 internal');
    assert.equal((await health.ask()).type, 'ready');
    assert.equal((await health.check()).type, 'ready');
  });

  it('says that a key was rejected where the provider is there', async () => {
    const rejecting: SignalProvider = { ...createRulesProvider(), shape: plainShape, estimate: () => freeEstimate, check: () => Promise.resolve({ reachable: true, key: false, failure: { code: 'provider-key-rejected', message: 'The key was rejected.' } }) };
    const status = await open(connectionTo(rejecting)).check();
    assert.deepEqual([status.type, 'lacksKey' in status && status.lacksKey, 'error' in status && status.error], ['degraded', true, 'The key was rejected.']);
  });

  it('shows only what the newest check found out', async () => {
    let release: (provider: SignalProvider) => void = () => undefined;
    const slow: Connection = { id: 'slow', keyFrom: null, open: () => new Promise((resolve) => (release = resolve)) };
    let connection = slow;
    watch = createHealthWatch({ connect: () => Promise.resolve(connection), show: (status) => statuses.push(status), delays, log });
    const first = watch.check();
    connection = connectionTo(createRulesProvider());
    await watch.changed();
    release(createRulesProvider());
    await first;
    assert.deepEqual(statuses.map(({ type, provider }) => `${type} ${provider}`), ['checking rules', 'ready rules']);
  });

  it('goes from ready to unavailable and back by itself while a backend is stopped and started', async () => {
    const token = 'a-token-of-sixteen-and-more';
    const serve = (port: number): Promise<Backend> =>
      startBackend({
        host: '127.0.0.1', port, allowHosts: [], token, allowWithoutToken: false, limits: defaultBackendLimits, provider: 'rules', createProvider: () => Promise.resolve(createRulesProvider()),
        consensus: { members: [], weights: {} }, createConsensus: (members) => createConsensusProvider(members, { clock: () => Date.now() }), record: () => Promise.resolve(), budget: createBudget(1), clock: () => Date.now(), log: () => undefined,
      });
    const backend = await serve(0);
    const health = open(connectionTo(createBackendProvider({ url: backend.url, provider: undefined, token, timeoutMs: 2000 })));
    assert.equal((await health.check()).type, 'ready');
    await backend.stop(0);
    const down = await health.check();
    assert.ok(down.type === 'unavailable' && down.nextCheck !== null);
    const again = once(shown, 'unavailable');
    await again;
    const back = once(shown, 'ready');
    const restarted = await serve(backend.port);
    await back;
    await restarted.stop(0);
    const since = statuses.flatMap((status) => (status.type === 'unavailable' ? [status.since.getTime()] : []));
    assert.equal(new Set(since).size, 1);
  });
});
