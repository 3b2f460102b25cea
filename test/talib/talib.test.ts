import assert from 'node:assert/strict';
import { columnNames, resolveColumn } from '../../src/core/indicators/catalog.ts';
import { buildFrame } from '../../src/core/indicators/frame.ts';
import { candleColumnNames } from '../../src/core/indicators/indicator.ts';
import { toleranceOf } from '../unit/core/indicators/tolerance.ts';
import { makeSeries, randomWalk, readSample } from '../unit/core/indicators/series.ts';
import { computeReferences, type Case, type Reference } from './reference.ts';

// Off the grid of every coarser timeframe, so that the first coarser candle is incomplete.
const start = Date.UTC(2024, 0, 1, 0, 35);
const flat = Array.from({ length: 400 }, () => [1.1, 1.1, 1.1, 1.1, 7.3] as const);

const cases: readonly Case[] = [
  { name: 'the synthetic sample', series: readSample(), informative: ['5m', '15m', '1h', '1d'] },
  { name: 'a very cheap pair', series: makeSeries(start, randomWalk(3000, 1.3e-6, 1e-9, 1)), informative: ['1h'] },
  { name: 'a pair cheaper than any', series: makeSeries(start, randomWalk(500, 1e-14, 1e-18, 2)), informative: ['1h'] },
  { name: 'a flat series', series: makeSeries(start, flat), informative: ['1h'] },
  { name: 'a short series', series: makeSeries(start, randomWalk(25, 100, 0.01, 3)), informative: ['15m'] },
  { name: 'a long random series', series: makeSeries(start, randomWalk(25_000, 30_000, 0.01, 4)), informative: ['15m', '1h', '4h', '1d', '1w', '1M'] },
];

/** Columns that differ from TA-Lib on purpose. */
const exceptions = {
  // A pattern is an integer in TA-Lib, which says 0 (none) where it cannot know yet. Ours is unknown.
  unknownAtFirst: (column: string) => column.startsWith('cdl_'),
};

describe('columns, against the real TA-Lib, qtpylib and Freqtrade', () => {
  let references: ReadonlyMap<string, Reference>;
  let frames: ReadonlyMap<string, Reference>;

  before(() => {
    references = computeReferences(cases);
    frames = new Map(cases.map(({ name, series }) => [name, buildFrame(series, [...references.get(name)!.keys()])]));
  });

  for (const { name, series } of cases) {
    it(`are equal on ${name} from the first value on`, () => {
      const expected = references.get(name)!;
      const differences = [...expected].flatMap(([column, values]) => {
        const difference = firstDifference(column, series, values, frames.get(name)!.get(column)!);
        return difference === undefined ? [] : [difference];
      });
      assert.deepEqual(differences, []);
    });
  }

  it('are all compared', () => {
    for (const reference of references.values()) {
      assert.deepEqual(columnNames.filter((name) => !reference.has(name)), candleColumnNames);
    }
  });

  it('begin where the catalog says', () => {
    const reference = references.get('a long random series')!;
    for (const [column, values] of reference) {
      const { timeframe, warmup } = resolveColumn(column)!;
      if (timeframe === null && !exceptions.unknownAtFirst(column)) {
        assert.equal(values.findIndex((value) => !Number.isNaN(value)), warmup, column);
      }
    }
  });
});

function firstDifference(column: string, series: Case['series'], expected: Float64Array, actual: Float64Array): string | undefined {
  const warmup = exceptions.unknownAtFirst(column) ? resolveColumn(column)!.warmup : 0;
  const tolerance = toleranceOf(column, series);
  const at = expected.findIndex((value, i) => {
    if (i < warmup) {
      return value !== 0 || !Number.isNaN(actual[i]);
    }
    return Number.isNaN(value) ? !Number.isNaN(actual[i]) : !(Math.abs(actual[i]! - value) <= tolerance(i));
  });
  return at === -1 ? undefined : `Expected ${column} at ${at} to be ${expected[at]}, got ${actual[at]}`;
}
