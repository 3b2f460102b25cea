import { documentedMarketData } from '../../core/signal/marketData.ts';
import type { Question, RecentCandle } from '../../core/signal/question.ts';
import { formatChange, formatDecimal, formatPrice, formatSignificant } from '../format.ts';

/** One value of a question under its wire name. */
export type WireValue = { readonly name: string; readonly text: string };

// A recorded question has its names in the order of the alphabet.
const documented = Object.keys(documentedMarketData);
const placeOf = (name: string): number => (documented.includes(name) ? documented.indexOf(name) : documented.length);

const priced = /^(ema|sma|wma|dema|tema|kama|vwap|macd|bb|atr|open|high|low|close|price$)/;

/** Every scalar of a question: first those that say what it is about, then the documented ones in their order. */
export function wireValues(question: Question, decimals: number): readonly WireValue[] {
  return [
    { name: 'pair', text: question.pair },
    { name: 'timeframe', text: question.timeframe },
    { name: 'current_price', text: formatPrice(question.current_price, decimals) },
    ...Object.entries(question.market_data)
      .sort(([a], [b]) => placeOf(a) - placeOf(b))
      .flatMap(([name, value]) => (typeof value === 'number' ? [{ name, text: formatWireValue(name, value, decimals) }] : [])),
  ];
}

/** The candles a question carries, oldest first. */
export function recentCandles(question: Question): readonly RecentCandle[] {
  const candles = question.market_data.recent_candles;
  return Array.isArray(candles) ? candles : [];
}

/** Decimals for three significant digits: a difference of prices, such as MACD, needs more than a price. */
function decimalsFor(value: number): number {
  return value === 0 ? 0 : 2 - Math.floor(Math.log10(Math.abs(value)));
}

function formatWireValue(name: string, value: number, decimals: number): string {
  if (name.startsWith('price_change')) {
    return formatChange(value, 2);
  }
  if (name.startsWith('rsi') || name === 'volume') {
    return formatDecimal(value, 2);
  }
  return priced.test(name) ? formatPrice(value, Math.max(decimals, Math.min(decimals + 1, decimalsFor(value)))) : formatSignificant(value, 6);
}
