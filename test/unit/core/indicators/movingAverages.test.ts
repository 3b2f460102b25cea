import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EMA, SMA } from 'technicalindicators';
import { ema, sma, wma } from '../../../../src/core/indicators/movingAverages.ts';

const prices = (minLength: number) => fc.array(fc.double({ min: 1, max: 1e5, noNaN: true }), { minLength, maxLength: 80 });

describe('ema and sma', () => {
  it('agree to the last bit with technicalindicators, which seeds these two as TA-Lib does', () => {
    fc.assert(fc.property(prices(20), (values) => {
      const columns = Float64Array.from(values);
      assert.deepEqual([...ema(columns, 20)].slice(19), EMA.calculate({ period: 20, values }));
      assert.deepEqual([...sma(columns, 20)].slice(19), SMA.calculate({ period: 20, values }));
    }));
  });
});

describe('wma', () => {
  it('weighs the newest value most, however long the series', () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => (i * 7919) % 1009);
    const averages = wma(values, 3);
    assert.ok(values.every((value, i) => i < 2 || Math.abs(averages[i]! - (3 * value + 2 * values[i - 1]! + values[i - 2]!) / 6) < 1e-9));
  });
});
