import assert from 'node:assert/strict';
import { candleData } from '../../../../src/webview/chart/data.ts';
import type { ChartTheme } from '../../../../src/webview/chart/theme.ts';
import { seriesOf, timeOf } from '../fixtures.ts';

const theme = { faint: 'grey' } as ChartTheme;
const series = seriesOf(10);

describe('candleData', () => {
  it('gives the candles of a window as they are', () => {
    const bars = candleData(series, { start: 4, size: 1, bars: 3 }, theme);
    assert.deepEqual(bars.map(({ time }) => time), [4, 5, 6].map((index) => timeOf(index) / 1000));
    assert.deepEqual(bars[0], { time: timeOf(4) / 1000, open: 1.004, high: 2.004, low: 0.504, close: 1.504 });
  });

  it('puts candles together: first open, highest high, lowest low, last close, under the time of the first', () => {
    const [, second, last] = candleData(series, { start: 0, size: 4, bars: 3 }, theme);
    assert.deepEqual(second, { time: timeOf(4) / 1000, open: 1.004, high: 2.007, low: 0.504, close: 1.507 });
    assert.deepEqual(last, { time: timeOf(8) / 1000, open: 1.008, high: 2.009, low: 0.508, close: 1.509 });
  });

  it('draws a candle that fills a gap hollow', () => {
    const filled = { ...series, filled: Uint8Array.of(0, 1, 0, 0, 0, 0, 0, 0, 0, 0) };
    assert.deepEqual(candleData(filled, { start: 0, size: 1, bars: 2 }, theme).map(({ borderColor }) => borderColor), [undefined, 'grey']);
  });
});
