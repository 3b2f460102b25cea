/**
 * The fast way through a table of plain numbers: bytes become columns without a string in between. Whatever it does
 * not expect makes it give up, and the file is read by `csvRows.ts`, with the same result for what both can read.
 */
import type { Layout } from './layout.ts';
import { mostCharacters, readNumber } from './numbers.ts';
import { carriageReturn, endOfCell, isEndOfCell, lineFeed } from './plainCell.ts';
import { readPlainNumber } from './plainNumber.ts';
import { readPlainIso, readPlainTime, type TimeState } from './plainTime.ts';
import { createRowBuffer, growRowBuffer, numberFields, rowsOfBuffer, type CandleRows, type RowBuffer, type Steps } from '../rows.ts';
import type { Zone } from '../series.ts';

/** Rows of a plain table, and the zones that its times name. */
export type PlainRows = { readonly rows: CandleRows; readonly zones: ReadonlySet<Zone> };

const chunkBytes = 256 * 1024;
const sampleBytes = 64 * 1024;

const skip = -1;
const time = -2;

type Reader = TimeState & {
  /** For each column of the file `skip`, `time` or the index of its number column. */
  readonly roles: Int16Array;
  /** The last column that a row must have. */
  readonly lastNeeded: number;
  readonly buffer: RowBuffer;
  line: number;
};

/** Reads the rows of a plain table in steps; undefined when a row is not plain, or not a candle. */
export function* readPlainCsv(bytes: Uint8Array, layout: Layout): Steps<PlainRows | undefined> {
  let at: number = startOfLine(bytes, layout.dataLine) ?? NaN;
  if (Number.isNaN(at)) {
    return undefined;
  }
  const reader = createReader(layout, (bytes.length - at) / bytesPerLine(bytes, at));
  while (at < bytes.length) {
    const end: number = bytes.lastIndexOf(lineFeed, at + chunkBytes) + 1;
    if (end > at) {
      if (!readLines(reader, bytes, at, end)) {
        return undefined;
      }
      at = end;
      yield at / bytes.length;
      continue;
    }
    if (bytes.length - at > chunkBytes) {
      return undefined;
    }
    const last = new Uint8Array(bytes.length - at + 1);
    last.set(bytes.subarray(at));
    last[last.length - 1] = lineFeed;
    if (!readLines(reader, last, 0, last.length)) {
      return undefined;
    }
    at = bytes.length;
  }
  return { rows: rowsOfBuffer(reader.buffer), zones: reader.zones };
}

function createReader({ columns, extras, delimiter, dataLine }: Layout, capacity: number): Reader {
  const numbers = [...numberFields.map((field) => columns[field]), ...extras];
  const indices = [columns.time, ...numbers].map(({ index }) => index);
  const roles = new Int16Array(Math.max(...indices) + 1).fill(skip);
  numbers.forEach(({ index }, i) => {
    roles[index] = i;
  });
  roles[columns.time.index] = time;
  return {
    delimiter: delimiter.charCodeAt(0),
    roles,
    lastNeeded: Math.max(...indices.slice(0, numberFields.length + 1)),
    buffer: createRowBuffer(extras.map(({ header }) => header), capacity * 1.05 + 16),
    line: dataLine,
    zones: new Set(),
    zone: undefined,
  };
}

/** Reads whole lines; false when one is not plain. */
function readLines(reader: Reader, bytes: Uint8Array, from: number, to: number): boolean {
  const { buffer } = reader;
  for (let at = from; at < to; reader.line++) {
    growRowBuffer(buffer);
    const end = endOfBlankLine(bytes, at);
    if (end > at) {
      at = end;
      continue;
    }
    at = readLine(reader, bytes, at, buffer.numbers, buffer.time, buffer.length);
    if (at < 0) {
      return false;
    }
    buffer.line[buffer.length] = reader.line;
    buffer.length += 1;
  }
  return true;
}

/** Reads a line into a row, and returns where the next one starts; -1 when it is not plain, or not a candle. */
function readLine(reader: Reader, bytes: Uint8Array, from: number, numbers: readonly Float64Array[], times: Float64Array, row: number): number {
  const { delimiter, roles, lastNeeded } = reader;
  let at = from;
  let column = 0;
  for (; ; column++) {
    const role = column < roles.length ? roles[column]! : skip;
    let end = role >= 0 ? readPlainNumber(bytes, at, numbers[role]!, row) : role === time ? readPlainIso(reader, bytes, at, times, row) : -1;
    if (end < 0 || !isEndOfCell(bytes[end], delimiter)) {
      end = readOddCell(reader, bytes, at, role, row);
      if (end < 0) {
        return -1;
      }
    }
    at = end + 1;
    if (bytes[end] !== delimiter) {
      break;
    }
  }
  if (bytes[at - 1] === carriageReturn && bytes[at++] !== lineFeed) {
    return -1;
  }
  if (column < lastNeeded || numbers[2]![row]! > numbers[1]![row]!) {
    return -1;
  }
  for (column += 1; column < roles.length; column++) {
    if (roles[column]! >= 0) {
      numbers[roles[column]!]![row] = NaN;
    }
  }
  return at;
}

/** Reads a cell that is skipped, a time of another kind, or not a plain number; returns where it ends, -1 when it is not what it must be. */
function readOddCell(reader: Reader, bytes: Uint8Array, from: number, role: number, row: number): number {
  const end = endOfCell(bytes, from, reader.delimiter);
  if (end < 0 || role === skip) {
    return end;
  }
  if (end - from > mostCharacters) {
    return -1;
  }
  const value = role === time ? readPlainTime(reader, bytes, from, end) : readNumber(asciiText(bytes, from, end).trim(), 'point');
  if (Number.isNaN(value) && role < numberFields.length) {
    return -1;
  }
  (role === time ? reader.buffer.time : reader.buffer.numbers[role]!)[row] = value;
  return end;
}

/** Where a blank line ends; the place itself when the line is not blank. */
function endOfBlankLine(bytes: Uint8Array, at: number): number {
  if (bytes[at] === lineFeed) {
    return at + 1;
  }
  return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? at + 2 : at;
}

/** Where a line starts, its number counted from 1; undefined when there are not so many. */
function startOfLine(bytes: Uint8Array, line: number): number | undefined {
  let at = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let left = line - 1; left > 0; left--) {
    const end = bytes.indexOf(lineFeed, at);
    if (end < 0) {
      return undefined;
    }
    at = end + 1;
  }
  return at;
}

/** From parts at the start, in the middle and at the end, for prices may gain digits over the years. */
function bytesPerLine(bytes: Uint8Array, from: number): number {
  const last = Math.max(from, bytes.length - sampleBytes);
  let lines = 0;
  let size = 0;
  for (const start of [from, Math.floor((from + last) / 2), last]) {
    const sample = bytes.subarray(start, start + sampleBytes);
    size += sample.length;
    for (const byte of sample) {
      lines += byte === lineFeed ? 1 : 0;
    }
  }
  return Math.max(1, size / Math.max(1, lines));
}

function asciiText(bytes: Uint8Array, from: number, to: number): string {
  return String.fromCharCode(...bytes.subarray(from, to));
}
