import assert from 'node:assert/strict';
import { createProvider } from '../../../src/app/createProvider.ts';
import { checkHealth } from '../../../src/app/health.ts';
import { AppError } from '../../../src/core/errors.ts';
import { answer, scriptedProvider } from '../../fixtures/providers.ts';

const abort = new AbortController().signal;

describe('checkHealth', () => {
  it('proves that the rules answer with a valid signal; they need no network and no key', async () => {
    const health = await checkHealth(createProvider('rules'), abort);
    assert.deepEqual([health.checks, health.error], [{ reachable: null, key: null, answers: true, schema: true }, null]);
    assert.ok(health.latencyMs !== null && health.latencyMs >= 0);
  });

  it('tells a reply that is no signal from no reply', async () => {
    const bad = await checkHealth(scriptedProvider([answer('hello')]), abort);
    assert.deepEqual([bad.checks.answers, bad.checks.schema], [true, false]);
    const silent = await checkHealth(scriptedProvider([new AppError('provider-failed', 'no route')]), abort);
    assert.deepEqual([silent.checks.answers, silent.checks.schema, silent.error], [false, null, 'no route']);
  });
});

describe('createProvider', () => {
  it('names the providers there are when there is none of that name', () => {
    assert.throws(() => createProvider('oracle'), { code: 'provider-unknown', message: 'There is no provider "oracle".', hint: 'Choose one of: rules.' });
  });
});
