export type TableColumn = { readonly title: string; readonly align: 'left' | 'right' };

/** Text in aligned columns, two spaces apart; unknown cells are written by the caller. */
export function formatTable(columns: readonly TableColumn[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, at) => rows.reduce((width, row) => Math.max(width, row[at]?.length ?? 0), column.title.length));
  const line = (cells: readonly string[]) =>
    columns
      .map((column, at) => (column.align === 'right' ? (cells[at] ?? '').padStart(widths[at]!) : (cells[at] ?? '').padEnd(widths[at]!)))
      .join('  ')
      .trimEnd();
  return [line(columns.map((column) => column.title)), ...rows.map(line)].map((text) => `${text}\n`).join('');
}

/** Model text as one plain line of at most `width` characters: no control characters reach a terminal. */
export function plainLine(text: string, width: number): string {
  const plain = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').replace(/\s+/g, ' ').trim();
  return plain.length <= width ? plain : `${plain.slice(0, width - 1).trimEnd()}…`;
}
