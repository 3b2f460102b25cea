import assert from 'node:assert/strict';
import { orchestrate } from '../../../../src/app/orchestrate/orchestrate.ts';
import { createBudget } from '../../../../src/core/run/budget.ts';
import type { PlannedQuestion } from '../../../../src/core/run/plan.ts';
import { noAnswers, runQuestions, type RunEvent } from '../../../../src/core/run/run.ts';
import { unknownEstimate, type Answer, type SignalProvider } from '../../../../src/core/signal/provider.ts';
import { answer, failure, scriptedProvider } from '../../../fixtures/providers.ts';
import { virtualTime } from '../../../fixtures/virtualTime.ts';

const count = 500;
const planned = Array.from({ length: count }, (_, i) => ({
  time: new Date(i * 300_000).toISOString(), price: 100, gates: ['entry' as const], repeat: 1, text: `question ${i}`,
  question: { market_data: { rsi: i }, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 },
}));

/** Runs all questions four at a time, on a provider whose nth try is what the script says. */
async function run(script: (nth: number) => Answer) {
  const time = virtualTime();
  let tries = 0;
  const provider: SignalProvider = { ...scriptedProvider([]), estimate: () => unknownEstimate, ask: () => Promise.resolve(script(tries++)) };
  const orchestrated = orchestrate(provider, { requestsPerMinute: null, tokensPerMinute: null, deadlineMs: 120_000 }, time);
  const collect = async () => {
    const events: RunEvent[] = [];
    const tools = { provider: orchestrated, budget: createBudget(Infinity), concurrency: 4, keyOf: ({ text }: PlannedQuestion) => text, clock: time.clock, answers: noAnswers, pausing: new AbortController().signal };
    for await (const event of runQuestions(planned, tools, new AbortController().signal)) {
      events.push(event);
    }
    return events;
  };
  const events = await time.until(collect());
  const outcomes = events.flatMap((event) => (event.type === 'settled' ? event.settled.map(({ record }) => record.outcome) : []));
  return { tries, end: events.at(-1), of: (outcome: string) => outcomes.filter((each) => each === outcome).length };
}

describe('a run over an orchestrated provider', () => {
  it('stops soon after its provider died, with a handful of failures and the rest not asked', async () => {
    const { of, end, tries } = await run((nth) => (nth < 100 ? answer() : failure('provider-overloaded', 'Overloaded.')));
    assert.deepEqual([of('answered'), of('answered') + of('failed') + of('skipped')], [100, count]);
    assert.ok(of('failed') >= 6 && of('failed') < 6 + 4 && tries < 140, `${of('failed')} failed, ${tries} tries`);
    assert.deepEqual(end, { type: 'ended', end: { state: 'stopped', code: 'provider-unavailable', reason: 'scripted is unavailable. Six questions in a row failed: Overloaded. Tried 4 times.' } });
  });

  it('stops at once when the key is rejected', async () => {
    const { of, tries } = await run(() => failure('provider-key-rejected', 'It refused the key.'));
    assert.ok(of('failed') >= 1 && of('failed') <= 4 && tries <= 4 && of('skipped') === count - of('failed'));
  });

  it('outlasts a provider that stumbles', async () => {
    const { of, end } = await run((nth) => (nth % 3 === 0 ? failure('provider-overloaded') : answer()));
    assert.deepEqual([of('answered'), end], [count, { type: 'ended', end: { state: 'finished' } }]);
  });
});
