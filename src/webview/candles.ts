import type { SeriesView } from '../protocol/messages.ts';
import type { Row } from './rows.ts';

const none = new Float64Array();

/** A column of a series; empty when the series has none of that name. */
export function columnOf(series: SeriesView, name: string): Float64Array {
  return series.columns[name] ?? none;
}

/** Index of the candle that opens at a time; -1 when there is none. */
export function findCandle(series: SeriesView, time: number): number {
  const times = columnOf(series, 'time');
  const index = lowerBound(times, time);
  return times[index] === time ? index : -1;
}

/** Index of the first candle that opens at a time or later. */
export function lowerBound(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The price of the candle a row is about; null when the series does not hold the candle. */
export function priceOf(series: SeriesView, row: Row): number | null {
  return row.record?.price ?? columnOf(series, 'close')[findCandle(series, row.time)] ?? null;
}
