import assert from 'node:assert/strict';
import { answer, heldProvider, scriptedProvider } from '../../fixtures/providers.ts';
import { backends, documented, until } from './testBackend.ts';

const about = (pair: string, rsi = 20) => ({ ...documented, pair, market_data: { ...documented.market_data, rsi } });

describe('the backend under load', () => {
  const start = backends();

  it('asks identical questions in flight once, and records them once', async () => {
    const provider = heldProvider();
    const backend = await start({ providers: [provider] });
    const replies = Promise.all(Array.from({ length: 20 }, () => backend.post(documented)));
    await until(() => backend.state().requests.in_flight === 20);
    provider.held[0]!.release(answer());
    assert.deepEqual((await replies).map(({ status }) => status), Array.from({ length: 20 }, () => 200));
    assert.deepEqual([provider.held.length, backend.records.length, backend.state().budget.spent], [1, 1, 0.25]);
  });

  it('asks again once the first is answered', async () => {
    const provider = scriptedProvider([answer(), answer()]);
    const backend = await start({ providers: [provider] });
    assert.deepEqual([(await backend.post(documented)).status, (await backend.post(documented)).status, provider.asked.length], [200, 200, 2]);
  });

  it('answers 1,000 different questions at once, and leaves no connection open', async () => {
    const backend = await start();
    const replies = await Promise.all(Array.from({ length: 1000 }, async (_, i) => {
      const response = await backend.post(about('BTC/USDT', i / 100));
      return [response.status, ((await response.json()) as { pair: string }).pair];
    }));
    assert.deepEqual(replies.filter(([status, pair]) => status !== 200 || pair !== 'BTC/USDT'), []);
    assert.deepEqual([backend.records.length, backend.state().requests], [1000, { answered: 1000, failed: 0, refused: 0, in_flight: 0, waiting: 0 }]);
  }).timeout(60_000);

  it('keeps no more in flight than it may, lets some wait, and answers 429 to the rest', async () => {
    const provider = heldProvider();
    const backend = await start({ providers: [provider], limits: { concurrency: 2, waiting: 3 } });
    const replies = Array.from({ length: 8 }, (_, i) => backend.post(about(`P${i}/USDT`)));
    await until(() => backend.state().requests.refused === 3);
    assert.deepEqual([provider.held.length, backend.state().requests.waiting], [2, 3]);
    for (let i = 0; i < 5; i += 1) {
      await provider.waitFor(i + 1);
      provider.held[i]!.release(answer());
    }
    const settled = await Promise.all(replies);
    assert.deepEqual(settled.map(({ status }) => status).sort(), [200, 200, 200, 200, 200, 429, 429, 429]);
    const refused = settled.find(({ status }) => status === 429)!;
    assert.deepEqual([refused.headers.get('retry-after'), await refused.json()], ['5', { error: 'Too many questions are waiting.' }]);
    assert.equal(backend.records.length, 5);
  });

  it('lets a pair be asked about as often a minute as it may', async () => {
    let now = Date.UTC(2026, 0, 1);
    const backend = await start({ providers: [scriptedProvider([answer(), answer(), answer()])], limits: { perMinute: 1 }, clock: () => now });
    assert.equal((await backend.post(about('BTC/USDT'))).status, 200);
    now += 18_000;
    const refused = await backend.post(about('BTC/USDT'));
    assert.deepEqual([refused.status, refused.headers.get('retry-after'), await refused.json()], [429, '42', { error: 'BTC/USDT may be asked about once a minute.' }]);
    assert.equal((await backend.post(about('ETH/USDT'))).status, 200);
    now += 42_000;
    assert.equal((await backend.post(about('BTC/USDT'))).status, 200);
  });

  it('goes on for those who still wait when a client leaves', async () => {
    const provider = heldProvider();
    const backend = await start({ providers: [provider] });
    const leaving = new AbortController();
    const left = backend.post(documented, { signal: leaving.signal }).catch((error: Error) => error.name);
    const stayed = backend.post(documented);
    await until(() => backend.state().requests.in_flight === 2);
    leaving.abort();
    await until(() => backend.state().requests.in_flight === 1);
    provider.held[0]!.release(answer());
    assert.deepEqual([await left, (await stayed).status], ['AbortError', 200]);
  });

  it('stops asking when the last client has left, and books the most it may have cost', async () => {
    const provider = { ...heldProvider(), estimate: () => ({ input: 1, output: 1, usd: 0.1, maxUsd: 0.4, cache: null }) };
    const backend = await start({ providers: [provider] });
    const leaving = new AbortController();
    const left = backend.post(documented, { signal: leaving.signal }).catch((error: Error) => error.name);
    await provider.waitFor(1);
    leaving.abort();
    assert.equal(await left, 'AbortError');
    await until(() => backend.records.length === 1);
    assert.deepEqual([backend.records[0]?.outcome, backend.records[0]?.error?.code, backend.state().budget.spent], ['skipped', 'cancelled', 0.4]);
  });

  it('survives hundreds of clients that leave at any time', async () => {
    const backend = await start({ providers: [heldProvider()], limits: { concurrency: 4, waiting: 50 } });
    const leave = (i: number) => {
      const leaving = new AbortController();
      const left = backend.post(about(`P${i}/USDT`), { signal: leaving.signal }).then(({ status }) => status, () => 'left');
      setTimeout(() => leaving.abort(), i % 40);
      return left;
    };
    const ends = new Set(await Promise.all(Array.from({ length: 300 }, (_, i) => leave(i))));
    assert.deepEqual([...ends].filter((end) => end !== 'left' && end !== 429), []);
    await until(() => backend.state().requests.in_flight === 0);
    assert.equal(backend.state().requests.waiting, 0);
    assert.deepEqual(backend.lines.filter((line) => line.startsWith('Unexpected')), []);
    assert.equal((await fetch(`${backend.url}/api/v1/strategies/llm`)).status, 200);
  }).timeout(60_000);

  it('answers 504 in time although the provider never does', async () => {
    const deaf = { ...heldProvider(), ask: () => new Promise<never>(() => undefined) };
    const backend = await start({ providers: [deaf], limits: { answerMs: 30, concurrency: 1 } });
    const response = await backend.post(documented);
    assert.deepEqual([response.status, await response.json()], [504, { error: 'Signal generation failed: There was no answer within 0.03 s.' }]);
    // Its slot is free again.
    assert.equal((await backend.post(documented)).status, 504);
  });

  it('answers 503 to what waits half that long for its turn, without asking', async () => {
    const provider = heldProvider();
    const backend = await start({ providers: [provider], limits: { answerMs: 200, concurrency: 1 } });
    const first = backend.post(about('A/USDT'));
    await provider.waitFor(1);
    const second = await backend.post(about('B/USDT'));
    assert.deepEqual([second.status, await second.json()], [503, { error: 'Signal generation failed: its turn did not come within 0.1 s.' }]);
    assert.deepEqual([(await first).status, provider.held.length], [504, 1]);
  });

  it('survives a provider that breaks', async () => {
    const backend = await start({ providers: [scriptedProvider([new Error('odd'), answer()])] });
    assert.deepEqual(await (await backend.post(documented)).json(), { error: 'Signal generation failed: odd' });
    assert.deepEqual([(await backend.post(documented)).status, (await backend.post(documented)).status], [200, 500]);
  });
});
