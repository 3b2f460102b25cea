import type { IChartApi, ISeriesApi, SeriesType } from 'lightweight-charts';

/** Where candles stand in px at this moment. Both scales are linear, so two points define each. */
export type Viewport = {
  /** First and last candle in sight. */
  readonly first: number;
  readonly last: number;
  /** Distance between two candles. */
  readonly spacing: number;
  readonly x: (index: number) => number;
};

/** The candles in sight; null when the chart has none or no size yet. */
export function viewportOf(chart: IChartApi, length: number): Viewport | null {
  const range = chart.timeScale().getVisibleLogicalRange();
  if (range === null || length === 0) {
    return null;
  }
  const left = chart.timeScale().logicalToCoordinate(0 as never);
  const right = chart.timeScale().logicalToCoordinate(1 as never);
  if (left === null || right === null) {
    return null;
  }
  const spacing = right - left;
  const first = Math.max(0, Math.floor(range.from));
  const last = Math.min(length - 1, Math.ceil(range.to));
  return first > last ? null : { first, last, spacing, x: (index) => left + index * spacing };
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
