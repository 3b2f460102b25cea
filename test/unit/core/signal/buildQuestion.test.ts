import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runToEnd } from '../../../../src/core/candles/rows.ts';
import { applyGates } from '../../../../src/core/gate/gate.ts';
import { buildFrame } from '../../../../src/core/indicators/frame.ts';
import { canonicalJson } from '../../../../src/core/run/key.ts';
import { planQuestions } from '../../../../src/core/run/plan.ts';
import { buildQuestion } from '../../../../src/core/signal/buildQuestion.ts';
import { documentedMarketData } from '../../../../src/core/signal/marketData.ts';
import { csvOf, randomCandles, seriesOf, type Ohlcv } from '../../../fixtures/candles.ts';
import { momentumGates } from '../../../fixtures/gates.ts';

const questionsOf = (candles: readonly Ohlcv[]) => {
  const series = seriesOf(csvOf(candles));
  const frame = buildFrame(series);
  const { asked } = runToEnd(applyGates(series, frame, momentumGates, { from: null, to: null }));
  return [...planQuestions(series, frame, 'BTC/USDT', asked)];
};

describe('buildQuestion', () => {
  const series = seriesOf(csvOf(Array.from({ length: 300 }, (_, i) => [100 + i, 102 + i, 99 + i, 101 + i, 10 + i])));
  const question = buildQuestion(series, buildFrame(series), 'BTC/USDT', 299);

  it('carries the documented names', () => {
    assert.deepEqual(Object.keys(question.market_data), ['bb_lower', 'bb_middle', 'bb_upper', 'ema_long', 'ema_short', 'macd', 'macd_signal', 'price_change_24h', 'recent_candles', 'rsi', 'volume']);
    assert.deepEqual([question.pair, question.timeframe, question.current_price], ['BTC/USDT', '5m', 400]);
  });

  it('sends the latest ten candles, oldest first', () => {
    const candles = question.market_data['recent_candles'] as readonly { close: number }[];
    assert.deepEqual(candles.map(({ close }) => close), [391, 392, 393, 394, 395, 396, 397, 398, 399, 400]);
  });

  it('measures the change over 24 real hours', () => {
    // 24 hours are 288 candles of five minutes: from close 112 to close 400.
    assert.equal(question.market_data['price_change_24h'], (400 / 112 - 1) * 100);
  });

  it('leaves out what is still unknown', () => {
    const early = buildQuestion(series, buildFrame(series), 'BTC/USDT', 10);
    assert.deepEqual(Object.keys(early.market_data), ['recent_candles', 'volume']);
  });
});

describe('the text of a planned question', () => {
  it('is its canonical JSON, whichever candles are asked about', () => {
    const even = fc.array(fc.nat(329), { minLength: 1, maxLength: 40 });
    fc.assert(fc.property(randomCandles(330), even, (candles, indexes) => {
      const series = seriesOf(csvOf(candles));
      const frame = buildFrame(series, ['atr_14']);
      const asked = [...indexes, 9, 10, 11, 5].map((index) => ({ index, gates: [] }));
      for (const { question, text } of planQuestions(series, frame, 'BTC/USDT', asked, { ...documentedMarketData, zz: 'atr_14', price: 'close', rsi: 'rsi_7' })) {
        assert.equal(text, canonicalJson(question));
      }
      const alone = planQuestions(series, frame, 'BTC/USDT', asked.slice(-1));
      assert.deepEqual([...planQuestions(series, frame, 'BTC/USDT', asked)].at(-1), [...alone][0]);
    }), { numRuns: 15 });
  });
});

describe('no look-ahead (invariant 1)', () => {
  it('changing any later candles leaves every earlier question byte-identical', () => {
    fc.assert(fc.property(randomCandles(330), randomCandles(330), fc.integer({ min: 200, max: 329 }), (candles, others, last) => {
      const upTo = (questions: ReturnType<typeof questionsOf>) => questions.filter(({ time }) => Date.parse(time) <= Date.UTC(2024, 0, 1) + last * 300_000).map((planned) => JSON.stringify(planned));
      const changed = [...candles.slice(0, last + 1), ...others.slice(last + 1)];
      assert.deepEqual(upTo(questionsOf(changed)), upTo(questionsOf(candles)));
      assert.deepEqual(upTo(questionsOf(candles.slice(0, last + 1))), upTo(questionsOf(candles)));
    }), { numRuns: 60 });
  });

  it('is tested on series that do ask questions', () => {
    const counts = fc.sample(randomCandles(330), { numRuns: 20, seed: 1 }).map((candles) => questionsOf(candles).length);
    assert.ok(counts.every((count) => count > 0), `Expected questions in every series, got ${counts.join(', ')}`);
  });
});
