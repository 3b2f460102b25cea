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
  const recentCandles = recentCandlesOf(series);
  const numberAt = (values: Float64Array | undefined) => (index: number) => values?.[index] ?? NaN;
  const numbers = new Map(Object.entries(marketData).map(([name, column]) => [name, numberAt(frame.get(column))]));
  numbers.set('price_change_24h', (index) => dayChangeAt(series, index));
  // In the order of canonical JSON.
  const values = [...numbers.keys(), 'recent_candles'].sort().map((name) => ({ name, opening: `${JSON.stringify(name)}:`, at: numbers.get(name) }));
  const { timeframe, close } = series;
  const end = `},"pair":${canonicalJson(pair)},"timeframe":${canonicalJson(timeframe)}}`;
  return (index) => {
    const market_data: Question['market_data'] = {};
    let text = `{"current_price":${canonicalNumber(close[index]!)},"market_data":{`;
    let separator = '';
    for (const { name, opening, at } of values) {
      if (at === undefined) {
        const { candles, text: written } = recentCandles(index);
        market_data[name] = candles;
        text += separator + opening + written;
      } else {
        const value = at(index);
        if (Number.isNaN(value)) {
          continue;
        }
        market_data[name] = value;
        text += separator + opening + canonicalNumber(value);
      }
      separator = ',';
    }
    return { question: { market_data, pair, timeframe, current_price: close[index]! }, text: text + end };
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
      written[at] = { index, candle, text: textOf(candle) };
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

/** Its canonical JSON. */
function textOf({ close, high, low, open, volume }: RecentCandle): string {
  return `{"close":${canonicalNumber(close)},"high":${canonicalNumber(high)},"low":${canonicalNumber(low)},"open":${canonicalNumber(open)},"volume":${canonicalNumber(volume)}}`;
}

/** Percent against the close of the last candle opened at or before 24 hours earlier; NaN when there is none. */
function dayChangeAt(series: CandleSeries, index: number): number {
  const before = lastAtOrBefore(series.time, series.time[index]! - dayMs, index);
  const close = before === undefined ? 0 : series.close[before]!;
  return close > 0 ? (series.close[index]! / close - 1) * 100 : NaN;
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
