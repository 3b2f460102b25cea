import type { Zone } from './series.ts';
import { epochToMs, parseTime, utcMs } from './time.ts';

/** What is remembered from one time to the next: the zones seen, and the last day, which is mostly the same again. */
export type TimeState = {
  readonly zones: Set<Zone>;
  /** The last day as the number 20240131, and its midnight. */
  day: number;
  dayMs: number;
  /** The last zone added. */
  zone: Zone | undefined;
};

const zero = 48;
const dash = 45;
const colon = 58;

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
  const iso = length >= 19 ? readIso(state, bytes, from, to) : NaN;
  return Number.isNaN(iso) ? readOther(state, bytes, from, to) : iso;
}

/** `2024-01-31T05:30:00` with `T` or a space, and nothing, `Z` or `+00:00` behind it. */
function readIso(state: TimeState, bytes: Uint8Array, from: number, to: number): number {
  const separator = bytes[from + 10];
  if (bytes[from + 4] !== dash || bytes[from + 7] !== dash || bytes[from + 13] !== colon || bytes[from + 16] !== colon || (separator !== 84 && separator !== 32)) {
    return NaN;
  }
  const year = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2);
  const month = twoDigits(bytes, from + 5);
  const dayOfMonth = twoDigits(bytes, from + 8);
  const hour = twoDigits(bytes, from + 11);
  const minute = twoDigits(bytes, from + 14);
  const second = twoDigits(bytes, from + 17);
  if (year > 9999 || hour > 23 || minute > 59 || second > 59) {
    return NaN;
  }
  const zone = zoneOf(bytes, from + 19, to);
  if (zone === undefined) {
    return NaN;
  }
  const day = year * 10_000 + month * 100 + dayOfMonth;
  if (day !== state.day) {
    state.day = day;
    state.dayMs = utcMs(year, month, dayOfMonth) ?? NaN;
  }
  addZone(state, zone);
  return state.dayMs + ((hour * 60 + minute) * 60 + second) * 1000;
}

function zoneOf(bytes: Uint8Array, from: number, to: number): Zone | undefined {
  if (from === to) {
    return 'assumed-utc';
  }
  if (to === from + 1 && bytes[from] === 90) {
    return 'utc';
  }
  const isZero = to === from + 6 && bytes[from] === 43 && twoDigits(bytes, from + 1) === 0 && bytes[from + 3] === colon && twoDigits(bytes, from + 4) === 0;
  return isZero ? 'utc' : undefined;
}

function readOther(state: TimeState, bytes: Uint8Array, from: number, to: number): number {
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

/** A number of two digits; 100, which no part of a time is, when one of them is none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! ^ zero;
  const ones = bytes[at + 1]! ^ zero;
  return tens < 10 && ones < 10 ? tens * 10 + ones : 100;
}
