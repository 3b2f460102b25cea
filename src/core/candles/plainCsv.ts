/**
 * The fast way through a table of plain numbers: bytes become columns without a string in between. Whatever it does
 * not expect makes it give up, and the file is read by `csvRows.ts`, with the same result for what both can read.
 */
import type { Layout } from './layout.ts';
import { readNumber } from './numbers.ts';
import { readPlainTime, type TimeState } from './plainTime.ts';
import { createRowBuffer, growRowBuffer, numberFields, rowsOfBuffer, type CandleRows, type RowBuffer, type Steps } from './rows.ts';
import type { Zone } from './series.ts';

/** Rows of a plain table, and the zones that its times name. */
export type PlainRows = { readonly rows: CandleRows; readonly zones: ReadonlySet<Zone> };

const chunkBytes = 256 * 1024;
const sampleBytes = 64 * 1024;
const lineFeed = 10;
const carriageReturn = 13;
const quote = 34;
const minus = 45;
const point = 46;
const zero = 48;
// A double holds every integer of 15 digits, and dividing two exact ones rounds as Number() does.
const mostDigits = 15;
const powers = Array.from({ length: mostDigits + 1 }, (_, exponent) => 10 ** exponent);

const skip = -1;
const time = -2;

type Reader = TimeState & {
  readonly delimiter: number;
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
    day: NaN,
    dayMs: NaN,
    zone: undefined,
  };
}

/** Reads whole lines; false when one is not plain. */
function readLines(reader: Reader, bytes: Uint8Array, from: number, to: number): boolean {
  const { delimiter, roles, lastNeeded, buffer } = reader;
  const width = roles.length;
  for (let at = from; at < to; reader.line++) {
    if (bytes[at] === lineFeed || (bytes[at] === carriageReturn && bytes[at + 1] === lineFeed)) {
      at += bytes[at] === lineFeed ? 1 : 2;
      continue;
    }
    growRowBuffer(buffer);
    const row = buffer.length;
    const { numbers } = buffer;
    let column = 0;
    for (; ; column++) {
      const role = column < width ? roles[column]! : skip;
      const start = at;
      let value = NaN;
      let byte = bytes[at]!;
      if (role >= 0) {
        const isNegative = byte === minus;
        if (isNegative) {
          byte = bytes[++at]!;
        }
        const first = at;
        let whole = 0;
        // XOR with "0" leaves 0 to 9 for digits alone.
        for (let digit = byte ^ zero; digit < 10; digit = byte ^ zero) {
          whole = whole * 10 + digit;
          byte = bytes[++at]!;
        }
        let digits = at - first;
        let decimals = 0;
        if (byte === point && digits > 0) {
          byte = bytes[++at]!;
          const firstDecimal = at;
          for (let digit = byte ^ zero; digit < 10; digit = byte ^ zero) {
            whole = whole * 10 + digit;
            byte = bytes[++at]!;
          }
          decimals = at - firstDecimal;
          digits += decimals;
        }
        if (digits > 0 && digits <= mostDigits) {
          value = (isNegative ? -whole : whole) / powers[decimals]!;
        } else {
          byte = lineFeed + 1;
        }
      }
      if (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn || role < 0) {
        // The end of a cell that is skipped, a time, or not a plain number.
        at = start;
        byte = bytes[at]!;
        while (byte !== delimiter && byte !== lineFeed && byte !== carriageReturn) {
          if (byte === quote) {
            return false;
          }
          byte = bytes[++at]!;
        }
        value = role === skip ? NaN : role === time ? readPlainTime(reader, bytes, start, at) : readNumber(asciiText(bytes, start, at).trim(), 'point');
      }
      if (role >= 0) {
        if (value !== value && role < numberFields.length) {
          return false;
        }
        numbers[role]![row] = value;
      } else if (role === time) {
        if (value !== value) {
          return false;
        }
        buffer.time[row] = value;
      }
      at += 1;
      if (byte === delimiter) {
        continue;
      }
      if (byte === carriageReturn && bytes[at++] !== lineFeed) {
        return false;
      }
      break;
    }
    if (column < lastNeeded || numbers[2]![row]! > numbers[1]![row]!) {
      return false;
    }
    for (column += 1; column < width; column++) {
      if (roles[column]! >= 0) {
        numbers[roles[column]!]![row] = NaN;
      }
    }
    buffer.line[row] = reader.line;
    buffer.length += 1;
  }
  return true;
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
