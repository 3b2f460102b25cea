import assert from 'node:assert/strict';
import { checkReply } from '../../../../src/core/signal/checkReply.ts';
import type { Question } from '../../../../src/core/signal/question.ts';

const question: Question = { market_data: {}, pair: 'BTC/USDT', timeframe: '5m', current_price: 100 };
const reply = { decision: 'BUY', confidence: 0.8, reasoning: 'because', risk_level: 'low' };
const check = (changes: object) => checkReply({ ...reply, ...changes }, question, 'rules', 'technical-rules-1');

describe('checkReply', () => {
  it('adds who answered and about what', () => {
    assert.deepEqual(check({}), { signal: { ...reply, pair: 'BTC/USDT', timeframe: '5m', provider: 'rules', model: 'technical-rules-1' }, warnings: [] });
  });

  it('normalises letter case', () => {
    const { signal } = check({ decision: 'sell', risk_level: 'High' });
    assert.deepEqual([signal.decision, signal.risk_level], ['SELL', 'high']);
  });

  const levels: readonly (readonly [string, object, readonly unknown[], number])[] = [
    ['keeps the right sides of a buy', { suggested_stop_loss: 90, suggested_take_profit: 120 }, [90, 120], 0],
    ['keeps the right sides of a sell', { decision: 'SELL', suggested_stop_loss: 110, suggested_take_profit: 90 }, [110, 90], 0],
    ['removes wrong sides of a buy', { suggested_stop_loss: 110, suggested_take_profit: 90 }, [undefined, undefined], 2],
    ['removes a stop at the price', { suggested_stop_loss: 100 }, [undefined, undefined], 1],
    ['removes levels of a hold', { decision: 'HOLD', suggested_stop_loss: 90, suggested_take_profit: 120 }, [undefined, undefined], 2],
    ['removes what is no finite number', { suggested_stop_loss: Number.NaN, suggested_take_profit: '120' }, [undefined, undefined], 2],
    ['takes null for absent', { suggested_stop_loss: null, suggested_take_profit: null }, [undefined, undefined], 0],
  ];
  for (const [name, changes, expected, warnings] of levels) {
    it(name, () => {
      const checked = check(changes);
      assert.deepEqual([checked.signal.suggested_stop_loss, checked.signal.suggested_take_profit], expected);
      assert.equal(checked.warnings.length, warnings);
    });
  }

  it('says in a warning what was removed and why', () => {
    assert.deepEqual(check({ suggested_stop_loss: 110 }).warnings, ['The stop 110 was removed: it is not below the price 100.']);
  });

  const unreadable: readonly (readonly [string, unknown])[] = [
    ['no object', 'BUY'],
    ['an unknown decision', { ...reply, decision: 'MAYBE' }],
    ['a confidence above 1', { ...reply, confidence: 81 }],
    ['a confidence that is text', { ...reply, confidence: '0.8' }],
    ['no reasoning', { ...reply, reasoning: undefined }],
    ['an unknown risk', { ...reply, risk_level: 'huge' }],
  ];
  for (const [name, value] of unreadable) {
    it(`fails on ${name} instead of guessing a hold`, () => {
      assert.throws(() => checkReply(value, question, 'rules', 'technical-rules-1'), { code: 'provider-bad-reply' });
    });
  }
});
