import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readRleBitPacked } from '../../../../../src/core/candles/columnar/rleBitPacked.ts';

type Run = { readonly value: number; readonly times: number } | { readonly groups: readonly (readonly number[])[] };

function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** As the specification of Parquet has it, by way of one long number. */
function pack(runs: readonly Run[], width: number): Uint8Array {
  const bytesOf = (bits: bigint, count: number) => Array.from({ length: count }, (_, i) => Number((bits >> BigInt(8 * i)) & 255n));
  return Uint8Array.from(runs.flatMap((run) => {
    if ('value' in run) {
      return [...varint(run.times * 2), ...bytesOf(BigInt(run.value), Math.ceil(width / 8))];
    }
    const bits = run.groups.flat().reduceRight((all, value) => (all << BigInt(width)) | BigInt(value), 0n);
    return [...varint(run.groups.length * 2 + 1), ...bytesOf(bits, run.groups.length * width)];
  }));
}

const packed = fc.integer({ min: 0, max: 32 }).chain((width) => {
  const value = fc.integer({ min: 0, max: 2 ** width - 1 });
  const group = fc.array(value, { minLength: 8, maxLength: 8 });
  const run: fc.Arbitrary<Run> = fc.oneof(fc.record({ value, times: fc.integer({ min: 1, max: 300 }) }), fc.record({ groups: fc.array(group, { minLength: 1, maxLength: 20 }) }));
  return fc.record({ width: fc.constant(width), runs: fc.array(run, { maxLength: 6 }) });
});

describe('readRleBitPacked', () => {
  it('reads what was packed, as many as are asked for', () => {
    fc.assert(fc.property(packed, fc.nat(7), ({ width, runs }, fewer) => {
      const numbers = runs.flatMap((run) => ('value' in run ? Array.from({ length: run.times }, () => run.value) : run.groups.flat()));
      const count = Math.max(0, numbers.length - fewer);
      assert.deepEqual([...readRleBitPacked(pack(runs, width), width, count)], numbers.slice(0, count));
    }));
  });

  it('makes up nothing where bytes are missing', () => {
    for (const bytes of [[], [3], [3, 255, 255], [16], [128]]) {
      assert.throws(() => readRleBitPacked(Uint8Array.from(bytes), 8, 8), RangeError);
    }
  });

  it('ends where the bytes end', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(32), fc.nat(2000), (bytes, width, count) => {
      try {
        assert.equal(readRleBitPacked(bytes, width, count).length, count);
      } catch (error) {
        assert.ok(error instanceof RangeError);
      }
    }));
  });
});
