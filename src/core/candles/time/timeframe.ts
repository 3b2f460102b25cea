const unitMs = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Steps between candles: a fixed number of milliseconds, or calendar months (Freqtrade's `1M`, `1Mo` in file names). */
export type Step = { readonly type: 'fixed'; readonly ms: number } | { readonly type: 'months'; readonly months: number };

// Freqtrade's week starts on Monday; 1970-01-05 was the first one.
const firstMonday = 4 * unitMs.d;

/** The step of a Freqtrade timeframe such as `5m`, `1h`, `1d`, `1w`, `1M`; undefined when it is none. */
export function parseTimeframe(timeframe: string): Step | undefined {
  const [, digits, unit] = /^([1-9]\d{0,3})(s|m|h|d|w|Mo?)$/.exec(timeframe) ?? [];
  if (digits === undefined || unit === undefined) {
    return undefined;
  }
  const count = Number(digits);
  return unit.startsWith('M') ? { type: 'months', months: count } : { type: 'fixed', ms: count * unitMs[unit as keyof typeof unitMs] };
}

/** The timeframe whose candles are `ms` apart; undefined when Freqtrade has no name for it. */
export function timeframeOfSpacing(ms: number): string | undefined {
  if (ms >= 28 * unitMs.d && ms <= 31 * unitMs.d) {
    return '1M';
  }
  const units = [['w', unitMs.w], ['d', unitMs.d], ['h', unitMs.h], ['m', unitMs.m], ['s', unitMs.s]] as const;
  const match = units.find(([, size]) => ms >= size && ms % size === 0);
  return match === undefined ? undefined : `${ms / match[1]}${match[0]}`;
}

/** The open time of the candle that `time` falls into, on the exchange's grid: from 1970, weeks from Monday. Cleaning has another one, see `gridOf`. */
export function floorToStep(time: number, step: Step): number {
  if (step.type === 'months') {
    const date = new Date(time);
    const month = date.getUTCFullYear() * 12 + date.getUTCMonth();
    return monthStart(month - (month % step.months));
  }
  const origin = step.ms % unitMs.w === 0 ? firstMonday : 0;
  return Math.floor((time - origin) / step.ms) * step.ms + origin;
}

/**
 * The open times that Freqtrade's cleaning gives: from midnight of the first candle's day; weeks are those that
 * end on a Monday, so that Tuesday to Sunday belong to the Monday after them, as pandas' `1W-MON` has it.
 */
export function gridOf(step: Step, first: number): (time: number) => number {
  if (step.type === 'months' || step.ms > unitMs.w) {
    return (time) => floorToStep(time, step);
  }
  if (step.ms === unitMs.w) {
    return (time) => Math.ceil((Math.floor(time / unitMs.d) * unitMs.d - firstMonday) / unitMs.w) * unitMs.w + firstMonday;
  }
  const midnight = Math.floor(first / unitMs.d) * unitMs.d;
  return (time) => Math.floor((time - midnight) / step.ms) * step.ms + midnight;
}

/** The open time of the candle after the one that opens at `time`. */
export function nextOpen(time: number, step: Step): number {
  if (step.type === 'fixed') {
    return time + step.ms;
  }
  const date = new Date(time);
  return monthStart(date.getUTCFullYear() * 12 + date.getUTCMonth() + step.months);
}

function monthStart(month: number): number {
  return Date.UTC(Math.floor(month / 12), month % 12, 1);
}
