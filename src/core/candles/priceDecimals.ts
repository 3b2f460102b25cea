import type { CandleSeries } from './series.ts';

const mostDecimals = 12;
// Prices of one market are written alike, so a part of a long file stands for the whole.
const sampled = 10_000;

/** Decimals of every price shown: five significant digits of the median close, at most those in the file. */
export function priceDecimals(series: CandleSeries): number {
  const step = Math.max(1, Math.floor(series.length / sampled));
  const closes = Float64Array.from({ length: Math.ceil(series.length / step) }, (_, i) => series.close[i * step]!).sort();
  const median = Math.abs(closes[closes.length >>> 1] ?? 1);
  const wanted = median > 0 ? Math.max(0, 4 - Math.floor(Math.log10(median))) : 0;
  return Math.min(wanted, mostDecimals, closes.reduce((most, close) => Math.max(most, decimalsOf(close)), 0));
}

function decimalsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}
