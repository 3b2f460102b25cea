import assert from 'node:assert/strict';
import { rsi } from '../../../../src/core/indicators/rsi.ts';

describe('rsi', () => {
  const cases: readonly (readonly [string, (i: number) => number, number])[] = [['flat', () => 5, 0], ['rising', (i) => i, 100], ['falling', (i) => 100 - i, 0]];
  for (const [name, price, expected] of cases) {
    it(`is ${expected} on a ${name} series, as in TA-Lib`, () => {
      const values = rsi(Float64Array.from({ length: 40 }, (_, i) => price(i)), 14, 0);
      assert.deepEqual([...new Set(values.slice(14))], [expected]);
    });
  }
});
