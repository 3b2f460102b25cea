import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findSerialDates, parseSerialDate } from '../../../../../src/core/candles/time/serialDates.ts';
import { parseText } from '../../../../fixtures/candles.ts';

const minute = 60_000;
const excelEpoch = Date.UTC(1899, 11, 30);
const times = (start: number, step: number, length: number) => Array.from({ length }, (_, i) => start + i * step);

/** Reads all cells; undefined where they are no serial dates. */
function readAll(cells: readonly string[]): readonly (number | undefined)[] | undefined {
  const serial = findSerialDates(cells);
  return serial === undefined ? undefined : cells.map((cell) => parseSerialDate(cell, serial)?.ms);
}

/** As Excel writes a number: rounded to so many decimals, without zeros at the end. */
function write(ms: number, decimals: number, point: string): string {
  const days = ((ms - excelEpoch) / 86_400_000).toFixed(decimals);
  return (decimals === 0 ? days : days.replace(/\.?0+$/, '')).replace('.', point);
}

const start = fc.integer({ min: 0, max: Date.UTC(2097, 0, 1) / 1000 });
const step = fc.constantFrom(1, 3, 5, 15, 30, 60, 240, 1440, 7 * 1440);

describe('findSerialDates', () => {
  it('gives every candle its exact time, whatever the decimals', () => {
    fc.assert(fc.property(start, step, fc.integer({ min: 4, max: 12 }), fc.constantFrom('.', ','), (first, spacing, decimals, point) => {
      // Five decimals tell seconds apart, four only minutes.
      const unit = decimals >= 5 && spacing <= 30 ? 1000 : minute;
      // Long candles open at full hours: a file that never has the last decimal looks as if it had been cut off.
      const grid = spacing >= 240 ? 60 * minute : unit;
      const opens = times(Math.floor((first * 1000) / grid) * grid, spacing * unit, 60);
      assert.deepEqual(readAll(opens.map((ms) => write(ms, decimals, point))), opens);
    }));
  });

  it('reads days alone, and hours that are written out in full', () => {
    assert.deepEqual(readAll(['45292', '45293']), [Date.UTC(2024, 0, 1), Date.UTC(2024, 0, 2)]);
    assert.deepEqual(readAll(['45292', '45292.125', '45292.25']), [0, 3, 6].map((hour) => Date.UTC(2024, 0, 1, hour)));
  });

  const others: readonly (readonly [string, readonly string[]])[] = [
    ['seconds', ['1704067200', '1704067500']],
    ['milliseconds', ['1704067200000', '1704067500000']],
    ['microseconds', ['1704067200000000', '1704067500000000']],
    ['days since 1970', ['19723', '19724']],
    ['hours since 1970', ['473352', '473353']],
    ['dates as a number', ['20240101', '20240102']],
    ['dates whose time of day is elsewhere', ['45292', '45292', '45292', '45293', '45293']],
    ['times of day as a number', ['34500', '34600', '34700']],
    ['decimals that were cut off', ['45292', '45292.003', '45292.007']],
    ['far apart', ['30000', '45292', '72000']],
    ['one number', ['45292']],
    ['ISO', ['2024-01-01', '2024-01-02']],
  ];
  for (const [what, cells] of others) {
    it(`takes ${what} for no serial dates`, () => assert.equal(findSerialDates(cells), undefined));
  }
});

describe('parseCsv', () => {
  const table = (header: string, ...cells: readonly string[]) => parseText([`${header},open,high,low,close,volume`, ...cells.map((cell) => `${cell},1,3,0.5,2,10`)].join('\n'));

  it('says what it takes serial dates for', () => {
    const { problems, zone, dialect } = table('Date', '45292', '45292.00347');
    assert.deepEqual([zone, dialect], ['assumed-utc', 'excel']);
    assert.deepEqual(problems.map(({ rule, effect, column, value }) => [rule, effect, column, value]), [['serial-date', 'kept', 'Date', '45292'], ['time-zone', 'kept', 'Date', '']]);
  });

  it('drops and lists what is no serial date among them', () => {
    const { problems, rows } = table('time', '45292', '45293', '99999', 'soon', '45294', ...Array.from({ length: 30 }, (_, i) => String(45295 + i)));
    assert.equal(rows.length, 33);
    assert.deepEqual(problems.flatMap(({ rule, line, value }) => (rule === 'not-a-time' ? [[line, value]] : [])), [[4, '99999'], [5, 'soon']]);
  });

  it('takes small numbers of a Unix time for no serial dates', () => {
    assert.deepEqual(table('unix', '45292', '45293').problems.map(({ rule }) => rule), ['not-a-time', 'not-a-time']);
  });
});
