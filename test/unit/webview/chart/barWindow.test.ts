import assert from 'node:assert/strict';
import fc from 'fast-check';
import { barAt, fits, indexAt, mostBars, sizeFor, toBars, toCandles, windowFor } from '../../../../src/webview/chart/barWindow.ts';

const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-6 * Math.max(1, Math.abs(a), Math.abs(b));

/** A series, a width in px and a range of the series, as any scrolling and zooming may lead to. */
const views = fc
  .record({ length: fc.integer({ min: 1, max: 2_000_000 }), width: fc.integer({ min: 100, max: 4000 }), from: fc.double({ min: -0.5, max: 1, noNaN: true }), span: fc.double({ min: 0.000_01, max: 2, noNaN: true }) })
  .map(({ length, width, from, span }) => ({ length, width, range: { from: from * length, to: (from + span) * length } }));

describe('sizeFor', () => {
  it('leaves a short series as it is', () => assert.equal(sizeFor(mostBars, 10, mostBars), 1));
  for (const [span, size] of [[200, 1], [2000, 1], [2001, 4], [8001, 16], [1_000_000, 1024]] as const) {
    it(`puts ${size} of a million candles together when 1000 px show ${span}`, () => assert.equal(sizeFor(span, 1000, 1_000_000), size));
  }
});

describe('windowFor', () => {
  it('holds a short series whole', () => assert.deepEqual(windowFor({ from: 0, to: 200 }, 1, 5000), { start: 0, size: 1, bars: 5000 }));
  it('stands around the range', () => assert.deepEqual(windowFor({ from: 500_000, to: 500_200 }, 1, 1_000_000), { start: 494_100, size: 1, bars: mostBars }));
  it('stays inside the series', () => assert.deepEqual(windowFor({ from: 999_900, to: 1_000_100 }, 1, 1_000_000), { start: 988_000, size: 1, bars: mostBars }));

  it('fits its range, holds all that is in sight, and never more than a few screens', () => {
    fc.assert(
      fc.property(views, ({ length, width, range }) => {
        const size = sizeFor(range.to - range.from, width, length);
        const window = windowFor(range, size, length);
        const end = Math.min(length, window.start + window.bars * size);
        assert.ok(fits(window, range, length));
        assert.ok(window.start >= 0 && window.start % size === 0 && window.bars > 0 && (window.bars - 1) * size + window.start < length);
        assert.ok(window.start <= Math.max(0, range.from) || range.from > length);
        assert.ok(end >= Math.min(length, range.to) || range.to < 0);
        assert.ok(window.bars <= Math.max(mostBars, 10 * width + 1));
      }),
    );
  });
});

describe('a window', () => {
  const windows = fc.record({ start: fc.nat(1000), size: fc.constantFrom(1, 4, 16, 64), bars: fc.integer({ min: 1, max: 10_000 }) }).map(({ start, size, bars }) => ({ start: start * size, size, bars }));

  it('leads from a candle to its bar and back', () => {
    fc.assert(fc.property(windows, fc.nat(100_000), (window, index) => near(indexAt(window, barAt(window, index)), index)));
  });

  it('leads from a range of candles to bars and back', () => {
    fc.assert(
      fc.property(windows, fc.double({ min: -1e5, max: 1e5, noNaN: true }), fc.double({ min: 1, max: 1e5, noNaN: true }), (window, from, span) => {
        const back = toCandles(window, toBars(window, { from, to: from + span }));
        return near(back.from, from) && near(back.to, from + span);
      }),
    );
  });

  it('puts each candle into the bar that holds it', () => {
    fc.assert(fc.property(windows, fc.nat(100_000), (window, offset) => Math.round(barAt(window, window.start + offset)) === Math.floor(offset / window.size)));
  });

  it('shows the same candles after a shift to any other window', () => {
    fc.assert(
      fc.property(windows, windows, fc.nat(100_000), fc.integer({ min: 10, max: 5000 }), (before, after, from, span) => {
        const seen = toCandles(before, toBars(before, { from, to: from + span }));
        const then = toCandles(after, toBars(after, seen));
        return near(then.from, from) && near(then.to, from + span);
      }),
    );
  });
});
