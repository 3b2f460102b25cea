import type { CandleSeries } from '../series.ts';
import { isoTime } from '../time/time.ts';

/** A cleaned series as CSV, filled candles included, in full precision: reading it again gives the same candles without a problem. */
export function writeCandleCsv(series: CandleSeries): string {
  const { open, high, low, close, volume } = series;
  const rows = Array.from(series.time, (time, i) => [isoTime(time), open[i], high[i], low[i], close[i], volume[i]].join(','));
  return ['date,open,high,low,close,volume', ...rows, ''].join('\n');
}
