import type { Zone } from '../series.ts';

/** A cell of a time column: the instant in epoch milliseconds and the zone it names. */
export type TimeCell = { readonly ms: number; readonly zone: Zone };

const epoch = /^\d{9,19}(\.\d+)?$/;
const iso = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?\s*(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * Reads ISO 8601 (a missing zone is UTC, and said) or an epoch in seconds, milliseconds, microseconds or
 * nanoseconds, told apart by their magnitude between the years 1973 and 5138.
 */
export function parseTime(cell: string): TimeCell | undefined {
  const text = cell.trim();
  if (epoch.test(text)) {
    return { ms: epochToMs(Number(text)), zone: 'utc' };
  }
  const match = iso.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', zone] = match;
  const date = utcMs(Number(year), Number(month), Number(day));
  if (date === undefined || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) {
    return undefined;
  }
  const offset = parseOffset(zone);
  const seconds = (Number(hour) * 60 + Number(minute) - offset.minutes) * 60 + Number(second);
  return { ms: date + seconds * 1000 + Math.floor(Number(`0.${fraction}`) * 1000), zone: offset.zone };
}

/** ISO 8601 with `Z`, to the second where that is exact. */
export function isoTime(ms: number): string {
  const text = new Date(ms).toISOString();
  return text.endsWith('.000Z') ? `${text.slice(0, -5)}Z` : text;
}

/** Midnight UTC of a day from the year 1900 on; undefined when the calendar has no such day. */
export function utcMs(year: number, month: number, day: number): number | undefined {
  const ms = Date.UTC(year, month - 1, day);
  // Date.UTC rolls 2024-02-30 over to March; such a date is no time.
  return year < 1900 || month > 12 || new Date(ms).getUTCDate() !== day ? undefined : ms;
}

/** Milliseconds of an epoch in any of the four units. */
export function epochToMs(value: number): number {
  if (value < 1e11) {
    return value * 1e3;
  }
  if (value < 1e14) {
    return value;
  }
  return value < 1e17 ? value / 1e3 : value / 1e6;
}

/** The offset that a zone such as `Z`, `+02:00` or `+0200` names; no zone is assumed to be UTC. */
export function parseOffset(zone: string | undefined): { readonly minutes: number; readonly zone: Zone } {
  if (zone === undefined) {
    return { minutes: 0, zone: 'assumed-utc' };
  }
  const [, sign, hours = '0', minutes = '0'] = /^([+-])(\d\d):?(\d\d)?$/.exec(zone) ?? [];
  const total = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -1 : 1);
  return { minutes: total, zone: total === 0 ? 'utc' : zoneName(total) };
}

/** An offset as `+02:00`. */
export function zoneName(minutes: number): Zone {
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '-' : '+'}${digits(Math.floor(Math.abs(minutes) / 60))}:${digits(Math.abs(minutes) % 60)}`;
}
