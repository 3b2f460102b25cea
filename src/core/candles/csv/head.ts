import { headOf, type TableRow } from './table.ts';

/** The first rows of a table, split by its delimiter. */
export type Head = { readonly delimiter: string; readonly rows: readonly TableRow[] };

const mostRows = 200;
// Excel's own hint about the delimiter, and comments.
const notData = /^(?:sep=.?|#.*)$/i;

/** The first rows of a text, split by the delimiter that makes columns of them; no rows when there is nothing in it. */
export function readHead(text: string): Head {
  const heads = ['\t', ';', '|', ','].map((delimiter): Head => ({ delimiter, rows: headOf(text, delimiter, mostRows).filter(({ cells }) => !notData.test(cells.join('').trim())) }));
  return heads.find(isTable) ?? heads.reduce((a, b) => (widthOf(b) > widthOf(a) ? b : a));
}

function isTable({ rows }: Head): boolean {
  return rows.length > 0 && rows.filter(({ cells }) => cells.length >= 5).length * 2 >= rows.length;
}

function widthOf({ rows }: Head): number {
  return rows.reduce((widest, { cells }) => Math.max(widest, cells.length), 0);
}
