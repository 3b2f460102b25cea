import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { FailureCode } from '../../../src/core/errors.ts';
import { recordSchema } from '../../../src/core/run/record.ts';
import { checkReply } from '../../../src/core/signal/checkReply.ts';
import type { Answer, SignalProvider } from '../../../src/core/signal/provider.ts';
import type { Question } from '../../../src/core/signal/question.ts';
import { decisions, riskLevels, signalSchema, type Signal } from '../../../src/core/signal/signal.ts';
import { countVotes } from '../../../src/core/signal/vote.ts';
import { createConsensusProvider } from '../../../src/providers/consensus.ts';
import { answer, failure, goodReply, heldProvider, replyOf, scriptedProvider } from '../../fixtures/providers.ts';

const question: Question = { market_data: {}, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 };
const abort = new AbortController().signal;
const clock = () => Date.UTC(2026, 0, 1);
const vote = (decision: string, confidence: number, more: object = {}) => answer({ ...goodReply, decision, confidence, ...more });
const member = (id: string, given: Answer | Error, weight = 1): { provider: SignalProvider; weight: number } => ({ provider: { ...scriptedProvider([given]), id, model: `${id}-1` }, weight });
const consensusOf = (...members: ReturnType<typeof member>[]) => createConsensusProvider(members, { clock });
const signalOf = async (...members: ReturnType<typeof member>[]) => {
  const consensus = consensusOf(...members);
  return checkReply(replyOf(await consensus.ask(question, abort)), question, consensus.id, consensus.model).signal;
};

