import type { VisibleRange } from '../../protocol/panelState.ts';

const hour = 3_600_000;

/** The ranges of the chart bar; null shows all candles. */
export const ranges = [
  { label: '1d', duration: 24 * hour },
  { label: '3d', duration: 72 * hour },
  { label: '1w', duration: 168 * hour },
  { label: 'All', duration: null },
] as const;

const usualCandles = 204;
const margin = 3;
/** Room right of a signal for its stop and target, in candles. */
const roomForLevels = 50;

/** The range at first: around a candle with room for its levels, or the newest candles without one. */
export function firstRange(length: number, around: number | null): VisibleRange {
  const to = around === null ? length - 1 + margin : around + Math.max(roomForLevels, usualCandles / 3);
  const last = Math.max(around === null ? 0 : around + roomForLevels, length - 1 + margin);
  const end = Math.min(to, last);
  return { from: end - usualCandles, to: end };
}

/** As many candles as fit a duration, around the middle of what is shown now, inside the series. */
export function rangeOf(duration: number | null, interval: number, length: number, middle: number): VisibleRange {
  if (duration === null || duration / interval >= length) {
    return allOf(length);
  }
  const span = duration / interval;
  const from = Math.max(-margin, Math.min(length - 1 + margin - span, middle - span / 2));
  return { from, to: from + span };
}

/** All candles with a little room on both sides. */
export function allOf(length: number): VisibleRange {
  return { from: -margin, to: Math.max(0, length - 1) + margin };
}

/** The index in the middle of a range. */
export function middleOf({ from, to }: VisibleRange): number {
  return (from + to) / 2;
}

/** Zooms by a factor around an index, to at least ten candles and at most all of them. */
export function zoom(range: VisibleRange, factor: number, around: number, length: number): VisibleRange {
  const span = range.to - range.from;
  const wanted = Math.max(10, Math.min(length + 2 * margin, span * factor));
  const share = (around - range.from) / span;
  const from = around - wanted * share;
  return { from, to: from + wanted };
}

/** The range moved so that an index is in its middle; the same range when it and its levels are already inside. */
export function reveal(range: VisibleRange, index: number): VisibleRange {
  const span = range.to - range.from;
  const isInside = index >= range.from + span * 0.04 && index <= range.to - Math.min(roomForLevels, span * 0.25);
  return isInside ? range : { from: index - span / 2, to: index + span / 2 };
}
