/** The columns a candle file must have, in the order they are reported. */
export const candleFields = ['time', 'open', 'high', 'low', 'close', 'volume'] as const;
export type CandleField = (typeof candleFields)[number];

/** A column of the file: its 0-based index, and how its header is written. */
export type Column = { readonly index: number; readonly header: string };

/** Where each field stands in a row. */
export type ColumnMap = { readonly [field in CandleField]: Column };

// The first spelling that a header has wins: an epoch before a date that is only for people. German spreadsheets say
// their own words; investing.com calls the close its price.
const spellings: { readonly [field in CandleField]: readonly string[] } = {
  time: ['unix', 'unixtimestamp', 'timestamp', 'opentime', 'opentime(utc)', 'datetime', 'date', 'date(utc)', 'time', 'time(utc)', 'gmttime', 'localtime', 'datum', 'zeit', 'zeitstempel'],
  open: ['open', 'o', 'openprice', 'eröffnung', 'eröffnungskurs'],
  high: ['high', 'h', 'max', 'highprice', 'hoch', 'höchst', 'tageshoch'],
  low: ['low', 'l', 'min', 'lowprice', 'tief', 'tiefst', 'tagestief'],
  close: ['close', 'c', 'last', 'closeprice', 'schluss', 'schlusskurs', 'price'],
  volume: ['volume', 'vol', 'v', 'vol.', 'basevolume', 'tickvol', 'tickvolume', 'volumen'],
};

/** The candle columns that a header names, in any order and case. */
export function matchHeader(header: readonly string[]): Partial<ColumnMap> {
  const names = header.map(plainName);
  const found = candleFields.flatMap((field) => {
    const index = spellings[field].map((spelling) => names.indexOf(spelling)).find((at) => at >= 0);
    return index === undefined ? [] : [[field, { index, header: header[index]!.trim() }] as const];
  });
  return Object.fromEntries(found);
}

/** The fields that `columns` does not have. */
export function missingFields(columns: Partial<ColumnMap>): readonly CandleField[] {
  return candleFields.filter((field) => columns[field] === undefined);
}

/** Whether every field has its column. */
export function isComplete(columns: Partial<ColumnMap>): columns is ColumnMap {
  return missingFields(columns).length === 0;
}

/** A header as it is compared: lower case, without spaces, underscores and MetaTrader's angle brackets. */
export function plainName(header: string): string {
  return header.trim().toLowerCase().replace(/[\s_<>]+/g, '');
}

/** Names that differ from each other and from the candle's own; a name that comes again gets `.1`, `.2`, as in pandas. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>(['date', ...candleFields]);
  return names.map((name) => {
    let unique = name;
    for (let again = 1; taken.has(unique); again++) {
      unique = `${name}.${again}`;
    }
    taken.add(unique);
    return unique;
  });
}
