import assert from 'node:assert/strict';
import { createBackendProvider } from '../../../src/providers/backend.ts';
import { doubleKey } from '../../double/double.ts';
import { replyOf } from '../../fixtures/providers.ts';
import { describeProvider, failed } from './contract.ts';
import { eachWithDouble, never, question } from './fixtures.ts';

describeProvider('backend', { create: (url, { key, timeoutMs }) => createBackendProvider({ url, token: key, timeoutMs }), books: false });

describe('the backend provider', () => {
  const double = eachWithDouble();
  const create = (more = {}) => createBackendProvider({ url: double().url, token: doubleKey, timeoutMs: 5_000, ...more });

  it('posts the documented body', async () => {
    await create({ provider: 'openai' }).ask(question(), never);
    const { method, path, body } = double().requests[0]!;
    assert.deepEqual([method, path, body], ['POST', '/api/v1/strategies/llm', { ...question(), provider: 'openai' }]);
    await create().ask(question(), never);
    assert.deepEqual(double().requests[1]?.body, question());
  });

  it('takes the neutral signal with an error for a failure, never for a hold', async () => {
    double().script({ do: 'neutral', error: 'model timed out' });
    const { failure } = failed(await create().ask(question(), never));
    assert.deepEqual([failure.code, failure.message], ['provider-failed', 'backend gave no signal: model timed out.']);
  });

  it('finds out that the backend is not configured', async () => {
    double().always({ do: 'unconfigured', error: 'LLM service not configured' });
    const { reachable, key, failure } = await create().check(never);
    assert.deepEqual([reachable, key, failure?.code, failure?.message], [true, null, 'provider-no-key', 'backend is not ready: LLM service not configured.']);
    double().script({ do: 'status', status: 503, message: 'LLM service not configured' });
    assert.equal(failed(await create().ask(question(), never)).failure.code, 'provider-no-key');
  });

  it('finds out that the backend is configured and cannot answer', async () => {
    double().always({ do: 'ailing', error: 'anthropic has no credit' });
    const { failure } = await create().check(never);
    assert.deepEqual([failure?.code, failure?.message], ['provider-failed', 'backend is not ready: anthropic has no credit.']);
  });

  it('names who answered', async () => {
    const provider = create({ provider: 'openai' });
    const answer = await provider.ask(question(), never);
    assert.deepEqual([provider.model, answer.by], ['backend', { provider: 'openai', model: 'claude-haiku-5-5' }]);
  });

  it('takes a token in the URL and never names it', async () => {
    replyOf(await createBackendProvider({ url: `${double().url}/t/${doubleKey}/`, timeoutMs: 5_000 }).ask(question(), never));
    const wrong = createBackendProvider({ url: `${double().url}/t/sk-wrong-token`, timeoutMs: 5_000 });
    const { failure } = failed(await wrong.ask(question(), never));
    assert.equal(failure.code, 'provider-key-rejected');
    await double().die();
    const messages = [failure.message, failed(await wrong.ask(question(), never)).failure.message, JSON.stringify(wrong.shape)];
    assert.doesNotMatch(messages.join(), /sk-wrong/);
  });

  it('refuses a reply that is no JSON, or too long', async () => {
    double().script({ do: 'status', status: 200, message: 'x'.repeat(1_100_000) });
    assert.equal(failed(await create().ask(question(), never)).failure.code, 'provider-bad-reply');
  });

  it('gives the body of a reply as it came, but for its token, and none of an error', async () => {
    const provider = create();
    const answer = await provider.ask(question(), never);
    assert.deepEqual(JSON.parse(answer.text!), replyOf(answer));
    double().script({ do: 'neutral', error: 'no credit' }, { do: 'status', status: 200, message: `Bearer ${doubleKey}` }, { do: 'status', status: 500, message: 'broken' });
    const texts = [await provider.ask(question(), never), await provider.ask(question(), never), await provider.ask(question(), never)].map(({ text }) => text);
    assert.deepEqual(texts, [undefined, undefined, undefined]);
  });

  it('knows no cost', async () => {
    const provider = create();
    const { usage, usd } = await provider.ask(question(), never);
    assert.deepEqual([usage, usd, provider.estimate(question()).maxUsd], [null, null, null]);
  });
});