describe('the consensus provider', () => {
  const outcomes: readonly (readonly [string, readonly ReturnType<typeof member>[], readonly [string, number, number]])[] = [
    ['the most weight × confidence wins', [member('a', vote('BUY', 0.8)), member('b', vote('SELL', 0.9)), member('c', vote('BUY', 0.6))], ['BUY', 0.7, 2 / 3]],
    ['one sure vote beats two unsure ones', [member('a', vote('BUY', 0.2)), member('b', vote('SELL', 0.9)), member('c', vote('BUY', 0.6))], ['SELL', 0.9, 1 / 3]],
    ['a weight counts', [member('a', vote('BUY', 0.6), 3), member('b', vote('SELL', 0.9)), member('c', vote('BUY', 0.8), 1)], ['BUY', (3 * 0.6 + 0.8) / 4, 2 / 3]],
    ['a tie is a hold that nobody voted for', [member('a', vote('BUY', 0.5)), member('b', vote('SELL', 0.5))], ['HOLD', 0, 0]],
    ['a tie with hold is a hold', [member('a', vote('BUY', 0.5)), member('b', vote('HOLD', 0.5))], ['HOLD', 0.5, 1 / 2]],
    ['who does not answer does not vote', [member('a', vote('BUY', 0.4)), member('b', failure('provider-refused'))], ['BUY', 0.4, 1]],
    ['who gives no signal does not vote', [member('a', vote('BUY', 0.4)), member('b', answer('hello'))], ['BUY', 0.4, 1]],
  ];
  for (const [name, members, expected] of outcomes) {
    it(`counts votes: ${name}`, async () => {
      const { decision, confidence, consensus_metadata } = await signalOf(...members);
      assert.deepEqual([decision, Number(confidence.toFixed(12)), consensus_metadata?.agreement_score], [expected[0], Number(expected[1].toFixed(12)), expected[2]]);
      assert.equal(consensus_metadata?.weighted_confidence, confidence);
      assert.equal(consensus_metadata?.total_providers, members.length);
    });
  }

  it('takes levels by weight and the highest risk from those who agree', async () => {
    const signal = await signalOf(
      member('a', vote('BUY', 0.8, { suggested_stop_loss: 90, suggested_take_profit: 120, risk_level: 'medium' }), 3),
      member('b', vote('BUY', 0.8, { suggested_stop_loss: 94, risk_level: 'low' })),
      member('c', vote('SELL', 0.8, { suggested_stop_loss: 130, risk_level: 'high' })),
    );
    assert.deepEqual([signal.suggested_stop_loss, signal.suggested_take_profit, signal.risk_level], [91, 120, 'medium']);
  });

  it('asks all at once', async () => {
    const [first, second] = [heldProvider(), heldProvider()];
    const asking = createConsensusProvider([{ provider: first, weight: 1 }, { provider: second, weight: 1 }], { clock }).ask(question, abort);
    await Promise.all([first.waitFor(1), second.waitFor(1)]);
    second.held[0]!.release(vote('BUY', 0.5));
    first.held[0]!.release(vote('BUY', 0.5));
    assert.ok('reply' in (await asking));
  });

  it('rejects soon after the abort', async () => {
    const controller = new AbortController();
    const asking = createConsensusProvider([{ provider: heldProvider(), weight: 1 }], { clock }).ask(question, controller.signal);
    controller.abort();
    await assert.rejects(asking);
  });

  it('tells every vote and every failure in its reasoning, and the votes as data', async () => {
    const signal = await signalOf(member('a', vote('BUY', 0.8, { reasoning: 'Oversold.' })), member('b', failure('provider-refused', 'It declined.')), member('c', new Error('odd')));
    assert.equal(signal.reasoning, 'BUY by 1 of 1 votes.\na, BUY 0.80: Oversold.\nb gave no vote: It declined.\nc gave no vote: odd');
    assert.deepEqual(signal.provider_responses, [{ provider: 'a', decision: 'BUY', confidence: 0.8, reasoning: 'Oversold.' }]);
    assert.deepEqual([signal.consensus_metadata?.participating_providers, signal.consensus_metadata?.timestamp, signal.model], [1, '2026-01-01T00:00:00.000Z', 'a-1 + b-1 + c-1']);
  });

  it('adds up what was spent, by those who failed too; what one does not know is unknown', async () => {
    const usage = { input: 5, cached_input: 1, output: 2 };
    const known = await consensusOf(member('a', vote('BUY', 0.8)), member('b', failure('provider-refused', 'no', { usage, usd: 0.5 }))).ask(question, abort);
    assert.deepEqual([known.usage, known.usd], [{ input: 105, cached_input: 1, output: 12 }, 0.75]);
    const unknown = await consensusOf(member('a', vote('BUY', 0.8)), member('b', { ...vote('BUY', 0.8), usage: null, usd: null })).ask(question, abort);
    assert.deepEqual([unknown.usage, unknown.usd], [null, null]);
    const { consensus_metadata } = replyOf(unknown) as Signal;
    assert.ok(!('total_cost_usd' in consensus_metadata!) && !('total_tokens' in consensus_metadata!));
  });

  it('gives what each member wrote as JSON, of those too whose vote did not count', async () => {
    const said = (given: Answer, text: string): Answer => ({ ...given, text });
    const { text } = await consensusOf(member('a', said(vote('BUY', 0.8), '{"a":1}')), member('b', said(failure('provider-truncated'), '{"dec')), member('c', vote('BUY', 0.5))).ask(question, abort);
    assert.deepEqual(JSON.parse(text!), [{ provider: 'a', model: 'a-1', reply: '{"a":1}' }, { provider: 'b', model: 'b-1', reply: '{"dec' }]);
    const dead = await consensusOf(member('a', said(failure('provider-truncated'), '{"dec'))).ask(question, abort);
    assert.deepEqual(JSON.parse(dead.text!), [{ provider: 'a', model: 'a-1', reply: '{"dec' }]);
    assert.equal((await consensusOf(member('a', vote('BUY', 0.8))).ask(question, abort)).text, undefined);
  });

  const deaths: readonly (readonly [readonly FailureCode[], FailureCode])[] = [
    [['provider-unavailable', 'provider-unavailable'], 'provider-unavailable'],
    [['provider-unavailable', 'provider-overloaded'], 'provider-overloaded'],
    [['provider-overloaded', 'provider-refused'], 'provider-refused'],
    [['provider-refused', 'provider-key-rejected', 'provider-unavailable'], 'provider-key-rejected'],
  ];
  for (const [codes, expected] of deaths) {
    it(`fails with ${expected} when its members fail with ${codes.join(' and ')}`, async () => {
      const given = await consensusOf(...codes.map((code, i) => member(`m${i}`, failure(code, `${code}.`)))).ask(question, abort);
      assert.ok('failure' in given);
      assert.deepEqual([given.failure.code, given.failure.message], [expected, `No member of the consensus answered. ${codes.map((code, i) => `m${i}: ${code}.`).join(' ')}`]);
    });
  }

  it('checks all its members, and names the one that is not well', async () => {
    const well = member('a', vote('BUY', 1)).provider;
    const keyless: SignalProvider = { ...well, id: 'b', check: () => Promise.resolve({ reachable: null, key: false, failure: { code: 'provider-no-key', message: 'It has no key.' } }) };
    const check = (...providers: SignalProvider[]) => createConsensusProvider(providers.map((provider) => ({ provider, weight: 1 })), { clock }).check(abort);
    assert.deepEqual(await check(well, well), { reachable: true, key: true, failure: null });
    assert.deepEqual(await check(well, keyless), { reachable: true, key: false, failure: { code: 'provider-no-key', message: 'b: It has no key.' } });
  });

  it('adds up estimates, and knows none when one is unknown', () => {
    const priced = (maxUsd: number | null): SignalProvider => ({ ...heldProvider(), estimate: () => ({ input: 1, output: 2, usd: 0.1, maxUsd, cache: null }) });
    const estimate = (...parts: (number | null)[]) => createConsensusProvider(parts.map((maxUsd) => ({ provider: priced(maxUsd), weight: 1 })), { clock }).estimate(question);
    assert.deepEqual(estimate(0.25, 0.5), { input: 2, output: 4, usd: 0.2, maxUsd: 0.75, cache: null });
    assert.equal(estimate(0.25, null).maxUsd, null);
  });

  it('is another one with other weights, models or parameters', () => {
    const shape = (weight: number, parameters: object) => JSON.stringify(createConsensusProvider([{ provider: { ...heldProvider(), shape: { parameters: { ...parameters }, prompt: null, schema: null } }, weight }], { clock }).shape);
    assert.equal(new Set([shape(1, {}), shape(2, {}), shape(1, { temperature: 0 })]).size, 3);
  });

  it('has its votes survive in a record', async () => {
    const signal = await signalOf(member('a', vote('BUY', 0.8)), member('b', vote('SELL', 0.4)));
    const record = { v: 1, time: 't', price: 100, gates: [], outcome: 'answered', signal, warnings: [], error: null, question, key: 'k', repeat: 1, usage: null, usd: null, latency_ms: null, cached: false };
    assert.deepEqual(recordSchema.parse(JSON.parse(JSON.stringify(record))).signal, signal);
    assert.deepEqual(signalSchema.parse(signal), signal);
  });
});

