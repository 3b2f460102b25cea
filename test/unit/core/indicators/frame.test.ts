import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EMA, SMA } from 'technicalindicators';
import { bollinger } from '../../../../src/core/indicators/bollinger.ts';
import { buildFrame, defaultIndicators, talibEpsilon, type DefaultIndicator } from '../../../../src/core/indicators/frame.ts';
import { macd } from '../../../../src/core/indicators/macd.ts';
import { ema, sma } from '../../../../src/core/indicators/movingAverages.ts';
import { rsi } from '../../../../src/core/indicators/rsi.ts';
import { csvOf, randomCandles, seriesOf } from '../../../fixtures/candles.ts';
import reference from './talibReference.json';

/** Invariant 2: how far a value may be from TA-Lib's at a given close. */
const tolerance = (name: DefaultIndicator, close: number) => {
  if (name === 'rsi') {
    return 1e-9;
  }
  return (name.startsWith('bb_') ? 1e-8 : 1e-12) * close;
};

describe('buildFrame', () => {
  const series = seriesOf(csvOf(reference.close.map((close, i) => [close, close, close, close, reference.volume[i]!])));
  const frame = buildFrame(series);
  for (const name of defaultIndicators) {
    it(`equals TA-Lib's ${name} from the first value on`, () => {
      const expected = reference.indicators[name];
      const actual = frame.get(name)!;
      assert.equal(actual.length, expected.length);
      expected.forEach((value, i) => {
        if (value === null) {
          assert.ok(Number.isNaN(actual[i]), `Expected no ${name} at ${i}, got ${actual[i]}`);
        } else {
          assert.ok(Math.abs(actual[i]! - value) <= tolerance(name, reference.close[i]!), `Expected ${name} at ${i} to be ${value}, got ${actual[i]}`);
        }
      });
    });
  }

  it('adds the indicators to the columns of the candles', () => {
    assert.deepEqual([...frame.keys()], ['open', 'high', 'low', 'close', 'volume', ...defaultIndicators]);
  });
});

describe('moving averages', () => {
  it('agree to the last bit with technicalindicators, which seeds these two as TA-Lib does', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 1, max: 1e5, noNaN: true }), { minLength: 20, maxLength: 80 }), (values) => {
      const columns = Float64Array.from(values);
      assert.deepEqual([...ema(columns, 20)].slice(19), EMA.calculate({ period: 20, values }));
      assert.deepEqual([...sma(columns, 20)].slice(19), SMA.calculate({ period: 20, values }));
    }));
  });
});

describe('warm-up', () => {
  it('leaves every value of a series that is too short unknown, at any length', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 40 }), (length) => {
      const close = new Float64Array(length).fill(100);
      const firstValue = (values: Float64Array) => values.findIndex((value) => !Number.isNaN(value));
      const expected = (first: number) => (length > first ? first : -1);
      assert.equal(firstValue(rsi(close, 14, talibEpsilon)), expected(14));
      assert.equal(firstValue(ema(close, 20)), expected(19));
      assert.equal(firstValue(bollinger(close, 20, 2, talibEpsilon).upper), expected(19));
      const lines = macd(close, 12, 26, 9);
      assert.deepEqual([lines.macd, lines.signal, lines.histogram].map(firstValue), [expected(33), expected(33), expected(33)]);
    }));
  });
});

describe('edge cases of RSI', () => {
  const cases: readonly (readonly [string, (i: number) => number, number])[] = [['flat', () => 5, 0], ['rising', (i) => i, 100], ['falling', (i) => 100 - i, 0]];
  for (const [name, price, expected] of cases) {
    it(`is ${expected} on a ${name} series, as in TA-Lib`, () => {
      const values = rsi(Float64Array.from({ length: 40 }, (_, i) => price(i)), 14, talibEpsilon);
      assert.deepEqual([...new Set(values.slice(14))], [expected]);
    });
  }
});

describe('the epsilon', () => {
  it('decides whether the Bollinger bands of a very cheap coin collapse', () => {
    fc.assert(fc.property(randomCandles(40), (candles) => {
      const close = Float64Array.from(candles, ([, , , price]) => price * 1e-9);
      assert.ok(bollinger(close, 20, 2, 1e-8).upper.slice(19).every((upper, i) => upper === bollinger(close, 20, 2, 1e-8).middle[i + 19]));
    }), { numRuns: 10 });
  });
});
