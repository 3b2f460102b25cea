import * as z from 'zod/mini';

/** One candle as a question carries it. */
export const recentCandleSchema = z.object({
  open: z.number(),
  high: z.number(),
  low: z.number(),
  close: z.number(),
  volume: z.number(),
});

/**
 * All that is sent for one candle, in the wire names of the REST contract. Built from candles up to it only.
 * A value still unknown is left out of `market_data`. Its `recent_candles` are the last ten up to the one asked
 * about, oldest first; `price_change_24h` is in percent against the close 24 real hours earlier.
 */
export const questionSchema = z.object({
  market_data: z.record(z.string(), z.union([z.number(), z.array(recentCandleSchema)])),
  pair: z.string(),
  timeframe: z.string(),
  current_price: z.number(),
});

export type RecentCandle = z.infer<typeof recentCandleSchema>;
export type Question = z.infer<typeof questionSchema>;
export type MarketData = Question['market_data'];

/** A number of `market_data`; undefined when it is unknown or not a number. */
export function marketNumber(data: MarketData, name: string): number | undefined {
  const value = data[name];
  return typeof value === 'number' ? value : undefined;
}

/** The candles of `market_data`, oldest first; empty when there are none. */
export function recentCandles(data: MarketData): readonly RecentCandle[] {
  const value = data['recent_candles'];
  return Array.isArray(value) ? value : [];
}
