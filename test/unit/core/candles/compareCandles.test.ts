import assert from 'node:assert/strict';
import { compareCandles } from '../../../../src/core/candles/compareCandles.ts';
import { openCandles } from '../../../../src/app/candles/openCandles.ts';
import type { CandleSeries } from '../../../../src/core/candles/series.ts';
import { sampleFile } from '../../../fixtures/folders.ts';

describe('compareCandles', () => {
  let series: CandleSeries;
  before(async () => {
    ({ series } = await openCandles(sampleFile));
  });
  const part = (first: number, last: number, changes: Partial<CandleSeries> = {}): CandleSeries => {
    const [time, open, high, low, close, volume] = (['time', 'open', 'high', 'low', 'close', 'volume'] as const).map((name) => series[name].slice(first, last));
    return { ...series, time: time!, open: open!, high: high!, low: low!, close: close!, volume: volume!, filled: series.filled.slice(first, last), length: last - first, ...changes };
  };

  it('finds the same candles among more', () => {
    assert.deepEqual(compareCandles(part(100, 200), part(50, 300)), { differing: 0, first: undefined, more: 150 });
  });

  it('counts what is missing and what has another value, and names the first', () => {
    const close = series.close.slice(0, 150);
    close[120] = close[120]! * 1.0001;
    assert.deepEqual(compareCandles(part(100, 200), part(0, 150, { close })), { differing: 51, first: series.time[120], more: 100 });
  });

  it('leaves out what is filled on either side', () => {
    const filled = new Uint8Array(100);
    filled[3] = 1;
    const other = part(0, 100, { filled });
    assert.equal(compareCandles(part(0, 100), other).differing, 1);
    assert.equal(compareCandles(part(0, 100, { filled }), other).differing, 0);
  });
});
