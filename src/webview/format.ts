/** Every number a person sees goes through here: true minus signs, grouped counts, an en dash for what is unknown. */

/** Stands for a value that is unknown; never 0. */
export const unknown = '–';

const minute = 60_000;
const counts = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** A whole number with its thousands grouped. */
export function formatCount(count: number): string {
  return trueMinus(counts.format(count));
}

/** A count with its noun, in the singular for one. */
export function formatCounted(count: number, singular: string, plural = `${singular}s`): string {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}

/** A price with the decimals of its series. */
export function formatPrice(price: number | null | undefined, decimals: number): string {
  return isKnown(price) ? trueMinus(price.toFixed(decimals)) : unknown;
}

/** A fixed number of decimals with grouped thousands. */
export function formatDecimal(value: number | null | undefined, decimals: number): string {
  if (!isKnown(value)) {
    return unknown;
  }
  const options = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  return trueMinus(new Intl.NumberFormat('en-US', options).format(value));
}

/** A traded volume: whole from 100 on, three significant digits below. */
export function formatVolume(volume: number | null | undefined): string {
  if (!isKnown(volume)) {
    return unknown;
  }
  return Math.abs(volume) >= 100 ? formatCount(volume) : formatSignificant(volume, 3);
}

/** At most so many significant digits, with grouped thousands and no trailing zeros. */
export function formatSignificant(value: number | null | undefined, digits: number): string {
  if (!isKnown(value)) {
    return unknown;
  }
  return trueMinus(new Intl.NumberFormat('en-US', { maximumSignificantDigits: digits }).format(value));
}

/** A confidence between 0 and 1, as it is on the wire. */
export function formatConfidence(confidence: number | null | undefined): string {
  return isKnown(confidence) ? confidence.toFixed(2) : unknown;
}

/** A change in percent with its sign. */
export function formatChange(percent: number | null | undefined, decimals = 1): string {
  if (!isKnown(percent)) {
    return unknown;
  }
  const text = percent.toFixed(decimals);
  return `${Number(text) > 0 ? '+' : ''}${trueMinus(text)}%`;
}

/** A ratio with one decimal. */
export function formatRatio(ratio: number | null | undefined): string {
  return isKnown(ratio) ? trueMinus(ratio.toFixed(1)) : unknown;
}

/** A share of a whole in percent, with one decimal. */
export function formatShare(part: number, whole: number): string {
  return whole > 0 ? `${((part / whole) * 100).toFixed(1)}%` : unknown;
}

/** What a run cost in USD; null means that the price of an answer is unknown. */
export function formatRunCost(usd: number | null): string {
  if (usd === null) {
    return 'unknown';
  }
  if (usd === 0) {
    return 'free';
  }
  return usd < 0.005 ? 'under $0.01' : `$${formatDecimal(usd, 2)}`;
}

/** What was spent in USD where money counts: nothing yet is $0.00, not free. */
export function formatSpent(usd: number): string {
  return usd === 0 ? '$0.00' : formatRunCost(usd);
}

/** A limit in USD; with four decimals where two would change it. */
export function formatLimit(usd: number): string {
  return `$${formatDecimal(usd, Math.abs(usd * 100 - Math.round(usd * 100)) < 1e-6 ? 2 : 4)}`;
}

/** A rate, per second or, when it is slow, per minute: the number and its unit. */
export function formatRate(perSecond: number): readonly [string, string] {
  return perSecond < 0.5 ? [formatSignificant(perSecond * 60, 2), 'per minute'] : [formatSignificant(perSecond, 2), 'per second'];
}

/** What one answer cost in USD; null means unknown. */
export function formatAnswerCost(usd: number | null): string {
  if (usd === null) {
    return 'unknown';
  }
  if (usd === 0) {
    return 'free';
  }
  return usd < 0.00005 ? 'under $0.0001' : `$${formatDecimal(usd, 4)}`;
}

/** A duration in at most two units. */
export function formatDuration(milliseconds: number | null): string {
  if (!isKnown(milliseconds)) {
    return unknown;
  }
  if (milliseconds < 999.5) {
    return milliseconds > 0 && milliseconds < 0.5 ? 'under 1 ms' : `${Math.round(milliseconds)} ms`;
  }
  if (milliseconds < 9_995) {
    return `${(milliseconds / 1000).toFixed(2)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) {
    return `${seconds} s`;
  }
  return seconds < 3600 ? twoUnits(seconds, 60, 'min', 's') : twoUnits(Math.round(seconds / 60), 60, 'h', 'min');
}

/** About how long something will take yet: whole seconds, at least one. */
export function formatTimeLeft(milliseconds: number): string {
  return milliseconds < 10_000 ? `${Math.max(1, Math.round(milliseconds / 1000))} s` : formatDuration(milliseconds);
}

/** An open time in ISO form, UTC, to the minute; with seconds only where the time has some. */
export function formatTime(time: number): string {
  const iso = new Date(time).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, time % minute === 0 ? 16 : 19)}`;
}

/** The time of day of an open time, UTC. */
export function formatTimeOfDay(time: number): string {
  return formatTime(time).slice(11);
}

function isKnown(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** Writes the minus sign that belongs to numbers, and none before a value that rounds to zero. */
function trueMinus(text: string): string {
  return text.replace(/^-(?=[0.,]*$)/, '').replace('-', '−');
}

function twoUnits(total: number, size: number, large: string, small: string): string {
  const rest = total % size;
  return `${Math.floor(total / size)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`;
}
