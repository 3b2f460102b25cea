import assert from 'node:assert/strict';
import fc from 'fast-check';
import { highest, lowest, sums } from '../../../../src/webview/chart/buckets.ts';

const column = Float64Array.of(3, NaN, 1, 2, NaN, NaN, NaN, NaN, 9);

describe('the buckets of a column', () => {
  it('hold the lowest known value', () => assert.deepEqual(lowest(column, 4), Float64Array.of(1, NaN, 9)));
  it('hold the highest known value', () => assert.deepEqual(highest(column, 4), Float64Array.of(3, NaN, 9)));
  it('hold the sum of the known values', () => assert.deepEqual(sums(column, 4), Float64Array.of(6, NaN, 9)));
  it('are the column itself for one candle each', () => assert.equal(lowest(column, 1), column));
  it('are made once', () => assert.equal(highest(column, 16), highest(column, 16)));
  it('keep the kind of the column', () => assert.deepEqual(highest(Uint8Array.of(1, 4, 2, 0, 3), 4), Uint8Array.of(4, 3)));

  it('are the same whatever lies between', () => {
    const values = fc.array(fc.oneof(fc.integer({ min: -1000, max: 1000 }), fc.constant(NaN)), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(values, fc.constantFrom(4, 16, 64), (list, size) => {
        const buckets = Array.from({ length: Math.ceil(list.length / size) }, (_, bucket) => list.slice(bucket * size, (bucket + 1) * size).filter((value) => !Number.isNaN(value)));
        const expected = (of: (known: readonly number[]) => number): number[] => buckets.map((known) => (known.length === 0 ? NaN : of(known)));
        assert.deepEqual([...lowest(Float64Array.from(list), size)], expected((known) => Math.min(...known)));
        assert.deepEqual([...highest(Float64Array.from(list), size)], expected((known) => Math.max(...known)));
        assert.deepEqual([...sums(Float64Array.from(list), size)].map((sum) => sum + 0), expected((known) => known.reduce((a, b) => a + b, 0)).map((sum) => sum + 0));
      }),
    );
  });
});
