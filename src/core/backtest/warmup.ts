import { isoTime } from '../candles/time/time.ts';
import type { QuestionRecord } from '../run/record.ts';

/** What the candles of a backtest are and which of them may trade. */
export type Traded = {
  /** Open time of the first candle, ISO 8601. */
  readonly first: string;
  /** As Freqtrade writes it: `20240101-20240201`; null for all candles. */
  readonly timerange: string | null;
  /** Open time of the first candle that could trade, as the result says. */
  readonly from: string;
};

/** Says which candles only settled the strategy's indicators, and how many signals fall in them; undefined when all could trade. */
export function describeWarmup({ first, timerange, from }: Traded, records: readonly QuestionRecord[]): string | undefined {
  const start = Math.max(Date.parse(first), startOf(timerange));
  const end = Date.parse(from);
  if (end <= start) {
    return undefined;
  }
  const times = records.filter(({ signal }) => signal !== null && signal.decision !== 'HOLD').map(({ time }) => Date.parse(time));
  const untraded = new Set(times.filter((time) => time >= start && time < end)).size;
  const signals = untraded === 0 ? 'No BUY or SELL falls in them.' : `${untraded} BUY or SELL ${untraded === 1 ? 'signal falls' : 'signals fall'} in them and ${untraded === 1 ? 'is' : 'are'} not traded.`;
  return `Candles before ${isoTime(end).slice(0, 16).replace('T', ' ')} UTC are warm-up: its startup_candle_count keeps the strategy from trading in them. ${signals}`;
}

/** Where a range of Freqtrade begins, in epoch milliseconds: a day, or a time in seconds or milliseconds; without one before all. */
function startOf(timerange: string | null): number {
  const [start = ''] = (timerange ?? '').split('-');
  if (start === '') {
    return -Infinity;
  }
  return start.length === 8 ? Date.parse(`${start.slice(0, 4)}-${start.slice(4, 6)}-${start.slice(6)}`) : Number(start) * (start.length > 10 ? 1 : 1000);
}
