import assert from 'node:assert/strict';
import { formatTicks, priceMargins } from '../../../../src/webview/chart/axis.ts';
import { extremes } from '../../../../src/webview/chart/drawLine.ts';

describe('formatTicks', () => {
  it('writes the decimals that tell ticks apart', () => assert.deepEqual(formatTicks([0.098, 0.0965, 0.095], 6), ['0.0980', '0.0965', '0.0950']));
  it('writes whole prices without decimals', () => assert.deepEqual(formatTicks([43_000, 43_500], 2), ['43000', '43500']));
  it('never writes more decimals than the series has', () => assert.deepEqual(formatTicks([0.12345, 0.12346], 4), ['0.1235', '0.1235']));
});

describe('priceMargins', () => {
  it('keeps the legend free in a high pane', () => assert.equal(priceMargins(640).top, 0.1));
  it('leaves most of a low pane to the candles', () => assert.equal(priceMargins(80).top, 0.4));
});

describe('extremes', () => {
  it('finds the lowest and highest', () => assert.deepEqual(extremes(Float64Array.of(3, 1, 2), 0, 2), { low: 1, high: 3 }));
  it('passes over unknown values', () => assert.deepEqual(extremes(Float64Array.of(NaN, 2, NaN), 0, 2), { low: 2, high: 2 }));
  it('is unknown without a known value', () => assert.deepEqual(extremes(Float64Array.of(NaN), 0, 0), { low: NaN, high: NaN }));
});
