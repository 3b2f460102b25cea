import { AppError } from '../../errors.ts';
import { candleFields, type CandleField } from './header.ts';

/** How day and month stand in a date such as `03/04/2024`. */
export const dateOrders = ['dmy', 'mdy', 'ymd'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** A column by its 0-based index or by its header. */
export type ColumnReference = number | string;

/** What the user says about the columns of a file; what is left out is taken from its header. */
export type ColumnMapping = {
  readonly columns: { readonly [field in CandleField]?: ColumnReference };
  /** The column of the time of day, where the date stands in a column of its own. */
  readonly clock?: ColumnReference | undefined;
  readonly order?: DateOrder | undefined;
};

const example = 'time=0,open=1,high=2,low=3,close=4,volume=5';

/**
 * Reads `time=0,open=1,high=2,low=3,close=4,volume=5`: each column by its 0-based index or its header. A date order
 * follows the time column, `time=0:dmy`; a time of day in a column of its own is added to it, `time=0+1`.
 * @throws AppError `columns-invalid` because a part is no mapping, names no field, or names one twice.
 */
export function parseColumnMapping(text: string): ColumnMapping {
  const columns: { [field in CandleField]?: ColumnReference } = {};
  let clock: ColumnReference | undefined;
  let order: DateOrder | undefined;
  for (const part of text.split(',')) {
    const [, name = '', target = ''] = /^([^=]*)=(.*)$/.exec(part) ?? [];
    const field = candleFields.find((candidate) => candidate === name.trim().toLowerCase());
    if (field === undefined || target.trim() === '') {
      throw invalid(`Expected "<field>=<column>" with a field of ${candleFields.join(', ')}, got "${part.trim()}".`);
    }
    if (columns[field] !== undefined) {
      throw invalid(`The column of ${field} is given twice.`);
    }
    if (field !== 'time') {
      columns[field] = referenceOf(target);
      continue;
    }
    const [, times = target, ordering] = /^(.*):([A-Za-z]{3})$/.exec(target) ?? [];
    order = dateOrders.find((candidate) => candidate === ordering?.toLowerCase());
    if (ordering !== undefined && order === undefined) {
      throw invalid(`Expected the order of day and month to be one of ${dateOrders.join(', ')}, got "${ordering}".`);
    }
    const [, date = times, timeOfDay] = /^(.+)\+(.+)$/.exec(times) ?? [];
    columns.time = referenceOf(date);
    clock = timeOfDay === undefined ? undefined : referenceOf(timeOfDay);
  }
  return { columns, clock, order };
}

/** A mapping as `parseColumnMapping` reads it. */
export function formatColumnMapping({ columns, clock, order }: ColumnMapping): string {
  const time = `${columns.time ?? ''}${clock === undefined ? '' : `+${clock}`}${order === undefined ? '' : `:${order}`}`;
  const named = candleFields.filter((field) => columns[field] !== undefined);
  return named.map((field) => `${field}=${field === 'time' ? time : columns[field]}`).join(',');
}

function referenceOf(text: string): ColumnReference {
  const trimmed = text.trim();
  return /^\d{1,4}$/.test(trimmed) ? Number(trimmed) : trimmed;
}

function invalid(message: string): AppError {
  return new AppError('columns-invalid', message, { hint: `Write it as ${example}: 0-based indexes or header names.` });
}
