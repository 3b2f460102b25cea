import type { Zone } from './series.ts';

/** A cell of a time column: the instant and the zone it names, or undefined when it is no time. */
export type TimeCell = { readonly ms: number; readonly zone: Zone };

const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Reads ISO 8601 (a missing zone is UTC, and said) or an epoch in seconds, milliseconds, microseconds or
 * nanoseconds, told apart by their magnitude between the years 1973 and 5138.
 */
export function parseTime(cell: string): TimeCell | undefined {
  const text = cell.trim();
  if (/^\d{9,19}(\.\d+)?$/.test(text)) {
    return { ms: epochToMs(Number(text)), zone: 'utc' };
  }
  const match = iso.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = match;
  const local = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  // Date.UTC rolls 2024-02-30 over to March; such a date is no time.
  if (new Date(local).getUTCDate() !== Number(day) || Number(month) > 12 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return undefined;
  }
  const offset = parseOffset(zone);
  return { ms: local + Math.floor(Number(`0.${fraction}`) * 1000) - offset.minutes * 60_000, zone: offset.zone };
}

/** ISO 8601 with `Z`, to the second where that is exact. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}

function epochToMs(value: number): number {
  if (value < 1e11) {
    return value * 1e3;
  }
  if (value < 1e14) {
    return value;
  }
  return value < 1e17 ? value / 1e3 : value / 1e6;
}

function parseOffset(zone: string | undefined): { readonly minutes: number; readonly zone: Zone } {
  if (zone === undefined) {
    return { minutes: 0, zone: 'assumed-utc' };
  }
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const total = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return { minutes: total, zone: total === 0 ? 'utc' : `${sign}${hours}:${minutes.padStart(2, '0')}` };
}
