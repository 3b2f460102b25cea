import type { CandleSeries } from '../candles/series.ts';
import type { IndicatorFrame } from '../indicators/frame.ts';
import { canonicalJson, canonicalNumber } from '../run/key.ts';
import { documentedMarketData, type MarketDataMap } from './marketData.ts';
import type { Question, RecentCandle } from './question.ts';

const recentCandleCount = 10;
const dayMs = 86_400_000;

/** A question and its canonical JSON. */
export type WrittenQuestion = { readonly question: Question; readonly text: string };

/** The question about the candle at `index`. It reads candles up to `index` only. */
export function buildQuestion(series: CandleSeries, frame: IndicatorFrame, pair: string, index: number, marketData = documentedMarketData): Question {
  return questionBuilder(series, frame, pair, marketData)(index).question;
}

/**
 * Builds questions about the candles of a series as `buildQuestion` does. Most of a question are its candles, which it
 * shares with its neighbours: they are written out once.
 */
export function questionBuilder(series: CandleSeries, frame: IndicatorFrame, pair: string, marketData: MarketDataMap = documentedMarketData): (index: number) => WrittenQuestion {
  const columns = Object.entries(marketData).map(([name, column]) => ({ name, values: frame.get(column) }));
  const names = [...columns.map(({ name }) => name), 'recent_candles', 'price_change_24h'].sort();
  const openings = new Map(names.map((name) => [name, `${JSON.stringify(name)}:`]));
  const end = `},"pair":${canonicalJson(pair)},"timeframe":${canonicalJson(series.timeframe)}}`;
  const recentCandles = recentCandlesOf(series);
  return (index) => {
    const market_data: { [name: string]: number | RecentCandle[] } = {};
    for (const { name, values } of columns) {
      const value = values?.[index] ?? NaN;
      if (!Number.isNaN(value)) {
        market_data[name] = value;
      }
    }
    const recent = recentCandles(index);
    market_data['recent_candles'] = recent.candles;
    const change = dayChangeAt(series, index);
    if (change !== undefined) {
      market_data['price_change_24h'] = change;
    }
    const current_price = series.close[index]!;
    let text = '';
    for (const name of names) {
      const value = market_data[name];
      if (value !== undefined) {
        text += `${text === '' ? '' : ','}${openings.get(name)!}${typeof value === 'number' ? canonicalNumber(value) : recent.text}`;
      }
    }
    return { question: { market_data, pair, timeframe: series.timeframe, current_price }, text: `{"current_price":${canonicalNumber(current_price)},"market_data":{${text}${end}` };
  };
}

type WrittenCandle = { readonly index: number; readonly candle: RecentCandle; readonly text: string };

/** The last candles up to an index; those of the question before are at hand. */
function recentCandlesOf({ open, high, low, close, volume }: CandleSeries): (index: number) => { readonly candles: RecentCandle[]; readonly text: string } {
  const written: WrittenCandle[] = [];
  const candleAt = (index: number): WrittenCandle => {
    const at = index % recentCandleCount;
    if (written[at]?.index !== index) {
      const candle = { open: open[index]!, high: high[index]!, low: low[index]!, close: close[index]!, volume: volume[index]! };
      written[at] = { index, candle, text: canonicalJson(candle) };
    }
    return written[at];
  };
  return (index) => {
    const candles: RecentCandle[] = [];
    let text = '';
    for (let at = Math.max(0, index - recentCandleCount + 1); at <= index; at++) {
      const next = candleAt(at);
      candles.push(next.candle);
      text += `${text === '' ? '' : ','}${next.text}`;
    }
    return { candles, text: `[${text}]` };
  };
}

/** Percent against the close of the last candle opened at or before 24 hours earlier; undefined when there is none. */
function dayChangeAt(series: CandleSeries, index: number): number | undefined {
  const before = lastAtOrBefore(series.time, series.time[index]! - dayMs, index);
  const close = before === undefined ? 0 : series.close[before]!;
  return close > 0 ? (series.close[index]! / close - 1) * 100 : undefined;
}

function lastAtOrBefore(times: Float64Array, time: number, end: number): number | undefined {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle]! <= time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low > 0 ? low - 1 : undefined;
}
