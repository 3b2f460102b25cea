import assert from 'node:assert/strict';
import fc from 'fast-check';
import { runToEnd } from '../../../../../src/core/candles/rows.ts';
import { timeOrder } from '../../../../../src/core/candles/time/timeOrder.ts';

const orderOf = (times: readonly number[]) => [...runToEnd(timeOrder(Float64Array.from(times)))];

describe('timeOrder', () => {
  it('turns the newest first around, rows of one time in file order', () => {
    assert.deepEqual(orderOf([3, 2, 2, 1]), [3, 1, 2, 0]);
  });

  it('puts sorted parts together', () => {
    assert.deepEqual(orderOf([4, 5, 6, 1, 2, 2, 3]), [3, 4, 5, 6, 0, 1, 2]);
  });

  it('sorts any times as a stable sort does', () => {
    fc.assert(fc.property(fc.array(fc.nat(20), { maxLength: 60 }), (times) => {
      assert.deepEqual(orderOf(times), times.map((_, i) => i).sort((a, b) => times[a]! - times[b]! || a - b));
    }));
  });
});
