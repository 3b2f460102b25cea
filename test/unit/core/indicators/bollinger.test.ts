import assert from 'node:assert/strict';
import { bollinger } from '../../../../src/core/indicators/bollinger.ts';

describe('bollinger', () => {
  it('has no width on a flat stretch, whatever came before', () => {
    const close = Float64Array.from({ length: 200 }, (_, i) => (i < 100 ? 30_000 + Math.sin(i) * 5000 : 1.1));
    const { upper, lower } = bollinger(close, 20, 2, 0);
    assert.ok(upper.slice(119).every((value, i) => value === lower[i + 119]));
  });

  it('keeps the digits of a small variance at a high price', () => {
    const close = Float64Array.from({ length: 2000 }, (_, i) => 1e6 + (i % 2) * 1e-4);
    const { upper, middle } = bollinger(close, 20, 2, 0);
    assert.ok(upper.slice(19).every((value, i) => Math.abs(value - middle[i + 19]! - 1e-4) < 1e-9));
  });
});
