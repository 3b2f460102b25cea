import { AppError } from '../../errors.ts';
import { candleFields, missingFields, plainName, type ColumnMap } from './header.ts';
import { readHead, type Head } from './head.ts';
import type { ColumnMapping, ColumnReference } from './mapping.ts';
import { readNumber } from './numbers.ts';

/** A column of a file that is not understood: its header, when there is one, and a cell of its first row of data. */
export type ColumnDescription = { readonly index: number; readonly name: string | null; readonly sample: string };

/** The columns of a file, for a person to say which is which. */
export type FoundColumns = { readonly hasHeader: boolean; readonly columns: readonly ColumnDescription[] };

const mostListed = 16;
const mostShown = 30;

/** Describes the columns in the first part of a file; none when it is empty. */
export function describeColumns(text: string): FoundColumns {
  return describeHead(readHead(text));
}

/** The error for a table in which some fields of a candle have no column, or the user names one that is not there. */
export function unknownColumns(head: Head, columns: Partial<ColumnMap>, mapping: ColumnMapping | undefined): AppError {
  const found = describeHead(head);
  if (found.columns.length === 0) {
    return new AppError('candles-unreadable', 'The file is empty.');
  }
  const missing = missingFields(columns);
  const listed = found.columns.slice(0, mostListed).map(({ index, name, sample }) => `${index} ${name === null ? `"${sample}"` : `"${name}"${sample === '' ? '' : ` (such as "${sample}")`}`}`);
  const more = found.columns.length > mostListed ? ` and ${found.columns.length - mostListed} more` : '';
  const absent = [...Object.values(mapping?.columns ?? {}), ...(mapping?.clock === undefined ? [] : [mapping.clock])].filter((reference) => !hasColumn(found, reference));
  const what = absent.length > 0 ? `There is no column ${absent.map((reference) => (typeof reference === 'number' ? reference : `"${reference}"`)).join(', ')}` : `No column is known to be ${missing.join(', ')}`;
  return new AppError('candles-unusable', `${what}; there are ${listed.join(', ')}${more}.`, {
    hint: `Say which columns they are, by index or header: --columns ${missing.map((field, i) => `${field}=${missing.length === candleFields.length ? i : '<column>'}`).join(',')}.`,
  });
}

function hasColumn({ columns }: FoundColumns, reference: ColumnReference): boolean {
  return typeof reference === 'number' ? reference < columns.length : columns.some(({ name }) => name !== null && plainName(name) === plainName(reference));
}

function describeHead({ rows }: Head): FoundColumns {
  const width = Math.max(0, ...rows.map(({ cells }) => cells.length));
  // Lines before the table, such as an address, are narrower.
  const at = rows.findIndex(({ cells }) => cells.length * 2 >= width);
  const first = rows[at]?.cells ?? [];
  const hasHeader = first.every((cell) => Number.isNaN(readNumber(cell.trim(), 'point'))) && rows.length > at + 1;
  const sample = hasHeader ? (rows[at + 1]?.cells ?? []) : first;
  const shown = (cell = '') => (cell.trim().length > mostShown ? `${cell.trim().slice(0, mostShown)}…` : cell.trim());
  return { hasHeader, columns: first.map((cell, index) => ({ index, name: hasHeader ? shown(cell) : null, sample: shown(sample[index]) })) };
}
