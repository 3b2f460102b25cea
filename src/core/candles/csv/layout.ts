/**
 * Finds out how a table of candles is written, from its first rows: the delimiter, where the data starts, which
 * column is what. Nothing is guessed: what neither a header nor a known dialect nor the user says is an error that
 * lists the columns.
 */
import { namelessDialect, namedDialect } from './dialects.ts';
import { parseDate } from '../time/dates.ts';
import { isComplete, matchHeader, plainName, uniqueNames, type Column, type ColumnMap } from './header.ts';
import { unknownColumns } from './describeColumns.ts';
import { dateOrders, type ColumnMapping, type ColumnReference, type DateOrder } from './mapping.ts';
import { numberStyleOf, readNumber, type NumberStyle } from './numbers.ts';
import type { Head } from './head.ts';
import { findSerialDates, type SerialDates } from '../time/serialDates.ts';
import type { TableRow } from './table.ts';
import { parseTime } from '../time/time.ts';

/** How a table of candles is written. */
export type Layout = {
  readonly dialect: string;
  readonly delimiter: string;
  /** The line of the first row of data. */
  readonly dataLine: number;
  readonly columns: ColumnMap;
  /** The column of the time of day, when the date stands alone. */
  readonly clock: Column | undefined;
  readonly order: DateOrder | undefined;
  /** The times are Excel's serial dates. */
  readonly serial: SerialDates | undefined;
  readonly numbers: NumberStyle;
  /** Other columns that hold numbers, under their header names. */
  readonly extras: readonly Column[];
  /** The first rows of data. */
  readonly sample: readonly (readonly string[])[];
};

const headerRows = 10;

/**
 * @throws AppError `candles-unreadable` when the text is empty, `candles-unusable` because the columns are not those
 * of candles, or not those that `mapping` names.
 */
export function findLayout(head: Head, mapping: ColumnMapping | undefined): Layout {
  const { rows, delimiter } = head;
  const found = findHeader(rows, mapping) ?? findNameless(rows, mapping);
  if (found === undefined || !isComplete(found.columns)) {
    throw unknownColumns(head, found?.columns ?? {}, mapping);
  }
  const { columns } = found;
  // Candles above the header, as in files put together, are data too; the header is then a row that is left out.
  const dataRows = rows.slice(0, found.skip).some(({ cells }) => isCandle(cells, columns)) ? rows : rows.slice(found.skip);
  const sample = dataRows.map(({ cells }) => cells);
  const numbers = numberStyleOf(sample.flatMap((cells) => [columns.open, columns.high, columns.low, columns.close].map(({ index }) => cells[index] ?? '')), delimiter);
  const known = new Set([...Object.values(columns), ...(found.clock === undefined ? [] : [found.clock])].map(({ index }) => index));
  const isNumeric = ({ index }: Column) => sample.every((cells) => isNumberOrNothing(cells[index] ?? '', numbers));
  const others = found.names.map((name, index) => ({ index, header: name.trim() })).filter(({ index, header }) => header !== '' && !known.has(index));
  const names = uniqueNames(others.map(({ header }) => header));
  const serial = found.clock !== undefined || /unix|epoch/i.test(columns.time.header) ? undefined : findSerialDates(sample.map((cells) => cells[columns.time.index] ?? ''));
  return {
    dialect: found.dialect(delimiter === ';' || numbers === 'comma' || serial !== undefined),
    delimiter,
    dataLine: dataRows[0]?.line ?? (rows.at(-1)?.line ?? 0) + 1,
    columns,
    clock: found.clock,
    order: mapping?.order,
    serial,
    numbers,
    extras: others.map(({ index }, i) => ({ index, header: names[i]! })).filter(isNumeric),
    sample,
  };
}

type Found = {
  readonly columns: Partial<ColumnMap>;
  readonly clock: Column | undefined;
  readonly names: readonly string[];
  /** Rows before the data. */
  readonly skip: number;
  readonly dialect: (isSpreadsheet: boolean) => string;
};

function findHeader(rows: readonly TableRow[], mapping: ColumnMapping | undefined): Found | undefined {
  const candidates = rows.slice(0, headerRows).map(({ cells }, at) => {
    const named = namedDialect(rows, at, matchHeader(cells));
    const columns = applyMapping(mapping, named.columns, cells);
    const clock = mapping?.clock === undefined ? named.clock : columnAt(mapping.clock, cells);
    return { columns: columns ?? {}, clock, names: cells, skip: at + named.skip, dialect: named.name, matched: Object.keys(named.columns).length };
  });
  const isHeader = ({ names, columns }: Found) => isComplete(columns) && !isTime(names, columns) && Number.isNaN(readNumber((names[columns.open.index] ?? '').trim(), 'point'));
  // A header with most of the names is the one to talk about, although it cannot be used.
  return candidates.find(isHeader) ?? candidates.find(({ matched }) => matched >= 3);
}

function findNameless(rows: readonly TableRow[], mapping: ColumnMapping | undefined): Found | undefined {
  const first = rows[0]?.cells ?? [];
  const known = namelessDialect(rows.map(({ cells }) => cells));
  const nameless = { clock: known?.clock, names: [], skip: 0 };
  if (mapping !== undefined) {
    const clock = mapping.clock === undefined ? known?.clock : columnAt(mapping.clock, first);
    return { ...nameless, clock, columns: applyMapping(mapping, known?.columns ?? {}, first) ?? {}, dialect: () => known?.name ?? 'csv-mapped' };
  }
  return known === undefined ? undefined : { ...nameless, columns: known.columns, dialect: () => known.name };
}

/** `columns` with those that the user names; undefined when a name is not in this header. */
function applyMapping(mapping: ColumnMapping | undefined, columns: Partial<ColumnMap>, header: readonly string[]): Partial<ColumnMap> | undefined {
  const given = Object.entries(mapping?.columns ?? {}).map(([field, reference]) => [field, columnAt(reference, header)] as const);
  return given.some(([, column]) => column === undefined) ? undefined : { ...columns, ...Object.fromEntries(given) };
}

function columnAt(reference: ColumnReference, header: readonly string[]): Column | undefined {
  const index = typeof reference === 'number' ? reference : header.findIndex((name) => plainName(name) === plainName(reference));
  return index < 0 || index >= header.length ? undefined : { index, header: (header[index] ?? '').trim() };
}

function isCandle(cells: readonly string[], columns: ColumnMap): boolean {
  return isTime(cells, columns) && !Number.isNaN(readNumber((cells[columns.open.index] ?? '').trim(), 'point'));
}

function isTime(cells: readonly string[], { time }: ColumnMap): boolean {
  const cell = (cells[time.index] ?? '').trim();
  return parseTime(cell) !== undefined || dateOrders.some((order) => parseDate(cell, order) !== undefined);
}

function isNumberOrNothing(cell: string, numbers: NumberStyle): boolean {
  const text = cell.trim();
  return text === '' || /^(?:nan|null|n\/a|-)$/i.test(text) || !Number.isNaN(readNumber(text, numbers));
}
