import Papa from 'papaparse';
import type { Steps } from '../rows.ts';

/** A line of a table and its cells. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] };

/** A text in pieces that can be read again from the start, and how many there are, about. */
export type TextPieces = { readonly pieces: () => Iterable<string>; readonly count: number };

/** A text as one piece. */
export function onePiece(text: string): TextPieces {
  return { pieces: () => [text], count: 1 };
}

/** Hands the rows that are not blank to `take`, piece by piece; quoted cells may hold the delimiter and line breaks. */
export function* readTable({ pieces, count }: TextPieces, delimiter: string, take: (row: TableRow) => void): Steps<void> {
  let rest = '';
  let line = 1;
  let done = 0;
  let newline: '\n' | '\r' | undefined;
  const read = (text: string, isEnd: boolean): string => {
    newline ??= text.includes('\n') ? '\n' : /\r[^\n]/.test(text) ? '\r' : undefined;
    const parser = new Papa.Parser({ delimiter, newline: newline ?? '\n' });
    const { data, meta } = parser.parse(text, 0, !isEnd) as Papa.ParseResult<string[]>;
    for (const cells of data) {
      if (cells.some((cell) => cell.trim() !== '')) {
        take({ line, cells });
      }
      line += 1 + cells.reduce((breaks, cell) => breaks + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0);
    }
    return isEnd ? '' : text.slice(meta.cursor);
  };
  // A row that spans pieces is tried again only when as much again has come, so that an endless quote costs no squares.
  let waiting = 0;
  for (const piece of pieces()) {
    rest += done === 0 ? piece.replace(/^\uFEFF/, '') : piece;
    done += 1;
    if (rest.length >= waiting) {
      const left = read(rest, false);
      waiting = left.length === rest.length ? 2 * rest.length : 0;
      rest = left;
    }
    yield Math.min(1, done / count);
  }
  read(rest, true);
}

/** The first rows of a text that are not blank. */
export function headOf(text: string, delimiter: string, most: number): readonly TableRow[] {
  const rows: TableRow[] = [];
  const steps = readTable(onePiece(text), delimiter, (row) => {
    rows.push(row);
  });
  while (rows.length < most && steps.next().done !== true);
  return rows.slice(0, most);
}
