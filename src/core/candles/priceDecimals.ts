import type { CandleSeries } from './series.ts';

const mostDecimals = 12;

/** Decimals of every price shown: five significant digits of the median close, at most those in the file. */
export function priceDecimals(series: CandleSeries): number {
  const closes = series.close.slice().sort();
  const median = Math.abs(closes[closes.length >>> 1] ?? 1);
  const wanted = median > 0 ? Math.max(0, 4 - Math.floor(Math.log10(median))) : 0;
  return Math.min(wanted, mostDecimals, series.close.reduce((most, close) => Math.max(most, decimalsOf(close)), 0));
}

function decimalsOf(value: number): number {
  const [digits = '', exponent = '0'] = String(value).split('e');
  return Math.max(0, (digits.split('.')[1]?.length ?? 0) - Number(exponent));
}
