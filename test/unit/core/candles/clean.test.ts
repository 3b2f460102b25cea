import assert from 'node:assert/strict';
import fc from 'fast-check';
import { cleanCandles, type CleanCandles, type GapMode } from '../../../../src/core/candles/clean.ts';
import { runToEnd } from '../../../../src/core/candles/rows.ts';
import type { Step } from '../../../../src/core/candles/time/timeframe.ts';
import { minute, rowsOf, start, type TestRow } from '../../../fixtures/candles.ts';

const fiveMinutes: Step = { type: 'fixed', ms: 5 * minute };
const row = (line: number, candle: number, values: Partial<TestRow> = {}): TestRow => ({
  line, time: start + candle * 5 * minute, open: 10, high: 12, low: 9, close: 11, volume: 5, ...values,
});
const clean = (rows: readonly TestRow[], step: Step, gaps: GapMode): CleanCandles => runToEnd(cleanCandles(rowsOf(rows), step, gaps));
const table = ({ columns }: CleanCandles) =>
  Array.from(columns.time, (time, i) => [(time - start) / (5 * minute), columns.open[i], columns.high[i], columns.low[i], columns.close[i], columns.volume[i]]);

describe('cleanCandles', () => {
  it('merges rows of one time: open first, high max, low min, close last, volume max', () => {
    const cleaned = clean([row(2, 0, { open: 7, high: 8, low: 4, close: 5, volume: 7 }), row(3, 0, { open: 8, high: 9, low: 3, close: 6, volume: 4 })], fiveMinutes, 'fill');
    assert.deepEqual(table(cleaned), [[0, 7, 9, 3, 6, 7]]);
    assert.equal(cleaned.merged, 1);
    assert.deepEqual(cleaned.problems.map(({ line, rule, effect }) => [line, rule, effect]), [[3, 'duplicate-time', 'merged']]);
  });

  it('sorts by time and says so', () => {
    const cleaned = clean([row(2, 1, { close: 11.5 }), row(3, 0)], fiveMinutes, 'fill');
    assert.deepEqual(table(cleaned).map(([at]) => at), [0, 1]);
    assert.deepEqual(cleaned.problems.map(({ line, rule }) => [line, rule]), [[3, 'unsorted']]);
  });

  it('fills a gap with the last close and volume 0, and flags it', () => {
    const cleaned = clean([row(2, 0), row(3, 3)], fiveMinutes, 'fill');
    assert.deepEqual(table(cleaned).slice(1, 3), [[1, 11, 11, 11, 11, 0], [2, 11, 11, 11, 11, 0]]);
    assert.deepEqual([...cleaned.filled], [0, 1, 1, 0]);
    assert.deepEqual(cleaned.gaps, [{ after: start, missing: 2 }]);
    assert.deepEqual(cleaned.problems.map(({ line, rule, effect }) => [line, rule, effect]), [[3, 'gap', 'filled']]);
  });

  it('keeps a gap when asked to, and still names it', () => {
    const cleaned = clean([row(2, 0), row(3, 3)], fiveMinutes, 'keep');
    assert.equal(cleaned.columns.time.length, 2);
    assert.deepEqual(cleaned.gaps, [{ after: start, missing: 2 }]);
  });

  it('moves off-grid rows back to their candle and adds up volumes of those that meet there', () => {
    const cleaned = clean([row(2, 0), row(3, 0, { time: start + minute, close: 10.5, volume: 2 })], fiveMinutes, 'fill');
    assert.deepEqual(table(cleaned), [[0, 10, 12, 9, 10.5, 7]]);
    assert.deepEqual(cleaned.problems.map(({ line, rule, effect }) => [line, rule, effect]), [[3, 'off-grid', 'kept'], [3, 'off-grid', 'merged']]);
  });

  it('steps from month to month', () => {
    const cleaned = clean([row(2, 0), { ...row(3, 0), time: Date.UTC(2024, 3, 1) }], { type: 'months', months: 1 }, 'fill');
    assert.deepEqual([...cleaned.columns.time], [0, 1, 2, 3].map((month) => Date.UTC(2024, month, 1)));
  });

  it('refuses a gap of years instead of filling memory', () => {
    assert.throws(() => clean([row(2, 0), row(3, 50_000_000)], fiveMinutes, 'fill'), { code: 'candles-unusable', message: /^Line 3 comes 49999999 candles after 2024-01-01T00:00:00Z/ });
  });

  it('keeps but names an open outside the range, a price of 0 and a negative volume', () => {
    const { problems } = clean([row(2, 0, { open: 13 }), row(3, 1, { low: 0 }), row(4, 2, { volume: -1 })], fiveMinutes, 'fill');
    assert.deepEqual(problems.map(({ line, column, rule, effect }) => [line, column, rule, effect]), [
      [2, 'open', 'outside-range', 'kept'], [3, 'low', 'not-positive', 'kept'], [4, 'volume', 'not-positive', 'kept'],
    ]);
  });

  it('accounts for every row: rows = candles from the file + merged, each merged row named', () => {
    const rows = fc.array(fc.record({ at: fc.integer({ min: 0, max: 60 }), offset: fc.constantFrom(0, 0, 0, minute) }), { minLength: 1, maxLength: 60 });
    fc.assert(fc.property(rows, fc.constantFrom('fill' as const, 'keep' as const), (specs, gaps) => {
      const cleaned = clean(specs.map(({ at, offset }, i) => row(i + 2, 0, { time: start + at * 5 * minute + offset })), fiveMinutes, gaps);
      const filled = cleaned.filled.filter((flag) => flag === 1).length;
      assert.equal(specs.length, cleaned.columns.time.length - filled + cleaned.merged);
      assert.equal(cleaned.problems.filter(({ effect, line }) => effect === 'merged' && line !== null).length, cleaned.merged);
      const times = [...cleaned.columns.time];
      assert.deepEqual(times, [...new Set(times)].sort((a, b) => a - b));
      if (gaps === 'fill') {
        assert.ok(times.every((time, i) => i === 0 || time - times[i - 1]! === 5 * minute));
      }
    }));
  });

  it('makes the same of rows in time order and of the newest first', () => {
    const steps = fc.array(fc.constantFrom(5, 5, 5, 5, 10, 25, 7), { maxLength: 30 });
    const step = fc.constantFrom<Step>(fiveMinutes, { type: 'fixed', ms: 7 * 86_400_000 }, { type: 'months', months: 1 });
    fc.assert(fc.property(steps, fc.constantFrom(0, 0, 1), step, fc.constantFrom('fill' as const, 'keep' as const), (distances, offset, of, gaps) => {
      const unit = of.type === 'months' ? 31 * 86_400_000 : of.ms;
      const times = distances.reduce<readonly number[]>((list, distance) => [...list, list.at(-1)! + (distance / 5) * unit], [start + offset * minute]);
      const rows = times.map((time, i) => row(i + 2, 0, { time, close: 11 - i / 100 }));
      const candles = (list: readonly TestRow[]) => ({ ...clean(list, of, gaps), problems: [] });
      assert.deepEqual(candles(rows), candles([...rows].reverse()));
    }));
  });
});
