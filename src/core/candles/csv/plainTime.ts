import { isEndOfCell } from './plainCell.ts';
import type { Zone } from '../series.ts';
import { epochToMs, parseTime } from '../time/time.ts';

/** What divides the cells, the zones seen so far, and the last one added, which is mostly the next one too. */
export type TimeState = { readonly delimiter: number; readonly zones: Set<Zone>; zone: Zone | undefined };

const plus = 43;
const dash = 45;
const zero = 48;
const colon = 58;
const space = 32;
const letterT = 84;
const letterZ = 90;

const dayMs = 86_400_000;
const daysTo1970 = 719_162;
// Days of the year before each month, from January at 1 on, of a common and of a leap year.
const daysBefore = Uint16Array.of(
  0, 0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365,
  0, 0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335, 366,
);

/**
 * Reads `2024-01-31T05:30:00`, with `T` or a space and nothing, `Z` or `+00:00` behind it, into `column` at `row`.
 * Returns where it ends; -1 for any other time. What it finds is what `parseTime` finds.
 */
export function readPlainIso(state: TimeState, bytes: Uint8Array, from: number, column: Float64Array, row: number): number {
  if (bytes[from + 4] !== dash || bytes[from + 7] !== dash || (bytes[from + 10] !== letterT && bytes[from + 10] !== space) || bytes[from + 13] !== colon || bytes[from + 16] !== colon) {
    return -1;
  }
  const day = dayNumber(twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2), twoDigits(bytes, from + 5), twoDigits(bytes, from + 8));
  const hour = twoDigits(bytes, from + 11);
  const minute = twoDigits(bytes, from + 14);
  const second = twoDigits(bytes, from + 17);
  if (day !== day || hour > 23 || minute > 59 || second > 59) {
    return -1;
  }
  const end = endOfUtc(bytes, from + 19);
  if (!isEndOfCell(bytes[end], state.delimiter)) {
    return -1;
  }
  column[row] = day * dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
  addZone(state, end > from + 19 ? 'utc' : 'assumed-utc');
  return end;
}

/** Days from 1970-01-01 to a day of the calendar; NaN when the year is before 1900 or there is no such day. By arithmetic alone. */
function dayNumber(year: number, month: number, dayOfMonth: number): number {
  if (year < 1900 || year > 9999 || month < 1 || month > 12) {
    return NaN;
  }
  // Every 25th year is a century's or divisible by 4 only if by 16: a leap year is found without a branch.
  const isLeap = year % (year % 25 === 0 ? 16 : 4) === 0;
  const at = isLeap ? month + 14 : month;
  if (dayOfMonth < 1 || dayOfMonth > daysBefore[at + 1]! - daysBefore[at]!) {
    return NaN;
  }
  const years = year - 1;
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400) + daysBefore[at]! + dayOfMonth - 1 - daysTo1970;
}

/** Where `Z` or `+00:00` at a place ends; the place itself when there is neither. */
function endOfUtc(bytes: Uint8Array, at: number): number {
  if (bytes[at] === letterZ) {
    return at + 1;
  }
  const isZero = bytes[at] === plus && twoDigits(bytes, at + 1) === 0 && bytes[at + 3] === colon && twoDigits(bytes, at + 4) === 0;
  return isZero ? at + 6 : at;
}

/** The time in `bytes` from `from` to `to`, exactly as `parseTime` reads it; NaN when it is none. */
export function readPlainTime(state: TimeState, bytes: Uint8Array, from: number, to: number): number {
  const length = to - from;
  if (length >= 9 && length <= 15) {
    let value = 0;
    let at = from;
    for (; at < to && bytes[at]! >= zero && bytes[at]! <= 57; at++) {
      value = value * 10 + (bytes[at]! - zero);
    }
    if (at === to) {
      addZone(state, 'utc');
      return epochToMs(value);
    }
  }
  const time = parseTime(String.fromCharCode(...bytes.subarray(from, to)));
  if (time === undefined) {
    return NaN;
  }
  addZone(state, time.zone);
  return time.ms;
}

function addZone(state: TimeState, zone: Zone): void {
  if (zone !== state.zone) {
    state.zone = zone;
    state.zones.add(zone);
  }
}

/** A number of two digits; 10,000, which no part of a time is, when one of them is none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! ^ zero;
  const ones = bytes[at + 1]! ^ zero;
  return tens < 10 && ones < 10 ? tens * 10 + ones : 10_000;
}
