import assert from 'node:assert/strict';
import fc from 'fast-check';
import { candleSharing } from '../../../../src/core/run/sharedCandles.ts';
import type { Question } from '../../../../src/core/signal/question.ts';

// Few values, so that candles are often alike in part or in whole.
const number = fc.constantFrom(1, 2, 3);
const candle = fc.record({ open: number, high: number, low: number, close: number, volume: number }, { noNullPrototype: true });
const about = (recent_candles: Question['market_data'][string]): Question => ({ market_data: { recent_candles }, pair: 'A/B', timeframe: '5m', current_price: 1 });

describe('candleSharing', () => {
  it('changes nothing that a question says', () => {
    fc.assert(fc.property(fc.array(candle, { minLength: 20, maxLength: 20 }), fc.array(fc.nat(15), { maxLength: 12 }), (candles, starts) => {
      const share = candleSharing();
      for (const start of starts) {
        const question = about(structuredClone(candles.slice(start, start + 5)));
        share(question);
        assert.deepEqual(question, about(candles.slice(start, start + 5)));
      }
    }));
  });

  it('lets neighbours hold the same candles', () => {
    const candles = Array.from({ length: 12 }, (_, i) => ({ open: i, high: i + 2, low: i - 1, close: i + 1, volume: 10 }));
    const share = candleSharing();
    const [first, second] = [about(structuredClone(candles.slice(0, 10))), about(structuredClone(candles.slice(2, 12)))];
    share(first);
    share(second);
    const [a, b] = [first, second].map(({ market_data }) => market_data['recent_candles'] as object[]);
    assert.deepEqual(b!.map((each, i) => each === a![i + 2]), [...Array.from({ length: 8 }, () => true), false, false]);
  });

  it('leaves questions without candles alone', () => {
    const share = candleSharing();
    const questions = [about([]), { ...about([]), market_data: { rsi: 1 } }, about([])];
    questions.forEach(share);
    assert.deepEqual(questions, [about([]), { ...about([]), market_data: { rsi: 1 } }, about([])]);
  });
});
