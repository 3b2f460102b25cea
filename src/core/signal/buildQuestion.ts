import type { CandleSeries } from '../candles/series.ts';
import type { IndicatorFrame } from '../indicators/frame.ts';
import { documentedMarketData, type MarketDataMap } from './marketData.ts';
import type { MarketData, Question, RecentCandle } from './question.ts';

const recentCandleCount = 10;
const dayMs = 86_400_000;

/** The question about the candle at `index`. It reads candles up to `index` only. */
export function buildQuestion(series: CandleSeries, frame: IndicatorFrame, pair: string, index: number, marketData = documentedMarketData): Question {
  return {
    market_data: { ...indicatorsAt(frame, marketData, index), ...recentCandlesAt(series, index), ...dayChangeAt(series, index) },
    pair,
    timeframe: series.timeframe,
    current_price: series.close[index]!,
  };
}

function indicatorsAt(frame: IndicatorFrame, marketData: MarketDataMap, index: number): MarketData {
  const values = Object.entries(marketData).map(([name, column]) => [name, frame.get(column)?.[index] ?? NaN] as const);
  return Object.fromEntries(values.filter(([, value]) => !Number.isNaN(value)));
}

function recentCandlesAt(series: CandleSeries, index: number): { readonly recent_candles: RecentCandle[] } {
  const first = Math.max(0, index - recentCandleCount + 1);
  const recent = Array.from({ length: index - first + 1 }, (_, at) => {
    const i = first + at;
    return { open: series.open[i]!, high: series.high[i]!, low: series.low[i]!, close: series.close[i]!, volume: series.volume[i]! };
  });
  return { recent_candles: recent };
}

/** Percent against the close of the last candle opened at or before 24 hours earlier; nothing when there is none. */
function dayChangeAt(series: CandleSeries, index: number): { readonly price_change_24h?: number } {
  const before = lastAtOrBefore(series.time, series.time[index]! - dayMs, index);
  const close = before === undefined ? 0 : series.close[before]!;
  return close > 0 ? { price_change_24h: (series.close[index]! / close - 1) * 100 } : {};
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