describe('countVotes', () => {
  const signal = fc.record({ decision: fc.constantFrom(...decisions), confidence: fc.integer({ min: 0, max: 1000 }).map((thousandths) => thousandths / 1000), risk_level: fc.constantFrom(...riskLevels) })
    .map((parts): Signal => ({ ...parts, reasoning: '', pair: 'P', timeframe: '5m', provider: 'p', model: 'm' }));
  const ballots = fc.array(fc.record({ signal, weight: fc.double({ min: 0.01, max: 100, noNaN: true }) }), { minLength: 1, maxLength: 9 });

  it('comes to a confidence within those of the voters, whoever wins', () => {
    fc.assert(fc.property(ballots, (given) => {
      const { decision, confidence, votes } = countVotes(given);
      const agreeing = given.filter((ballot) => ballot.signal.decision === decision).map((ballot) => ballot.signal.confidence);
      assert.ok(agreeing.length === 0 ? decision === 'HOLD' && confidence === 0 : confidence >= Math.min(...agreeing) - 1e-12 && confidence <= Math.max(...agreeing) + 1e-12);
      assert.equal(votes.vote_breakdown.BUY + votes.vote_breakdown.SELL + votes.vote_breakdown.HOLD, given.length);
      assert.equal(Math.max(...Object.values(votes.weighted_votes)) === votes.weighted_votes[decision] || decision === 'HOLD', true);
    }));
  });

  it('does not depend on a common factor of the weights', () => {
    fc.assert(fc.property(ballots, (given) => {
      const doubled = countVotes(given.map((ballot) => ({ ...ballot, weight: ballot.weight * 2 })));
      assert.equal(doubled.decision, countVotes(given).decision);
    }));
  });
});
