/** What is particular to the programs and exchanges that write candles. */
import { plainName, type Column, type ColumnMap } from './header.ts';
import { numberStyleOf, readNumber } from './numbers.ts';
import { parseDate } from '../time/dates.ts';
import type { TableRow } from './table.ts';
import { parseTime } from '../time/time.ts';

/** A table with a header: its columns, who writes it, and how many rows from the header on are not data. */
export type NamedDialect = {
  readonly name: (isSpreadsheet: boolean) => string;
  readonly columns: Partial<ColumnMap>;
  readonly clock: Column | undefined;
  readonly skip: number;
};

/** A table without a header. */
export type NamelessDialect = { readonly name: string; readonly columns: ColumnMap; readonly clock: Column | undefined };

/** What the row at `at` says as a header, beyond the columns that are `matched` by their names. */
export function namedDialect(rows: readonly TableRow[], at: number, matched: Partial<ColumnMap>): NamedDialect {
  const header = rows[at]!.cells;
  const names = header.map(plainName);
  const data = rows.slice(at + 1).map(({ cells }) => cells);
  const isMultiIndex = names[0] === 'price' && data[0]?.[0] === 'Ticker' && data[1]?.[0] === 'Date';
  const time = isMultiIndex ? { time: { index: 0, header: 'Date' } } : {};
  const date = names.indexOf('date');
  const clock = names.indexOf('time');
  const isSplit = date >= 0 && clock >= 0 && /^\d{1,2}:\d\d/.test(data[0]?.[clock]?.trim() ?? '');
  const split = isSplit ? { time: { index: date, header: header[date]!.trim() } } : {};
  return {
    name: (isSpreadsheet) => nameOf(rows.slice(0, at), header, names, isMultiIndex) ?? (isSpreadsheet ? 'excel' : 'csv-header'),
    columns: { ...matched, ...volumeColumn(header, names, data), ...split, ...time },
    clock: isSplit ? { index: clock, header: header[clock]!.trim() } : undefined,
    skip: isMultiIndex ? 3 : 1,
  };
}

/** Recognises a table by its first rows alone; undefined unless they are candles without doubt. */
export function namelessDialect(rows: readonly (readonly string[])[]): NamelessDialect | undefined {
  const first = (rows[0] ?? []).map((cell) => cell.trim());
  const width = first.findLastIndex((cell) => cell !== '') + 1;
  const isEpoch = /^\d{9,19}$/.test(first[0] ?? '');
  const isSplit = parseDate(first[0] ?? '', 'dmy') !== undefined && /^\d{1,2}:\d\d/.test(first[1] ?? '');
  const isTime = parseTime(first[0] ?? '') !== undefined || parseDate(first[0] ?? '', 'dmy') !== undefined || parseDate(first[0] ?? '', 'mdy') !== undefined;
  const name = isSplit && width >= 7 ? 'metatrader' : isEpoch && width === 12 ? 'binance-klines' : isEpoch && width === 7 ? 'kraken' : isTime && width === 6 ? 'csv-no-header' : undefined;
  if (name === undefined) {
    return undefined;
  }
  const shift = name === 'metatrader' ? 1 : 0;
  const column = (index: number, header: string): Column => ({ index, header });
  const columns: ColumnMap = {
    time: column(0, 'time'), open: column(1 + shift, 'open'), high: column(2 + shift, 'high'), low: column(3 + shift, 'low'),
    close: column(4 + shift, 'close'), volume: column(5 + shift, 'volume'),
  };
  return areCandles(rows, columns) ? { name, columns, clock: shift === 1 ? column(1, 'time of day') : undefined } : undefined;
}

function nameOf(before: readonly TableRow[], header: readonly string[], names: readonly string[], isMultiIndex: boolean): string | undefined {
  if (before.some(({ cells }) => /cryptodatadownload/i.test(cells.join('')))) {
    return 'cryptodatadownload';
  }
  if (header.some((name) => /^\s*<open>\s*$/i.test(name))) {
    return 'metatrader';
  }
  if (isMultiIndex || names.includes('adjclose')) {
    return 'yfinance';
  }
  if (names.includes('unix') && names.includes('symbol')) {
    return 'bitstamp';
  }
  if (names.includes('opentime') && names.includes('closetime')) {
    return 'binance-klines';
  }
  const isTradingView = header.slice(0, 5).join() === 'time,open,high,low,close' && (header.length > 6 || header[5]?.trim() === 'Volume');
  return isTradingView ? 'tradingview' : undefined;
}

/** Of several volumes the one of the base asset, which is Freqtrade's; of MetaTrader's two the real one, unless it is 0 throughout. */
function volumeColumn(header: readonly string[], names: readonly string[], data: readonly (readonly string[])[]): { readonly volume?: Column } {
  const at = (index: number) => ({ volume: { index, header: header[index]!.trim() } });
  const real = names.indexOf('vol');
  const ticks = names.indexOf('tickvol');
  if (real >= 0 && ticks >= 0) {
    return at(data.some((cells) => readNumber((cells[real] ?? '').trim(), 'point') > 0) ? real : ticks);
  }
  const volumes = names.flatMap((name, index) => (/^volume[a-z0-9]+$/.test(name) ? [{ index, asset: name.slice('volume'.length) }] : []));
  if (volumes.length === 0 || names.includes('volume')) {
    return {};
  }
  const symbol = (data[0]?.[names.indexOf('symbol')] ?? '').trim().toLowerCase();
  return at((volumes.find(({ asset }) => symbol.startsWith(asset)) ?? volumes[0]!).index);
}

/** Whether nearly all rows have prices in the order that candles have: low at the bottom, high at the top. */
function areCandles(rows: readonly (readonly string[])[], { open, high, low, close, volume }: ColumnMap): boolean {
  const style = numberStyleOf(rows.flatMap((cells) => [open, high, low, close].map(({ index }) => cells[index] ?? '')), ',');
  const good = rows.filter((cells) => {
    const [o = NaN, h = NaN, l = NaN, c = NaN, v = NaN] = [open, high, low, close, volume].map(({ index }) => readNumber((cells[index] ?? '').trim(), style));
    return h >= o && h >= c && l <= o && l <= c && v >= 0;
  });
  return good.length >= 0.9 * rows.length;
}
