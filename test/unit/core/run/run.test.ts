import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createBudget } from '../../../../src/core/run/budget.ts';
import { canonicalJson } from '../../../../src/core/run/key.ts';
import type { PlannedQuestion } from '../../../../src/core/run/plan.ts';
import { noAnswers, runQuestions, type RunEvent } from '../../../../src/core/run/run.ts';
import { addRecord, noTotals } from '../../../../src/core/run/totals.ts';
import type { Answer, SignalProvider } from '../../../../src/core/signal/provider.ts';
import { answer, failure, goodReply, heldProvider, quarterEstimate, scriptedProvider } from '../../../fixtures/providers.ts';

const planned = (count: number): PlannedQuestion[] =>
  Array.from({ length: count }, (_, i) => {
    const question = { market_data: { rsi: i }, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 };
    return { time: new Date(i * 300_000).toISOString(), price: 100, gates: ['entry'], repeat: 1, question, text: canonicalJson(question) };
  });
const run = (count: number, provider: SignalProvider, concurrency = 1, abort = new AbortController().signal, budget = createBudget(Infinity), answers = noAnswers, pausing = new AbortController().signal) =>
  runQuestions(planned(count), { provider, budget, concurrency, keyOf: ({ text }) => text, clock: () => 0, answers, pausing }, abort);
const collect = async (events: AsyncIterable<RunEvent>) => {
  const all: RunEvent[] = [];
  for await (const event of events) {
    all.push(event);
  }
  return all;
};
const settledIn = (events: readonly RunEvent[]) => events.flatMap((event) => (event.type === 'settled' ? event.settled : []));
const recordsOf = (events: readonly RunEvent[]) => settledIn(events).map(({ record }) => record);
const outcomes = (events: readonly RunEvent[]) => recordsOf(events).map(({ outcome, error }) => [outcome, error?.code ?? null]);

