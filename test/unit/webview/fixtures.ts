import type { QuestionRecord } from '../../../src/core/run/record.ts';
import type { Run } from '../../../src/core/run/summary.ts';
import { candleStates, passedAll } from '../../../src/core/gate/states.ts';
import type { GateView, SeriesView } from '../../../src/protocol/messages.ts';

/** Open time of the first candle of the series below: 2018-01-16 08:00 UTC. */
export const start = Date.UTC(2018, 0, 16, 8);
export const minute = 60_000;

/** The open time of a candle of the series below. */
export const timeOf = (index: number): number => start + index * 5 * minute;

/** A buy about the candle at an index; the rest as given. */
export function recordOf(index: number, changes: Partial<QuestionRecord> = {}): QuestionRecord {
  return {
    v: 1,
    time: new Date(timeOf(index)).toISOString(),
    price: 0.088775,
    gates: ['entry'],
    outcome: 'answered',
    signal: {
      decision: 'BUY',
      confidence: 0.81,
      reasoning: 'Two candles took price down.',
      risk_level: 'high',
      suggested_stop_loss: 0.087268,
      suggested_take_profit: 0.092131,
      pair: 'ETH/BTC',
      timeframe: '5m',
      provider: 'rules',
      model: 'technical-rules-1',
    },
    warnings: [],
    error: null,
    question: { market_data: { rsi: 15.35 }, pair: 'ETH/BTC', timeframe: '5m', current_price: 0.088775 },
    key: String(index),
    repeat: 1,
    usage: null,
    usd: 0,
    latency_ms: 1,
    cached: false,
    ...changes,
  };
}

/** A record with another decision. */
export function decided(index: number, decision: 'BUY' | 'SELL' | 'HOLD'): QuestionRecord {
  const record = recordOf(index);
  return { ...record, signal: { ...record.signal!, decision } };
}

/** A record without an answer. */
export function failedAt(index: number): QuestionRecord {
  return recordOf(index, { outcome: 'failed', signal: null, error: { code: 'provider-failed', message: '529 overloaded' } });
}

/** A question that was not asked, and why. */
export function skippedAt(index: number, code: 'budget-reached' | 'provider-unavailable' | 'cancelled', message = 'It was not asked.'): QuestionRecord {
  return recordOf(index, { outcome: 'skipped', signal: null, usd: null, latency_ms: null, error: { code, message } });
}

/** A series of candles five minutes apart. */
export function seriesOf(length: number): SeriesView {
  const column = (first: number): Float64Array => Float64Array.from({ length }, (_, index) => first + index / 1000);
  return {
    file: 'ETH_BTC-5m.csv',
    pair: 'ETH/BTC',
    timeframe: '5m',
    synthetic: false,
    priceDecimals: 6,
    candles: length,
    columns: { time: Float64Array.from({ length }, (_, index) => timeOf(index)), open: column(1), high: column(2), low: column(0.5), close: column(1.5), volume: column(10) },
    filled: new Uint8Array(length),
    problems: 0,
  };
}

/** Gates over a series: the entry gate passes the candles named, the exit gate stops all at its only condition. */
export function gateOf(length: number, entries: readonly number[] = []): GateView {
  return {
    states: new Uint8Array(length).fill(candleStates.judged),
    chains: [
      {
        name: 'entry',
        conditions: [
          { text: 'rsi < 30', survivors: entries.length },
          { text: 'close > ema_200', survivors: entries.length },
        ],
        stops: Uint8Array.from({ length }, (_, index) => (entries.includes(index) ? passedAll : 0)),
      },
      { name: 'exit', conditions: [{ text: 'crosses_above(rsi, 70)', survivors: 0 }], stops: new Uint8Array(length) },
    ],
    warmup: 0,
    filled: 0,
    asked: entries.length,
    candles: length,
  };
}

/** A run in a state. */
export function runOf(state: Run['state'], changes: Partial<Run> = {}): Run {
  return {
    format: 1,
    id: 'run',
    state,
    reason: null,
    waiting: null,
    settings: { provider: 'rules', model: 'technical-rules-1', gates: { entry: null, exit: null }, market_data: {}, from: null, to: null, gaps: 'fill', columns: null, concurrency: 4, repeats: 1, setup: null },
    series: { file: 'ETH_BTC-5m.csv', pair: 'ETH/BTC', timeframe: '5m', from: '', to: '', candles: 10, filled: 0, sha256: '' },
    prompt: null,
    versions: {},
    funnel: { candles: 10, warmup: 0, filled: 0, asked: 4 },
    totals: { answered: 0, failed: 0, skipped: 0, cached: 0, tokens_in: 0, tokens_out: 0, usd: 0, duration_ms: 0 },
    started: '2026-11-23T00:00:00.000Z',
    ended: null,
    ...changes,
  };
}
