import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CandleSeries } from '../../../../src/core/candles/series.ts';

const minute = 60_000;

/** A candle of a test: open, high, low, close, volume. */
export type Values = readonly [number, number, number, number, number];

/** A cleaned series of five-minute candles from `start` on. */
export function makeSeries(start: number, candles: readonly Values[]): CandleSeries {
  const column = (at: number) => Float64Array.from(candles, (values) => values[at]!);
  return {
    time: Float64Array.from(candles, (_, i) => start + i * 5 * minute),
    open: column(0),
    high: column(1),
    low: column(2),
    close: column(3),
    volume: column(4),
    extras: new Map(),
    length: candles.length,
    pair: null,
    timeframe: '5m',
    filled: new Uint8Array(candles.length),
    filledCount: 0,
    source: { dialect: 'test', zone: 'utc', rows: candles.length, dropped: 0, merged: 0, gaps: [] },
    problems: [],
  };
}

/** The first candles of a series, as if the rest had not happened yet. */
export function firstCandles(series: CandleSeries, length: number): CandleSeries {
  const cut = (column: Float64Array) => column.slice(0, length);
  const { time, open, high, low, close, volume } = series;
  return { ...series, time: cut(time), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume), filled: series.filled.slice(0, length), length: Math.min(length, series.length) };
}

/** The synthetic sample that the extension brings. It is whole and sorted, so no loader is needed to read it. */
export function readSample(): CandleSeries {
  const rows = readFileSync(path.join('media', 'synthetic-sample', 'SAMPLE_USDT-5m.csv'), 'utf8').trim().split('\n').slice(1);
  const cells = rows.map((row) => row.split(','));
  return makeSeries(Date.parse(cells[0]![0]!), cells.map((row) => row.slice(1, 6).map(Number) as unknown as Values));
}

/** Numbers from 0 to 1, the same on every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * A random walk from `price` in multiples of `tick`, with gaps between candles, and with stretches without movement and without
 * volume, as thinly traded pairs have them: where ranges, deviations and flows vanish.
 */
export function randomWalk(length: number, price: number, tick: number, seed: number): readonly Values[] {
  const random = seededRandom(seed);
  const round = (value: number) => Math.max(1, Math.round(value / tick)) * tick;
  let last = round(price);
  return Array.from({ length }, (_, i): Values => {
    const isStill = i % 1000 >= 700 && i % 1000 < 760;
    const open = isStill || random() < 0.5 ? last : round(last * (1 + (random() - 0.5) * 0.01));
    last = isStill ? last : round(last * (1 + (random() + random() + random() - 1.5) * 0.01));
    const reach = isStill ? 0 : 0.004;
    const high = Math.max(round(Math.max(open, last) * (1 + random() * reach)), open, last);
    const low = Math.min(round(Math.min(open, last) * (1 - random() * reach)), open, last);
    const volume = isStill && i % 2000 < 1000 ? 0 : Math.round(random() ** 4 * 1e9) / 1e4;
    return [open, high, low, last, volume];
  });
}
