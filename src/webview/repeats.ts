import { latestRecords } from '../core/run/latest.ts';
import type { QuestionRecord } from '../core/run/record.ts';
import { flipRate } from '../core/run/repeats.ts';

const none: Rates = new Map();

type Rates = ReadonlyMap<number, number>;

/**
 * How often the answers about a candle differ from what most of them decided, by its open time; empty when nothing was
 * asked twice. Where `before` are the rates without the records `added`, only the candles of those are counted again.
 */
export function flipRates(records: readonly QuestionRecord[], added = records, before: Rates = none): Rates {
  if (before.size === 0) {
    return records.some(({ repeat }) => repeat > 1) ? ratesOf(records) : none;
  }
  const times = new Set(added.map(({ time }) => time));
  return new Map([...before, ...ratesOf(records.filter(({ time }) => times.has(time)))]);
}

function ratesOf(records: readonly QuestionRecord[]): Rates {
  return new Map(Array.from(flipRate(records), ([time, rate]) => [Date.parse(time), rate]));
}

/** The answers to the question about a candle, one for each repeat in their order. */
export function repeatsAt(records: readonly QuestionRecord[], time: number): readonly QuestionRecord[] {
  // Most are told apart by the minute as it is written, which costs less than reading every time.
  const minute = new Date(time).toISOString().slice(0, 'YYYY-MM-DDTHH:MM'.length);
  const found = records.filter((record) => record.time.startsWith(minute) && Date.parse(record.time) === time);
  return [...latestRecords(found).values()].sort((a, b) => a.repeat - b.repeat);
}
