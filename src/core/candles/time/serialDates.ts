import type { TimeCell } from './time.ts';

/** A column of Excel's serial dates, and to how many milliseconds its decimals are exact. */
export type SerialDates = { readonly exactMs: number };

const dayMs = 86_400_000;
/** 1970-01-01; earlier numbers could be days counted from there. */
const first = 25_569;
/** 2100-01-01. */
const end = 73_051;

const shape = /^(\d{5})(?:[.,](\d+))?$/;

/**
 * Whether the cells of a time column are Excel's serial dates: days since 1899-12-30 that mostly differ from row to row by
 * up to a month. What they are rounded to follows from their decimals, of which Excel leaves out zeros at the end:
 * 45292.00347 stands for five minutes past midnight.
 */
export function findSerialDates(cells: readonly string[]): SerialDates | undefined {
  const found = cells.flatMap((cell) => readSerial(cell) ?? []);
  const steps = found.slice(1).map(({ days }, i) => Math.abs(days - found[i]!.days));
  const usual = steps.filter((step) => step > 0 && step <= 31);
  if (found.length < 0.9 * cells.length || usual.length === 0 || usual.length < 0.9 * steps.length) {
    return undefined;
  }
  const decimals = found.reduce((most, serial) => Math.max(most, serial.decimals), 0);
  const exactMs = decimals >= 8 ? 1 : decimals >= 5 ? 1000 : 60_000;
  // With fewer decimals only what is written out in full can be told from what was cut off.
  const isExact = decimals >= 4 || found.every(({ days }) => Number.isInteger(days * 24));
  return isExact ? { exactMs } : undefined;
}

/** Reads `45292.0034722`, with a point or a comma; undefined when it is no serial date from 1970 to 2099. */
export function parseSerialDate(cell: string, { exactMs }: SerialDates): TimeCell | undefined {
  const serial = readSerial(cell);
  return serial === undefined ? undefined : { ms: Math.round(((serial.days - first) * dayMs) / exactMs) * exactMs, zone: 'assumed-utc' };
}

function readSerial(cell: string): { readonly days: number; readonly decimals: number } | undefined {
  const [, whole, fraction = ''] = shape.exec(cell.trim()) ?? [];
  const days = Number(`${whole}.${fraction}`);
  return days >= first && days < end ? { days, decimals: fraction.length } : undefined;
}
