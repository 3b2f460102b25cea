import { AppError } from '../../errors.ts';
import { createRecords, parsedRecords, takeRecord } from '../csv/records.ts';
import type { ParsedRows } from '../rows.ts';
import { takeNumbers } from './takeNumbers.ts';

/** A table whose values are typed already, as Arrow and Parquet files are, read part by part. */
export type TypedTable = {
  readonly columns: readonly TypedColumn[];
  /** How many rows there are, about. */
  readonly rows: number;
  /** All rows in parts; nobody asks for other columns than those at `wanted`. */
  readonly parts: (wanted: readonly number[]) => Iterable<TypedPart>;
};

export type TypedColumn = {
  readonly name: string;
  readonly isNumeric: boolean;
  /** Its numbers are epoch milliseconds. */
  readonly isInstant: boolean;
  /** What a time without more is: `utc`, or `assumed-utc` where the file names no zone. */
  readonly zone: 'utc' | 'assumed-utc';
};

export type TypedPart = {
  readonly length: number;
  /** The columns that hold nothing but numbers in this part, at their indices. */
  readonly numbers: readonly (Float64Array | undefined)[];
  readonly valueAt: (column: number, row: number) => unknown;
};

const rowsAtOnce = 8192;

/**
 * The rows of a typed table; `pause` is waited for between them, with the share done.
 * @throws AppError `candles-unreadable` because `open` or a part fails, `candles-unusable` because the columns are not
 * those of candles.
 */
export async function readTypedTable(dialect: string, open: () => TypedTable, pause: (share: number) => Promise<void>): Promise<ParsedRows> {
  try {
    await pause(0);
    const { columns, rows, parts } = open();
    const records = createRecords(columns.map(({ name }) => name), columns.filter(({ isNumeric }) => isNumeric).map(({ name }) => name), rows);
    const wanted = [...Object.values(records.columns), ...records.extras].map(({ index }) => index);
    const share = () => Math.min(1, records.read / Math.max(1, rows));
    await pause(0);
    for (const { length, numbers, valueAt } of parts(wanted)) {
      await pause(share());
      const plain = numbers.map((values, column) => (columns[column]![column === records.columns.time.index ? 'isInstant' : 'isNumeric'] ? values : undefined));
      const typedValueAt = (column: number, row: number) => {
        const value = valueAt(column, row);
        return columns[column]!.isInstant && typeof value === 'number' ? new Date(value) : value;
      };
      for (let start = 0; start < length; start += rowsAtOnce) {
        const end = Math.min(length, start + rowsAtOnce);
        for (let row = takeNumbers(records, plain, start, end); row < end; row = takeNumbers(records, plain, row + 1, end)) {
          takeRecord(records, (column) => typedValueAt(column, row));
        }
        await pause(share());
      }
    }
    return parsedRecords(records, dialect, columns[records.columns.time.index]!.zone);
  } catch (error) {
    if (error instanceof AppError) {
      throw error;
    }
    throw new AppError('candles-unreadable', `The ${dialect} file is damaged or of an unknown kind: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
