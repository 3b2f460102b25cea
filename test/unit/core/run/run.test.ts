import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AppError } from '../../../../src/core/errors.ts';
import { canonicalJson } from '../../../../src/core/run/key.ts';
import type { PlannedQuestion } from '../../../../src/core/run/plan.ts';
import { runQuestions, type RunEvent } from '../../../../src/core/run/run.ts';
import { addRecord, noTotals } from '../../../../src/core/run/totals.ts';
import type { SignalProvider } from '../../../../src/core/signal/provider.ts';
import { answer, goodReply, heldProvider, scriptedProvider } from '../../../fixtures/providers.ts';

const planned = (count: number): PlannedQuestion[] =>
  Array.from({ length: count }, (_, i) => ({
    time: new Date(i * 300_000).toISOString(), price: 100, gates: ['entry'],
    question: { market_data: { rsi: i }, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 },
  }));
const run = (count: number, provider: SignalProvider, concurrency = 1, abort = new AbortController().signal) =>
  runQuestions(planned(count), { provider, concurrency, keyOf: canonicalJson, clock: () => 0 }, abort);
const collect = async (events: AsyncIterable<RunEvent>) => {
  const all: RunEvent[] = [];
  for await (const event of events) {
    all.push(event);
  }
  return all;
};
const outcomes = (events: readonly RunEvent[]) => events.flatMap((event) => (event.type === 'settled' ? [[event.record.outcome, event.record.error?.code ?? null]] : []));

describe('runQuestions', () => {
  it('yields asking, settled and finished in order', async () => {
    const events = await collect(run(2, scriptedProvider([answer(), answer()])));
    assert.deepEqual(events.map(({ type }) => type), ['asking', 'settled', 'asking', 'settled', 'finished']);
  });

  it('records a failure as failed, never as a hold, and goes on', async () => {
    const events = await collect(run(4, scriptedProvider([new AppError('provider-failed', 'down'), new Error('odd'), answer({ decision: 'MAYBE' }), answer()])));
    assert.deepEqual(outcomes(events), [['failed', 'provider-failed'], ['failed', 'provider-failed'], ['failed', 'provider-bad-reply'], ['answered', null]]);
    assert.ok(events.every((event) => event.type !== 'settled' || event.record.outcome === 'answered' || event.record.signal === null));
  });

  it('books what a bad reply cost', async () => {
    const events = await collect(run(1, scriptedProvider([answer({ decision: 'MAYBE' })])));
    const record = events.find((event) => event.type === 'settled')?.record;
    assert.deepEqual([record?.outcome, record?.usd, record?.usage?.input], ['failed', 0.25, 100]);
  });

  it('keeps as many questions in flight as it may, in order, and yields answers as they come', async () => {
    const provider = heldProvider();
    const events = run(4, provider, 3);
    const first = await Promise.all([events.next(), events.next(), events.next()]);
    assert.deepEqual(first.map(({ value }) => (value as RunEvent).type), ['asking', 'asking', 'asking']);
    provider.held[1]!.release(answer());
    const settled = (await events.next()).value as Extract<RunEvent, { type: 'settled' }>;
    assert.equal(settled.record.question.market_data['rsi'], 1);
    await events.next();
    assert.equal(provider.held.length, 4);
    [0, 2, 3].forEach((i) => provider.held[i]!.release(answer()));
    assert.equal((await collect(events)).filter(({ type }) => type === 'settled').length, 3);
  });

  it('asks the same questions in the same order whatever the concurrency', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 1, max: 16 }), async (count, concurrency) => {
      const provider = scriptedProvider(Array.from({ length: count }, () => answer()));
      const events = await collect(run(count, provider, concurrency));
      assert.deepEqual(provider.asked, planned(count).map(({ question }) => question));
      assert.equal(outcomes(events).length, count);
    }), { numRuns: 40 });
  });

  it('skips what is in flight and what was not asked when cancelled, and lists each', async () => {
    const provider = heldProvider();
    const controller = new AbortController();
    const events = run(5, provider, 2, controller.signal);
    await events.next();
    await events.next();
    controller.abort();
    const rest = await collect(events);
    assert.deepEqual(outcomes(rest), Array.from({ length: 5 }, () => ['skipped', 'cancelled']));
    assert.deepEqual(rest.at(-1), { type: 'finished', state: 'cancelled' });
    assert.equal(provider.held.length, 2);
  });

  it('is finished, not cancelled, when the cancel comes after the last answer', async () => {
    const controller = new AbortController();
    const events = run(1, scriptedProvider([answer()]), 1, controller.signal);
    await events.next();
    await events.next();
    controller.abort();
    assert.deepEqual(await collect(events), [{ type: 'finished', state: 'finished' }]);
  });
});

describe('addRecord', () => {
  it('makes the price of a run unknown with one answer of unknown price', async () => {
    const events = await collect(run(2, scriptedProvider([answer(), { reply: goodReply, usage: null, usd: null }])));
    const totals = events.reduce((sum, event) => (event.type === 'settled' ? addRecord(sum, event.record) : sum), noTotals);
    assert.deepEqual([totals.answered, totals.usd, totals.tokens_in], [2, null, 100]);
  });
});

describe('canonicalJson', () => {
  it('is equal for equal values, whatever the order of their keys', () => {
    fc.assert(fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const reversed = Object.fromEntries(Object.entries(value).reverse());
      assert.equal(canonicalJson(reversed), canonicalJson(value));
      assert.deepEqual(JSON.parse(canonicalJson(value)), JSON.parse(JSON.stringify(value)));
    }));
  });

  it('leaves out what is undefined', () => {
    assert.equal(canonicalJson({ b: undefined, a: [undefined, 1] }), '{"a":[null,1]}');
  });
});
