import type { DateOrder } from '../csv/mapping.ts';
import { parseOffset, utcMs, type TimeCell } from './time.ts';

/** The three numbers of a date as they stand, and the rest of the cell as milliseconds of the day and zone. */
type DateParts = { readonly first: number; readonly second: number; readonly third: number; readonly separator: string; readonly dayMs: number; readonly zone: string | undefined };

const day = 86_400_000;

const shape = /^(\d{1,4})([/.-])(\d{1,2})\2(\d{4}|\d{1,2})(?:(?:T|,?\s+)(\d{1,2})(?::(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?)?(?:[\s-]*([AP]M))?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?$/i;

/** Reads dates such as `31.01.2024 05:30`, `1/31/2024, 5:30 PM` and `2024.01.31`, whose order of day and month is known, and `16 Jan 2018 08:30` and `Jan 16, 2018`, which say it. */
export function parseDate(cell: string, order: DateOrder): TimeCell | undefined {
  const parts = partsOf(cell);
  const date = parts === undefined ? undefined : dateOf(parts, order);
  if (parts === undefined || date === undefined) {
    return undefined;
  }
  const { minutes, zone } = parseOffset(parts.zone);
  return { ms: date + parts.dayMs - minutes * 60_000, zone };
}

/** What a whole column of dates says about the order of day and month. */
export type OrderChoice = { readonly order: DateOrder; readonly isAssumed: boolean; readonly example: string } | { readonly ambiguous: string };

/** Looks at every date of a column before it decides. */
export type OrderFinder = { readonly look: (cell: string) => void; readonly decide: () => OrderChoice };

/**
 * Decides the order of day and month from every cell of a column: by a number above 12, else by the order under
 * which alone the times run one way or are evenly spaced. Dots alone mean day first, which is an assumption; other
 * dates stay ambiguous.
 */
export function createOrderFinder(): OrderFinder {
  const [dayFirst, monthFirst] = [createReading('dmy'), createReading('mdy')];
  let example: string | undefined;
  let hasOnlyDots = true;
  const look = (cell: string) => {
    const parts = partsOf(cell);
    if (parts === undefined || parts.first > 31) {
      return;
    }
    example ??= cell;
    hasOnlyDots &&= parts.separator === '.';
    dayFirst.take(parts);
    monthFirst.take(parts);
  };
  const decide = (): OrderChoice => {
    if (example === undefined) {
      return { order: 'ymd', isAssumed: false, example: '' };
    }
    const [dmy, mdy] = [dayFirst.facts(), monthFirst.facts()];
    const decided = (isDayFirst: boolean, isAssumed = false) => ({ order: isDayFirst ? 'dmy' : 'mdy', isAssumed, example: example! }) as const;
    if (dmy.bad !== mdy.bad) {
      return decided(dmy.bad < mdy.bad);
    }
    if (dmy.turns !== mdy.turns && Math.min(dmy.turns, mdy.turns) === 0) {
      return decided(dmy.turns === 0);
    }
    if (dmy.isRegular !== mdy.isRegular) {
      return decided(dmy.isRegular);
    }
    return hasOnlyDots ? decided(true, true) : { ambiguous: example };
  };
  return { look, decide };
}

/** How a column looks when it is read in one order: dates that do not exist, changes of direction, even spacing. */
function createReading(order: DateOrder) {
  let bad = 0;
  let turns = 0;
  let direction = 0;
  let before = NaN;
  let spacing = NaN;
  let isEven = true;
  let isMonthly = true;
  const take = (parts: DateParts) => {
    const date = dateOf(parts, order);
    if (date === undefined) {
      bad += 1;
      return;
    }
    const step = date + parts.dayMs - before;
    before = date + parts.dayMs;
    if (Number.isNaN(step)) {
      return;
    }
    const distance = Math.abs(step);
    isEven &&= Number.isNaN(spacing) || distance === spacing;
    isMonthly &&= distance >= 28 * day && distance <= 31 * day;
    spacing = distance;
    if (step !== 0 && Math.sign(step) !== direction) {
      turns += direction === 0 ? 0 : 1;
      direction = Math.sign(step);
    }
  };
  return { take, facts: () => ({ bad, turns, isRegular: !Number.isNaN(spacing) && (isEven || isMonthly) }) };
}

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];
const dayThenMonth = /^(\d{1,2})[\s-]+([a-z]{3,9})\.?[\s,-]+(\d{4})(?!\d)/i;
const monthThenDay = /^([a-z]{3,9})\.?[\s-]+(\d{1,2}),?[\s-]+(\d{4})(?!\d)/i;

/** `16 Jan 2018 08:30` and `Jan 16, 2018` in figures, the year first; any other cell as it is. */
function inFigures(cell: string): string {
  const figures = (whole: string, year: string, name: string, dayOfMonth: string) => {
    const month = months.findIndex((candidate) => candidate.startsWith(name.toLowerCase()));
    return month < 0 ? whole : `${year}-${month + 1}-${dayOfMonth}`;
  };
  return cell
    .replace(dayThenMonth, (whole: string, dayOfMonth: string, name: string, year: string) => figures(whole, year, name, dayOfMonth))
    .replace(monthThenDay, (whole: string, name: string, dayOfMonth: string, year: string) => figures(whole, year, name, dayOfMonth));
}

function partsOf(cell: string): DateParts | undefined {
  const match = shape.exec(inFigures(cell));
  if (match === null) {
    return undefined;
  }
  const [, first, separator = '', second, third = '', hour = '0', minute = '0', second60 = '0', fraction = '0', half, zone] = match;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  const isTime = hours <= 23 && Number(minute) <= 59 && Number(second60) <= 59 && (half === undefined || (Number(hour) >= 1 && Number(hour) <= 12));
  const dayMs = ((hours * 60 + Number(minute)) * 60 + Number(second60)) * 1000 + Math.floor(Number(`0.${fraction}`) * 1000);
  // A year of two digits stands last and is one of this century.
  const year = third.length === 2 && Number(first) <= 31 ? 2000 + Number(third) : Number(third);
  return isTime ? { first: Number(first), second: Number(second), third: year, separator, dayMs, zone: zone?.replace(/gmt/i, 'UTC') } : undefined;
}

function dateOf({ first, second, third }: DateParts, order: DateOrder): number | undefined {
  if (first > 31) {
    return utcMs(first, second, third);
  }
  return order === 'dmy' ? utcMs(third, second, first) : order === 'mdy' ? utcMs(third, first, second) : undefined;
}