describe('runQuestions', () => {
  it('yields asking, settled and finished in order', async () => {
    const events = await collect(run(2, scriptedProvider([answer(), answer()])));
    assert.deepEqual(events.map(({ type }) => type), ['asking', 'settled', 'asking', 'settled', 'ended']);
  });

  it('records a failure as failed, never as a hold, and goes on', async () => {
    const events = await collect(run(4, scriptedProvider([failure('provider-overloaded'), new Error('odd'), answer({ decision: 'MAYBE' }), answer()])));
    assert.deepEqual(outcomes(events), [['failed', 'provider-overloaded'], ['failed', 'provider-failed'], ['failed', 'provider-bad-reply'], ['answered', null]]);
    assert.ok(recordsOf(events).every(({ outcome, signal }) => outcome === 'answered' || signal === null));
  });

  it('keeps the text of the model with every reply, most of all with one that is no signal', async () => {
    const said = (given: Answer, text: string): Answer => ({ ...given, text });
    const events = await collect(run(5, scriptedProvider([said(answer(), ' {"a":1}\n'), said(answer({ decision: 'MAYBE' }), 'Maybe.'), said(failure('provider-truncated'), '{"deci'), failure('provider-overloaded'), said(answer(), '')])));
    assert.deepEqual(settledIn(events).map(({ record, reply }) => [record.outcome, reply]), [['answered', ' {"a":1}\n'], ['failed', 'Maybe.'], ['failed', '{"deci'], ['failed', null], ['answered', null]]);
  });

  it('books what a bad reply cost', async () => {
    const events = await collect(run(1, scriptedProvider([answer({ decision: 'MAYBE' })])));
    const [record] = recordsOf(events);
    assert.deepEqual([record?.outcome, record?.usd, record?.usage?.input], ['failed', 0.25, 100]);
  });

  it('keeps as many questions in flight as it may, in order, and yields answers as they come', async () => {
    const provider = heldProvider();
    const events = run(4, provider, 3);
    const first = (await events.next()).value as Extract<RunEvent, { type: 'asking' }>;
    assert.deepEqual(first.times, planned(3).map(({ time }) => time));
    provider.held[1]!.release(answer());
    const settled = (await events.next()).value as Extract<RunEvent, { type: 'settled' }>;
    assert.deepEqual(settled.settled.map(({ record }) => record.question.market_data['rsi']), [1]);
    await events.next();
    assert.equal(provider.held.length, 4);
    [0, 2, 3].forEach((i) => provider.held[i]!.release(answer()));
    assert.equal(outcomes(await collect(events)).length, 3);
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
    controller.abort();
    const rest = await collect(events);
    assert.deepEqual(outcomes(rest), Array.from({ length: 5 }, () => ['skipped', 'cancelled']));
    assert.deepEqual(rest.at(-1), { type: 'ended', end: { state: 'cancelled' } });
    assert.equal(provider.held.length, 2);
  });

  it('is finished, not cancelled, when the cancel comes after the last answer', async () => {
    const controller = new AbortController();
    const events = run(1, scriptedProvider([answer()]), 1, controller.signal);
    await events.next();
    await events.next();
    controller.abort();
    assert.deepEqual(await collect(events), [{ type: 'ended', end: { state: 'finished' } }]);
  });

  it('stops when the provider is unavailable: what is in flight is waited for, the rest is skipped with the reason', async () => {
    const provider = scriptedProvider([answer(), failure('provider-key-rejected', 'No.'), failure('provider-unavailable', 'It is down.'), failure('provider-unavailable', 'It is down.')]);
    const events = await collect(run(6, provider, 2));
    assert.deepEqual(outcomes(events), [['answered', null], ['failed', 'provider-key-rejected'], ...Array.from({ length: 4 }, () => ['skipped', 'provider-unavailable'])]);
    assert.deepEqual(events.at(-1), { type: 'ended', end: { state: 'stopped', code: 'provider-unavailable', reason: 'It is down.' } });
    assert.ok(recordsOf(events).every(({ outcome, signal }) => outcome === 'answered' || signal === null));
  });

  it('stops before the budget is passed, counting what is in flight with the most it can cost', async () => {
    const provider = { ...heldProvider(), estimate: () => quarterEstimate };
    const budget = createBudget(0.6);
    const events = run(5, provider, 4, undefined, budget);
    const collected = collect(events);
    await provider.waitFor(2);
    assert.deepEqual(budget.state(), { spent: 0, reserved: 0.5 });
    // The first costs less than it might have, which makes room for one more.
    provider.held[0]!.release({ ...answer(), usd: 0.05 });
    await provider.waitFor(3);
    provider.held[1]!.release(answer());
    provider.held[2]!.release(answer());
    const all = await collected;
    assert.deepEqual(outcomes(all), [['answered', null], ['answered', null], ['answered', null], ['skipped', 'budget-reached'], ['skipped', 'budget-reached']]);
    assert.deepEqual(all.at(-1), { type: 'ended', end: { state: 'stopped', code: 'budget-reached', reason: 'Stopped at the budget: $0.60.' } });
  });

  it('takes what is known from other runs: asked of nobody, free, and counted apart', async () => {
    const [first] = settledIn(await collect(run(1, scriptedProvider([{ ...answer(), text: 'What it said.' }]))));
    const known = new Map([[first!.record.key, { ...first!.record, reply: first!.reply }]]);
    const provider = scriptedProvider([answer(), answer()]);
    const events = await collect(run(3, provider, 2, undefined, createBudget(Infinity), { has: (key) => known.has(key), find: (key) => Promise.resolve(known.get(key)) }));
    const totals = recordsOf(events).reduce((sum, record) => addRecord(sum, record), noTotals);
    assert.equal(provider.asked.length, 2);
    assert.deepEqual([totals.answered, totals.cached, totals.usd, totals.tokens_in], [3, 1, 0.5, 200]);
    assert.deepEqual(settledIn(events).filter(({ record }) => record.cached).map(({ reply }) => reply), ['What it said.']);
  });

  it('asks after all when a known answer is gone', async () => {
    const provider = scriptedProvider([answer()]);
    const events = await collect(run(1, provider, 1, undefined, undefined, { ...noAnswers, has: () => true }));
    assert.deepEqual([outcomes(events), provider.asked.length], [[['answered', null]], 1]);
  });

  it('pauses after what is in flight, and leaves the rest for later', async () => {
    const provider = heldProvider();
    const pausing = new AbortController();
    const events = collect(run(5, provider, 2, undefined, undefined, undefined, pausing.signal));
    await provider.waitFor(2);
    pausing.abort();
    provider.held.forEach(({ release }) => release(answer()));
    const all = await events;
    assert.deepEqual(outcomes(all), [['answered', null], ['answered', null]]);
    assert.deepEqual(all.at(-1), { type: 'ended', end: { state: 'paused' } });
  });

  it('never spends more than the budget, whatever answers cost', async () => {
    const costs = fc.array(fc.record({ max: fc.integer({ min: 0, max: 100 }), share: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 30 });
    await fc.assert(fc.asyncProperty(costs, fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 500 }), async (prices, concurrency, limit) => {
      const budget = createBudget(limit);
      const provider: SignalProvider = {
        ...scriptedProvider(prices.map(({ max, share }) => ({ ...answer(), usd: max * share }))),
        estimate: ({ market_data }) => ({ ...quarterEstimate, maxUsd: prices[market_data['rsi'] as number]!.max }),
      };
      const events = await collect(run(prices.length, provider, concurrency, undefined, budget));
      assert.ok(budget.state().spent <= limit + 1e-6);
      assert.equal(outcomes(events).length, prices.length);
    }), { numRuns: 60 });
  });
});

describe('addRecord', () => {
  it('makes the price of a run unknown with one answer of unknown price', async () => {
    const events = await collect(run(2, scriptedProvider([answer(), { reply: goodReply, usage: null, usd: null }])));
    const totals = recordsOf(events).reduce((sum, record) => addRecord(sum, record), noTotals);
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
