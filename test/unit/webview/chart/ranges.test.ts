import assert from 'node:assert/strict';
import fc from 'fast-check';
import { allOf, firstRange, rangeOf, reveal, zoom } from '../../../../src/webview/chart/ranges.ts';

const span = ({ from, to }: { from: number; to: number }): number => to - from;

describe('firstRange', () => {
  it('shows the newest candles without a signal', () => assert.deepEqual(firstRange(1000, null), { from: 798, to: 1002 }));
  it('shows a signal with what came after it', () => assert.deepEqual(firstRange(1000, 500), { from: 364, to: 568 }));
  it('leaves room for the levels of the last candle', () => assert.deepEqual(firstRange(1000, 999), { from: 845, to: 1049 }));
});

describe('rangeOf', () => {
  it('fits a duration around the middle', () => assert.deepEqual(rangeOf(86_400_000, 300_000, 5760, 3000), { from: 2856, to: 3144 }));
  it('stays inside the series', () => assert.deepEqual(rangeOf(86_400_000, 300_000, 5760, 5759), { from: 5474, to: 5762 }));
  it('shows all when the series is shorter', () => assert.deepEqual(rangeOf(86_400_000, 300_000, 100, 50), allOf(100)));
  it('shows all when asked to', () => assert.deepEqual(rangeOf(null, 300_000, 5760, 3000), { from: -3, to: 5762 }));
});

describe('reveal', () => {
  const range = { from: 0, to: 200 };
  it('stays when the candle and its levels are in sight', () => assert.equal(reveal(range, 100), range));
  it('moves when the candle is out of sight', () => assert.deepEqual(reveal(range, 300), { from: 200, to: 400 }));
  it('moves when its levels are out of sight', () => assert.deepEqual(reveal(range, 180), { from: 80, to: 280 }));

  it('puts any candle inside and keeps the span, so that a second call stays', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10, max: 100_000 }), fc.integer({ min: -1000, max: 100_000 }), fc.nat(100_000), (width, from, index) => {
        const moved = reveal({ from, to: from + width }, index);
        assert.ok(Math.abs(span(moved) - width) < 1e-6);
        assert.ok(moved.from <= index && index <= moved.to);
        assert.equal(reveal(moved, index), moved);
      }),
    );
  });
});

describe('zoom', () => {
  it('keeps what it zooms around in its place', () => assert.deepEqual(zoom({ from: 0, to: 100 }, 0.5, 20, 1000), { from: 10, to: 60 }));
  it('shows at least ten candles', () => assert.equal(span(zoom({ from: 0, to: 12 }, 0.1, 6, 1000)), 10));
  it('shows at most all candles', () => assert.equal(span(zoom({ from: 0, to: 900 }, 5, 450, 1000)), 1006));
});
