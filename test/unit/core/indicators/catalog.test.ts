import assert from 'node:assert/strict';
import { columnNames, columnProblem, describeWarmup, resolveColumn } from '../../../../src/core/indicators/catalog.ts';

describe('resolveColumn', () => {
  const known: readonly (readonly [string, number, string | null, number])[] = [
    ['close', 0, null, 0],
    ['rsi', 14, null, 14],
    ['rsi_7', 7, null, 7],
    ['ema_200', 200, null, 199],
    ['dema_20', 20, null, 38],
    ['tema_20', 20, null, 57],
    ['macdhist', 0, null, 33],
    ['bb_upperband', 20, null, 19],
    ['bb_qtpylib_middleband', 20, null, 0],
    ['bb_qtpylib_upperband', 20, null, 1],
    ['volume_mean', 20, null, 19],
    ['volume_mean_30', 30, null, 29],
    ['adx', 14, null, 27],
    ['plus_di_14', 14, null, 14],
    ['stochrsi_d', 14, null, 20],
    ['vwap_20', 20, null, 19],
    ['rsi_1h', 14, '1h', 14],
    ['ema_50_4h', 50, '4h', 49],
    ['close_1d', 0, '1d', 0],
    ['close_1M', 0, '1M', 0],
  ];
  for (const [name, period, timeframe, warmup] of known) {
    it(`knows ${name}`, () => {
      const spec = resolveColumn(name);
      assert.deepEqual([spec?.name, spec?.period, spec?.timeframe, spec?.warmup], [name, period, timeframe, warmup]);
    });
  }

  for (const name of ['', 'ema', 'vwap', 'ema_1', 'ema_020', 'ema_10000', 'ema_20.5', 'RSI', 'rsi_', 'close_20', 'macd_12', 'stoch_k_5', 'rsi_1x', 'rsi_0h', '_1h', 'sentiment', 'constructor']) {
    it(`does not know "${name}"`, () => {
      assert.equal(resolveColumn(name), undefined);
    });
  }
});

describe('columnNames', () => {
  it('are different names that all mean something', () => {
    assert.equal(new Set(columnNames).size, columnNames.length);
    assert.deepEqual(columnNames.filter((name) => resolveColumn(name) === undefined), []);
  });
});

describe('describeWarmup', () => {
  it('says how many candles a column needs, and of which timeframe', () => {
    assert.equal(describeWarmup(resolveColumn('ema_200')!), 'ema_200 needs 199 candles before its first value.');
    assert.equal(describeWarmup(resolveColumn('rsi_1h')!), 'rsi_1h needs 14 candles of 1h before its first value.');
    assert.equal(describeWarmup(resolveColumn('roc_1')!), 'roc_1 needs 1 candle before its first value.');
  });
});

describe('columnProblem', () => {
  it('finds none with what can be computed', () => {
    assert.deepEqual(['rsi', 'rsi_5m', 'rsi_1h'].map((name) => columnProblem(name, '5m')), [undefined, undefined, undefined]);
  });

  it('says why a column cannot be computed', () => {
    assert.equal(columnProblem('sentiment', '5m'), 'Expected the name of a column, got "sentiment".');
    assert.equal(columnProblem('rsi_1m', '5m'), 'Expected a timeframe made of whole 5m candles, got "1m".');
  });
});
