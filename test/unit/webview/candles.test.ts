import assert from 'node:assert/strict';
import { columnOf, findCandle, priceOf } from '../../../src/webview/candles.ts';
import { addRecords, withAsking } from '../../../src/webview/rows.ts';
import { minute, recordOf, seriesOf, timeOf } from './fixtures.ts';

const series = seriesOf(5);

describe('findCandle', () => {
  for (const index of [0, 2, 4]) {
    it(`finds candle ${index} by its open time`, () => assert.equal(findCandle(series, timeOf(index)), index));
  }
  it('finds nothing between candles', () => assert.equal(findCandle(series, timeOf(1) + minute), -1));
  it('finds nothing after the last', () => assert.equal(findCandle(series, timeOf(5)), -1));
});

describe('columnOf', () => {
  it('is empty for a column that does not exist', () => assert.equal(columnOf(series, 'ema_20').length, 0));
});

describe('priceOf', () => {
  it('is the price of the question', () => assert.equal(priceOf(series, addRecords([], [recordOf(1)])[0]!), 0.088775));
  it('is the close while the question is in flight', () => assert.equal(priceOf(series, withAsking([], [timeOf(0)])[0]!), 1.5));
  it('is unknown without a candle', () => assert.equal(priceOf(series, withAsking([], [timeOf(9)])[0]!), null));
});
