import Papa from 'papaparse';
import { AppError } from '../errors.ts';
import { candleFields, matchHeader, type CandleField, type ColumnMap } from './header.ts';
import type { CandleRow, ParsedRows } from './rows.ts';
import type { Problem, ProblemRule, Zone } from './series.ts';
import { parseTime } from './time.ts';

/**
 * Reads a CSV whose header names date or time, open, high, low, close and volume, in any order and case.
 * A row that cannot be read is dropped and listed; the rest load.
 * @throws AppError `candles-unreadable` when the file is empty, `candles-unusable` when columns are missing.
 */
export function parseCsv(text: string): ParsedRows {
  const table = readTable(text);
  const header = table[0];
  if (header === undefined) {
    throw new AppError('candles-unreadable', 'The file is empty.');
  }
  const columns = matchHeader(header.cells);
  if ('missing' in columns) {
    throw new AppError('candles-unusable', `Line ${header.line} names no column for ${columns.missing.join(', ')}; it has ${quoteAll(header.cells)}.`, {
      hint: 'The first line must name date or time, open, high, low, close and volume.',
    });
  }
  return readRows(table.slice(1), columns);
}

type TableRow = { readonly line: number; readonly cells: readonly string[] };

function readTable(text: string): readonly TableRow[] {
  const table: TableRow[] = [];
  let line = 1;
  Papa.parse<string[]>(text.replace(/^\uFEFF/, ''), {
    delimitersToGuess: [',', ';', '\t', '|'],
    step: ({ data }) => {
      if (data.some((cell) => cell.trim() !== '')) {
        table.push({ line, cells: data });
      }
      line += 1 + data.reduce((breaks, cell) => breaks + (cell.match(/\n/g)?.length ?? 0), 0);
    },
  });
  return table;
}

function readRows(table: readonly TableRow[], columns: ColumnMap): ParsedRows {
  const rows: CandleRow[] = [];
  const problems: Problem[] = [];
  const zones = new Set<Zone>();
  for (const { line, cells } of table) {
    const read = readRow(line, cells, columns, zones);
    if ('rule' in read) {
      problems.push(read);
    } else {
      rows.push(read);
    }
  }
  const zone = [...zones].sort().join('/') || 'utc';
  return { dialect: 'csv-header', zone, read: table.length, rows, problems: [...zoneProblem(zone, columns.time.header), ...problems] };
}

function readRow(line: number, cells: readonly string[], columns: ColumnMap, zones: Set<Zone>): CandleRow | Problem {
  const drop = (field: CandleField, rule: ProblemRule, what: string): Problem => ({
    line,
    column: columns[field].header,
    value: cells[columns[field].index] ?? '',
    rule,
    effect: 'dropped',
    message: `${what} The row is left out.`,
  });
  const row: Record<string, number> = { line };
  for (const field of candleFields) {
    const cell = cells[columns[field].index]?.trim() ?? '';
    if (cell === '') {
      return drop(field, 'missing-cell', `There is no ${field}.`);
    }
    const time = field === 'time' ? parseTime(cell) : undefined;
    if (field === 'time' && time === undefined) {
      return drop(field, 'not-a-time', `"${cell}" is no ISO 8601 date or epoch.`);
    }
    const value = time === undefined ? Number(cell) : time.ms;
    if (!Number.isFinite(value)) {
      return drop(field, 'not-a-number', `The ${field} "${cell}" is not a finite number.`);
    }
    if (time !== undefined) {
      zones.add(time.zone);
    }
    row[field] = value;
  }
  const candle = row as CandleRow;
  return candle.low > candle.high ? drop('low', 'low-above-high', `Low ${candle.low} is above high ${candle.high}.`) : candle;
}

function zoneProblem(zone: Zone, column: string): readonly Problem[] {
  return zone.includes('assumed-utc')
    ? [{ line: null, column, value: '', rule: 'time-zone', effect: 'kept', message: 'The times name no zone; they are taken as UTC.' }]
    : [];
}

function quoteAll(names: readonly string[]): string {
  return names.map((name) => `"${name.trim()}"`).join(', ');
}
