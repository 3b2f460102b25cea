import type { VisibleRange } from '../../protocol/panelState.ts';

/**
 * The part of a series that the chart library holds: so many bars of `size` candles each, from candle `start` on,
 * which is a multiple of the size. Everything else counts candles of the whole series; this is where the two meet.
 */
export type BarWindow = { readonly start: number; readonly size: number; readonly bars: number };

/** A series of no more candles than this is held whole and as it is. */
export const mostBars = 12_000;
/** How many bars share a px before they are put together. */
const mostPerPixel = 2;
/** Few sizes, so that few aggregates have to be kept. */
const growth = 4;
/** A window is at least so many times as wide as what is in sight. */
const screens = 5;

/** How many candles a bar holds when so many candles are in sight on so many px. */
export function sizeFor(span: number, width: number, length: number): number {
  let size = 1;
  while (length > mostBars && span / size > mostPerPixel * width) {
    size *= growth;
  }
  return size;
}

/** The window around a range. */
export function windowFor(range: VisibleRange, size: number, length: number): BarWindow {
  const all = Math.ceil(length / size);
  const bars = Math.min(all, Math.max(mostBars, Math.ceil((screens * (range.to - range.from)) / size)));
  const middle = (range.from + range.to) / 2 / size;
  return { start: Math.max(0, Math.min(all - bars, Math.round(middle - bars / 2))) * size, size, bars };
}

/** Whether a window still has a screen of bars on both sides of a range, or all there are. */
export function fits({ start, size, bars }: BarWindow, range: VisibleRange, length: number): boolean {
  const screen = range.to - range.from;
  const end = start + bars * size;
  return (start === 0 || range.from - screen >= start) && (end >= length || range.to + screen <= end);
}

/** The bar in whose middle, or between whose middles, a candle index is; fractions are allowed. */
export function barAt({ start, size }: BarWindow, index: number): number {
  return (index - start - (size - 1) / 2) / size;
}

/** The candle index at a bar; fractions are allowed. */
export function indexAt({ start, size }: BarWindow, bar: number): number {
  return start + bar * size + (size - 1) / 2;
}

/** The candles of a range of bars, from the first candle of its first bar to the last candle of its last. */
export function toCandles({ start, size }: BarWindow, { from, to }: VisibleRange): VisibleRange {
  return { from: start + from * size, to: start + (to + 1) * size - 1 };
}

/** The range of bars that shows the same as a range of candles. */
export function toBars({ start, size }: BarWindow, { from, to }: VisibleRange): VisibleRange {
  return { from: (from - start) / size, to: (to + 1 - start) / size - 1 };
}
