import { readCsvRows } from './csvRows.ts';
import { readHead } from './head.ts';
import { findLayout, type Layout } from './layout.ts';
import type { ColumnMapping } from './mapping.ts';
import { readPlainCsv } from './plainCsv.ts';
import type { ParsedRows, Steps } from '../rows.ts';
import type { Problem, Zone } from '../series.ts';
import type { TextPieces } from './table.ts';
import { parseTime } from '../time/time.ts';

/** A text file of candles: its text in pieces, of which the first is the head, and its bytes when they are UTF-8. */
export type CsvSource = TextPieces & { readonly head: string; readonly bytes: Uint8Array | undefined };

/**
 * Reads candles from a table of any dialect, in steps.
 * A row that cannot be read is left out and listed; the rest load.
 * @throws AppError `candles-unreadable` when the file is empty, `candles-unusable` when its columns or the order of
 * day and month are not known.
 */
export function* parseCsv(source: CsvSource, mapping?: ColumnMapping): Steps<ParsedRows> {
  const layout = findLayout(readHead(source.head), mapping);
  const plain = source.bytes !== undefined && isPlain(layout) ? yield* readPlainCsv(source.bytes, layout) : undefined;
  const { rows, zones, ...odd } = plain ?? (yield* readCsvRows(source, layout));
  const zone = [...zones].sort().join('/') || 'utc';
  const { read, problems } = { read: rows.length, problems: [], ...odd };
  return { dialect: layout.dialect, zone, read, rows, problems: [...serialProblem(layout), ...zoneProblem(zone, layout.columns.time.header), ...problems] };
}

/** Whether the first rows look as the fast way expects all of them. */
function isPlain({ numbers, clock, columns, sample }: Layout): boolean {
  return numbers === 'point' && clock === undefined && parseTime(sample[0]?.[columns.time.index] ?? '') !== undefined;
}

function serialProblem({ serial, columns, sample }: Layout): readonly Problem[] {
  const { header, index } = columns.time;
  return serial === undefined
    ? []
    : [{ line: null, column: header, value: (sample[0]?.[index] ?? '').trim(), rule: 'serial-date', effect: 'kept', message: 'The times are Excel\'s serial dates, taken as days since 1899-12-30. If the workbook counts from 1904, they are 1,462 days early.' }];
}

function zoneProblem(zone: Zone, column: string): readonly Problem[] {
  return zone.includes('assumed-utc')
    ? [{ line: null, column, value: '', rule: 'time-zone', effect: 'kept', message: 'The times name no zone; they are taken as UTC.' }]
    : [];
}
