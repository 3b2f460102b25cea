import type { ISeriesApi, SeriesType } from 'lightweight-charts';

/** Where candles stand in px at this moment. Both scales are linear, so two points define each. */
export type Viewport = {
  /** First and last candle in sight. */
  readonly first: number;
  readonly last: number;
  /** How many candles are put together in a bar. */
  readonly size: number;
  /** Distance between two candles; less than a px when there are many. */
  readonly spacing: number;
  readonly x: (index: number) => number;
};

/** Bars in sight, in order: each with its position in the columns of its size, and the x of its middle. */
export type Bars = { readonly first: number; readonly last: number; readonly spacing: number; readonly x: (bar: number) => number };

/** The bars of a viewport, counted from the first of the series; with one candle per bar they are the candles. */
export function barsOf({ first, last, size, spacing, x }: Viewport): Bars {
  return { first: Math.floor(first / size), last: Math.floor(last / size), spacing: spacing * size, x: (bar) => x(bar * size + (size - 1) / 2) };
}

/** From a price to its height in px; null while the price scale is empty. */
export function priceScaleOf(series: ISeriesApi<SeriesType>, height: number): ((price: number) => number) | null {
  const top = series.coordinateToPrice(0);
  const bottom = series.coordinateToPrice(height);
  if (top === null || bottom === null || top === bottom) {
    return null;
  }
  return (price) => ((price - top) / (bottom - top)) * height;
}
