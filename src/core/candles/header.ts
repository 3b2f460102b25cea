/** The columns a candle file must have, in the order they are reported. */
export const candleFields = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
export type CandleField = (typeof candleFields)[number];

/** Where each field stands in a row, and how its header is written in the file. */
export type ColumnMap = { readonly [field in CandleField]: { readonly index: number; readonly header: string } };

const spellings: { readonly [field in CandleField]: readonly string[] } = {
  time: ['date', 'time', 'datetime', 'timestamp', 'opentime', 'date(utc)', 'time(utc)', 'opentime(utc)'],
  open: ['open', 'o'],
  high: ['high', 'h'],
  low: ['low', 'l'],
  close: ['close', 'c'],
  volume: ['volume', 'vol', 'v'],
};

/** Finds the candle columns in a header, in any order and case; otherwise the fields that are missing. */
export function matchHeader(header: readonly string[]): ColumnMap | { readonly missing: readonly CandleField[] } {
  const names = header.map((name) => name.trim().toLowerCase().replace(/[\s_]+/g, ''));
  const found = candleFields.map((field) => {
    const index = names.findIndex((name) => spellings[field].includes(name));
    return [field, { index, header: header[index]?.trim() ?? '' }] as const;
  });
  const missing = found.filter(([, column]) => column.index < 0).map(([field]) => field);
  return missing.length > 0 ? { missing } : (Object.fromEntries(found) as ColumnMap);
}
