import { candleFields, isComplete, matchHeader, missingFields, uniqueNames, type Column, type ColumnMap } from './header.ts';
import { AppError } from '../../errors.ts';
import { createRowBuffer, growRowBuffer, numberFields, rowsOfBuffer, type ParsedRows, type RowBuffer } from '../rows.ts';
import type { Problem, ProblemRule, Zone } from '../series.ts';
import { epochToMs, parseTime } from '../time/time.ts';

/** Candles whose values are typed already, as JSON, Arrow and Parquet have them; their lines are row numbers. */
export type Records = {
  readonly columns: ColumnMap;
  readonly extras: readonly Column[];
  readonly buffer: RowBuffer;
  readonly problems: Problem[];
  read: number;
};

/** `capacity` is how many rows there are, about. @throws AppError `candles-unusable` because the named columns are not those of candles. */
export function createRecords(names: readonly string[], extraNames: readonly string[], capacity = 1024): Records {
  const columns = matchHeader(names);
  if (!isComplete(columns)) {
    throw new AppError('candles-unusable', `There is no column for ${missingFields(columns).join(', ')}; there are ${names.map((name) => `"${name}"`).join(', ')}.`, {
      hint: 'Freqtrade names them date, open, high, low, close and volume.',
    });
  }
  const known = candleFields.map((field) => columns[field].index);
  const others = extraNames.map((name) => ({ name, index: names.indexOf(name) })).filter(({ index }) => !known.includes(index));
  const unique = uniqueNames(others.map(({ name }) => name));
  const extras = others.map(({ index }, i) => ({ index, header: unique[i]! }));
  return { columns, extras, buffer: createRowBuffer(unique, capacity), problems: [], read: 0 };
}

/** Takes one row, `valueAt` giving the value of a column by its index; a row that is no candle is left out and named. */
export function takeRecord(records: Records, valueAt: (index: number) => unknown): void {
  const { columns, extras, buffer, problems } = records;
  records.read += 1;
  growRowBuffer(buffer);
  const row = buffer.length;
  const drop = (field: keyof ColumnMap, rule: ProblemRule, what: string) => {
    const { index, header } = columns[field];
    const found = valueAt(index);
    const value = typeof found === 'string' || typeof found === 'number' || typeof found === 'bigint' ? String(found).slice(0, 80) : '';
    problems.push({ line: records.read, column: header, value, rule, effect: 'dropped', message: `${what} The row is left out.` });
  };
  const time = timeOf(valueAt(columns.time.index));
  if (Number.isNaN(time)) {
    drop('time', 'not-a-time', 'The time is no date or epoch.');
    return;
  }
  for (const [i, field] of numberFields.entries()) {
    const value = valueAt(columns[field].index);
    const number = numberOf(value);
    if (!Number.isFinite(number)) {
      drop(field, value === null || value === undefined ? 'missing-cell' : 'not-a-number', value === null || value === undefined ? `There is no ${field}.` : `The ${field} is not a finite number.`);
      return;
    }
    buffer.numbers[i]![row] = number;
  }
  const [, high, low] = buffer.numbers;
  if (low![row]! > high![row]!) {
    drop('low', 'low-above-high', `Low ${low![row]!} is above high ${high![row]!}.`);
    return;
  }
  for (const [i, { index }] of extras.entries()) {
    const value = numberOf(valueAt(index));
    buffer.numbers[numberFields.length + i]![row] = Number.isFinite(value) ? value : NaN;
  }
  buffer.line[row] = records.read;
  buffer.time[row] = time;
  buffer.length += 1;
}

/** What was taken, for cleaning. */
export function parsedRecords({ buffer, problems, read, columns }: Records, dialect: string, zone: Zone): ParsedRows {
  const assumed: Problem = { line: null, column: columns.time.header, value: '', rule: 'time-zone', effect: 'kept', message: 'The times name no zone; they are taken as UTC.' };
  return { dialect, zone, read, rows: rowsOfBuffer(buffer), problems: [...(zone === 'assumed-utc' ? [assumed] : []), ...problems] };
}

/** A Date is an instant, a number an epoch in any unit, a text ISO 8601. */
function timeOf(value: unknown): number {
  if (value instanceof Date) {
    return value.getTime();
  }
  if (typeof value === 'string') {
    return parseTime(value)?.ms ?? NaN;
  }
  const epoch = typeof value === 'number' || typeof value === 'bigint' ? epochToMs(Number(value)) : NaN;
  return Math.abs(epoch) <= 8.64e15 ? epoch : NaN;
}

function numberOf(value: unknown): number {
  if (typeof value === 'number' || typeof value === 'bigint') {
    return Number(value);
  }
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
}
