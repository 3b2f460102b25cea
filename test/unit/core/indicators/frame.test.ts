import assert from 'node:assert/strict';
import fc from 'fast-check';
import { columnNames, resolveColumn } from '../../../../src/core/indicators/catalog.ts';
import { buildFrame, buildFrameInSteps, defaultIndicators } from '../../../../src/core/indicators/frame.ts';
import { firstCandles, makeSeries, randomWalk } from './series.ts';
import reference from './talibReference.json';
import { toleranceOf } from './tolerance.ts';

const start = Date.UTC(2024, 0, 1, 0, 35);
const informative = ['close_15m', 'ema_9_15m', 'rsi_7_1h', 'volume_1h', 'cdl_doji_15m', 'high_1d'];
const everyName = [...columnNames, ...informative];

describe('buildFrame', () => {
  const { open, high, low, close, volume } = reference.candles;
  const series = makeSeries(start, open.map((price, i) => [price, high[i]!, low[i]!, close[i]!, volume[i]!]));
  const frame = buildFrame(series, columnNames);
  for (const [name, expected] of Object.entries(reference.columns)) {
    it(`equals the reference's ${name} from the first value on`, () => {
      const tolerance = toleranceOf(name, series);
      const first = resolveColumn(name)!.warmup;
      frame.get(name)!.forEach((actual, i) => {
        const value = expected[i] ?? NaN;
        const isRight = i < first ? Number.isNaN(actual) : Math.abs(actual - value) <= tolerance(i);
        assert.ok(isRight, `Expected ${name} at ${i} to be ${value}, got ${actual}`);
      });
    });
  }

  it('is compared with the reference in every column it can compute', () => {
    assert.deepEqual(columnNames.filter((name) => !(name in reference.columns)), ['open', 'high', 'low', 'close', 'volume', 'sma_50', 'sma_200']);
  });

  it('adds the default indicators to the columns of the candles', () => {
    assert.deepEqual([...buildFrame(series).keys()], ['open', 'high', 'low', 'close', 'volume', ...defaultIndicators]);
  });

  it('adds the columns named, once', () => {
    assert.deepEqual([...buildFrame(series, ['atr_14', 'rsi', 'rsi_1h', 'atr_14']).keys()].slice(16), ['atr_14', 'rsi_1h']);
  });

  it('gives way after every column, and within those that take long', () => {
    const steps = (names: readonly string[]) => [...buildFrameInSteps(series, names)].length;
    assert.equal(steps(['roc_10', 'atr_14', 'kc_upperband', 'kc_lowerband']) - steps([]), 4);
    assert.equal(steps(['vwap_20']) - steps([]), 3);
    assert.equal(steps(['bb_qtpylib_upperband', 'bb_qtpylib_lowerband']) - steps([]), 4);
    assert.equal(steps(['rsi_1h']) - steps([]), 5);
  });

  it('keeps the further columns of the file', () => {
    const sentiment = new Float64Array(series.length).fill(0.5);
    const extended = { ...series, extras: new Map([['sentiment', sentiment]]) };
    assert.equal(buildFrame(extended, ['sentiment']).get('sentiment'), sentiment);
  });

  it("computes a column itself that the file brings under an indicator's name", () => {
    const extended = { ...series, extras: new Map([['rsi', new Float64Array(series.length)]]) };
    assert.deepEqual(buildFrame(extended).get('rsi'), frame.get('rsi'));
  });

  it('refuses a name that means nothing, and a timeframe that does not fit', () => {
    assert.throws(() => buildFrame(series, ['sentiment']), RangeError);
    assert.throws(() => buildFrame(series, ['rsi_1m']), RangeError);
  });

  it('sees no later candle in any column', () => {
    const whole = makeSeries(start, randomWalk(900, 1000, 0.01, 5));
    const expected = buildFrame(whole, everyName);
    fc.assert(fc.property(fc.integer({ min: 0, max: 900 }), (length) => {
      const early = buildFrame(firstCandles(whole, length), everyName);
      for (const [name, values] of expected) {
        assert.deepEqual(early.get(name), values.slice(0, length), name);
      }
    }), { numRuns: 15 });
  });

  it('leaves values unknown exactly while warming up, at any length', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 220 }), fc.integer(), (length, seed) => {
      const computed = buildFrame(makeSeries(start, randomWalk(length, 100, 0.01, seed)), columnNames);
      for (const name of columnNames) {
        const { warmup } = resolveColumn(name)!;
        const firstValue = computed.get(name)!.findIndex((value) => !Number.isNaN(value));
        assert.equal(firstValue, length > warmup ? warmup : -1, name);
        assert.ok(computed.get(name)!.slice(warmup).every((value) => Number.isFinite(value)), name);
      }
    }), { numRuns: 15 });
  });
});

describe('talibEpsilon', () => {
  const cheap = makeSeries(start, randomWalk(60, 2e-6, 1e-9, 6));
  const isCollapsed = (epsilon?: number) => {
    const frame = buildFrame(cheap, [], epsilon === undefined ? {} : { epsilon });
    return frame.get('bb_upperband')!.slice(19).every((upper, i) => upper === frame.get('bb_middleband')![i + 19]);
  };

  it("leaves the Bollinger bands of a very cheap coin open, which older TA-Lib's flatten", () => {
    assert.deepEqual([isCollapsed(), isCollapsed(1e-14), isCollapsed(1e-8)], [false, true, true]);
  });

  it('makes the RSI 0 where an older TA-Lib takes its moves for none', () => {
    assert.deepEqual([...new Set(buildFrame(cheap, [], { epsilon: 1e-3 }).get('rsi')!.slice(14))], [0]);
  });
});
