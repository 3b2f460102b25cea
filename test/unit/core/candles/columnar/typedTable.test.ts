import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ParsedRows } from '../../../../../src/core/candles/rows.ts';
import { readTypedTable, type TypedTable } from '../../../../../src/core/candles/columnar/typedTable.ts';

const names = ['date', 'open', 'high', 'low', 'close', 'volume', 'rsi'];
const columns: TypedTable['columns'] = names.map((name, i) => ({ name, isNumeric: i > 0, isInstant: i === 0, zone: 'utc' }));
const noPause = () => Promise.resolve();

/** A table in one part; `touched` is told each row whose time is read. */
function tableOf(length: number, touched: () => void): TypedTable {
  const valueAt = (column: number, row: number): unknown => {
    if (column > 0) {
      return [2, 3, 1, 2, 5, 50][column - 1];
    }
    touched();
    return Date.UTC(2024, 0, 1) + row * 60_000;
  };
  return { columns, rows: length, parts: () => [{ length, numbers: [], valueAt }] };
}

/** Columns of numbers as a table, whose values are all at hand, or are asked for one by one. */
function tableOfColumns(values: readonly Float64Array[], areAtHand: boolean, described = columns): TypedTable {
  const valueAt = (column: number, row: number) => values[column]![row];
  return { columns: described, rows: 3, parts: () => [{ length: values[0]!.length, numbers: areAtHand ? values : [], valueAt }] };
}

function plainly({ rows, ...parsed }: ParsedRows): object {
  const { length, line, time, open, high, low, close, volume, extras } = rows;
  return { ...parsed, length, columns: [line, time, open, high, low, close, volume].map((column) => [...column]), extras: [...extras].map(([name, column]) => [name, [...column]]) };
}

describe('readTypedTable', () => {
  it('takes a bounded number of rows between two pauses, and says how far it is', async () => {
    const length = 100_000;
    let rows = 0;
    let most = 0;
    const shares: number[] = [];
    const pause = (share: number) => {
      most = Math.max(most, rows);
      rows = 0;
      shares.push(share);
      return Promise.resolve();
    };
    const table = () => tableOf(length, () => (rows += 1));
    const parsed = await readTypedTable('feather', table, pause);
    assert.deepEqual([parsed.read, parsed.rows.length], [length, length]);
    assert.ok(Math.max(most, rows) <= 8192, `${most} rows at once`);
    assert.ok(shares.every((share, i) => share >= (shares[i - 1] ?? 0) && share <= 1));
  });

  it('reads columns of numbers as it reads the same values one by one', async () => {
    const odd = fc.constantFrom(NaN, Infinity, -Infinity, -0, Number.MAX_VALUE, -Number.MAX_VALUE, 9e15, 0.5, -1.5);
    const value = fc.oneof({ weight: 8, arbitrary: fc.double({ min: 1, max: 9, noNaN: true }) }, { weight: 1, arbitrary: odd });
    const row = fc.tuple(fc.oneof({ weight: 8, arbitrary: fc.integer({ min: -1e12, max: 2e12 }) }, { weight: 1, arbitrary: odd }), value, value, value, value, value, value);
    await fc.assert(fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
      const values = names.map((_, column) => Float64Array.from(rows, (cells) => cells[column]!));
      const [quick, slow] = [await readTypedTable('feather', () => tableOfColumns(values, true), noPause), await readTypedTable('feather', () => tableOfColumns(values, false), noPause)];
      assert.deepEqual(plainly(quick), plainly(slow));
      assert.equal(quick.read, quick.rows.length + quick.problems.length);
    }), { numRuns: 300 });
  });

  it('takes a time that the file calls no more than a number for an epoch in any unit, and no instant for a price', async () => {
    const values = [1_704_067_200, 2, 3, 1, 2, 5, 50].map((value) => Float64Array.of(value));
    const counted = columns.map((column) => ({ ...column, isNumeric: true, isInstant: false }));
    const { rows } = await readTypedTable('parquet', () => tableOfColumns(values, true, counted), noPause);
    assert.deepEqual([...rows.time], [Date.UTC(2024, 0, 1)]);
    const dated = columns.map((column) => ({ ...column, isNumeric: false, isInstant: true }));
    assert.deepEqual((await readTypedTable('parquet', () => tableOfColumns(values, true, dated), noPause)).problems.map(({ rule }) => rule), ['not-a-number']);
  });

  it('says what is wrong with a file that cannot be opened', async () => {
    const open = () => {
      throw new RangeError('Offset is outside');
    };
    await assert.rejects(readTypedTable('parquet', open, noPause), { code: 'candles-unreadable', message: /The parquet file is damaged or of an unknown kind: Offset is outside/ });
  });
});
