import assert from 'node:assert/strict';
import { checkHealth } from '../../../../src/app/provider/health.ts';
import { createRulesProvider } from '../../../../src/providers/rules.ts';
import { answer, failure, scriptedProvider } from '../../../fixtures/providers.ts';

const abort = new AbortController().signal;
const asking = { ask: true };

describe('checkHealth', () => {
  it('proves that the rules answer with a valid signal; they need no network and no key', async () => {
    const health = await checkHealth(createRulesProvider(), abort, asking);
    assert.deepEqual([health.checks, health.error], [{ reachable: null, key: null, answers: true, schema: true }, null]);
    assert.ok(health.latencyMs !== null && health.latencyMs >= 0);
  });

  it('tells a reply that is no signal from no reply', async () => {
    const bad = await checkHealth(scriptedProvider([answer('hello')]), abort, asking);
    assert.deepEqual([bad.checks.answers, bad.checks.schema], [true, false]);
    const silent = await checkHealth(scriptedProvider([failure('provider-failed', 'no route')]), abort, asking);
    assert.deepEqual([silent.checks.answers, silent.checks.schema, silent.error], [false, null, 'no route']);
  });

  it('asks nothing when it may not, and nothing of a provider that cannot be reached', async () => {
    const free = scriptedProvider([]);
    assert.deepEqual((await checkHealth(free, abort, { ask: false })).checks, { reachable: true, key: true, answers: null, schema: null });
    const away = { ...free, check: () => Promise.resolve({ reachable: false, key: null, failure: { code: 'provider-unreachable', message: 'Nobody listens.' } as const }) };
    const health = await checkHealth(away, abort, asking);
    assert.deepEqual([health.checks.reachable, health.checks.answers, health.error, free.asked.length], [false, null, 'Nobody listens.', 0]);
  });
});
