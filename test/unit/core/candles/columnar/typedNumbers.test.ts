import assert from 'node:assert/strict';
import fc from 'fast-check';
import { instantsOf, numbersOf } from '../../../../../src/core/candles/columnar/typedNumbers.ts';

const floorOf = (ticks: bigint, perMs: bigint) => (ticks - (((ticks % perMs) + perMs) % perMs)) / perMs;

describe('instantsOf', () => {
  for (const [unit, perMs] of [['ms', 1n], ['us', 1000n], ['ns', 1_000_000n]] as const) {
    it(`gives the millisecond of every timestamp in ${unit}, before 1970 too`, () => {
      const most = 8_640_000_000_000_000n * perMs;
      const limit = most < 2n ** 63n ? most : 2n ** 63n - 1n;
      fc.assert(fc.property(fc.array(fc.bigInt({ min: -limit, max: limit })), (ticks) => {
        assert.deepEqual([...instantsOf(BigInt64Array.from(ticks), unit)], ticks.map((tick) => Number(floorOf(tick, perMs))));
      }));
    });
  }

  it('reads seconds', () => {
    assert.deepEqual([...instantsOf(BigInt64Array.of(1_704_067_200n, -1n), 's')], [1_704_067_200_000, -1000]);
  });
});

describe('numbersOf', () => {
  it('makes doubles of every kind of number, and of nothing else', () => {
    for (const values of [Float64Array.of(1, 2), Float32Array.of(1, 2), Int32Array.of(1, 2), Uint32Array.of(1, 2), BigInt64Array.of(1n, 2n), BigUint64Array.of(1n, 2n)]) {
      assert.deepEqual(numbersOf(values), Float64Array.of(1, 2));
    }
    assert.equal(numbersOf(['1', '2']), undefined);
    // Half-precision floats lie in these.
    assert.equal(numbersOf(Uint16Array.of(1, 2)), undefined);
  });
});
