import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runToEnd } from '../../../../src/core/candles/rows.ts';
import type { CandleSeries } from '../../../../src/core/candles/series.ts';
import { informativeProblem, mergeColumn, resample } from '../../../../src/core/indicators/informative.ts';
import { firstCandles, makeSeries, randomWalk, type Values } from './series.ts';

const minute = 60_000;
const midnight = Date.UTC(2024, 0, 1);
const resampled = (series: CandleSeries, timeframe: string, coarser: string) => runToEnd(resample(series, timeframe, coarser));

describe('resample', () => {
  const candles = Array.from({ length: 9 }, (_, i): Values => [10 + i, 20 + i, 5 - i, 11 + i, i + 1]);
  const { candles: coarser, lastComplete } = resampled(makeSeries(midnight, candles), '5m', '15m');

  it('takes the first open, the highest high, the lowest low, the last close and all volume', () => {
    const at = (i: number) => [coarser.time[i], coarser.open[i], coarser.high[i], coarser.low[i], coarser.close[i], coarser.volume[i]];
    assert.deepEqual(at(1), [midnight + 15 * minute, 13, 25, 0, 16, 4 + 5 + 6]);
  });

  it('shows a coarser candle from the base candle on that closes with it', () => {
    assert.deepEqual([...lastComplete], [-1, -1, 0, 0, 0, 1, 1, 1, 2]);
    assert.deepEqual([...mergeColumn(coarser.close, lastComplete)], [NaN, NaN, 13, 13, 13, 16, 16, 16, 19]);
  });

  it('leaves out a first coarser candle whose beginning is missing', () => {
    const late = resampled(makeSeries(midnight + 5 * minute, candles), '5m', '15m');
    assert.equal(late.candles.time[0], midnight + 15 * minute);
    assert.deepEqual([...late.lastComplete], [-1, -1, -1, -1, 0, 0, 0, 1, 1]);
  });

  it('needs no candle to stand on the grid', () => {
    const series = makeSeries(midnight + 2 * minute, candles);
    assert.deepEqual([...resampled(series, '5m', '15m').lastComplete], [-1, -1, 0, 0, 0, 1, 1, 1, 2]);
  });

  it('changes nothing on the same timeframe', () => {
    const series = makeSeries(midnight, candles);
    const same = resampled(series, '5m', '5m');
    assert.deepEqual(mergeColumn(same.candles.close, same.lastComplete), series.close);
  });

  it('shows what has closed as soon as candles go on after a gap', () => {
    const series = makeSeries(midnight, candles);
    const gapped = { ...series, time: series.time.map((time, i) => (i < 5 ? time : time + 60 * minute)) };
    assert.deepEqual([...resampled(gapped, '5m', '15m').lastComplete], [-1, -1, 0, 0, 0, 2, 2, 2, 3]);
  });

  it('makes months of their own lengths', () => {
    const days = { ...makeSeries(midnight, randomWalk(61, 100, 0.01, 1)), time: Float64Array.from({ length: 61 }, (_, i) => midnight + i * 1440 * minute) };
    const months = resampled(days, '1d', '1M');
    assert.deepEqual([...months.candles.time], [0, 1, 2].map((month) => Date.UTC(2024, month, 1)));
    assert.deepEqual([29, 30, 58, 59, 60].map((i) => months.lastComplete[i]), [-1, 0, 0, 1, 1]);
  });

  it('sees no later candle, however irregular the times', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(steps, fc.integer({ min: 0, max: 59 }), (minutes, cut) => {
      const series = makeSeries(midnight, randomWalk(minutes.length, 100, 0.01, minutes.length));
      let time = midnight;
      const whole = { ...series, time: series.time.map((_, i) => (time += minutes[i]! * minute)) };
      const closes = (seen: CandleSeries) => {
        const { candles: coarse, lastComplete: last } = resampled(seen, '5m', '15m');
        return mergeColumn(coarse.close, last);
      };
      assert.deepEqual(closes(firstCandles(whole, cut)), closes(whole).slice(0, cut));
    }));
  });

  it('gives each candle the last coarser one that has closed, and no later one', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 }), fc.constantFrom(15, 60, 240), (length, offset, minutes) => {
      const series = makeSeries(midnight + offset * 5 * minute, randomWalk(length, 100, 0.01, length));
      const { candles: coarse, lastComplete: last } = resampled(series, '5m', minutes < 60 ? '15m' : `${minutes / 60}h`);
      last.forEach((at, i) => {
        const close = series.time[i]! + 5 * minute;
        const closeOf = (index: number) => (coarse.time[index] ?? (index < 0 ? -Infinity : Infinity)) + minutes * minute;
        assert.ok(closeOf(at) <= close && closeOf(at + 1) > close);
      });
    }));
  });
});

describe('informativeProblem', () => {
  for (const [own, coarser] of [['5m', '5m'], ['5m', '1h'], ['1h', '1d'], ['1d', '1w'], ['1d', '1M'], ['5m', '1M']] as const) {
    it(`finds none with ${coarser} on ${own} candles`, () => {
      assert.equal(informativeProblem(own, coarser), undefined);
    });
  }

  for (const [own, coarser] of [['1h', '5m'], ['5m', '7m'], ['1w', '1M'], ['1M', '1w']] as const) {
    it(`refuses ${coarser} on ${own} candles`, () => {
      assert.equal(informativeProblem(own, coarser), `Expected a timeframe made of whole ${own} candles, got "${coarser}".`);
    });
  }
});
