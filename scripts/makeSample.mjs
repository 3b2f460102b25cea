// Writes media/synthetic-sample/SAMPLE_USDT-5m.csv: 2,000 generated candles, the same at every run.
// The market is invented: a rising series with quiet stretches, sharp high-volume dips and rallies,
// so that every kind of question comes up. Nothing in it was ever traded.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const candles = 2000;
const stepMs = 300_000;
const start = Date.UTC(2024, 0, 1);
const folder = path.join(import.meta.dirname, '..', 'media', 'synthetic-sample');

/** A seeded generator of numbers in [0, 1): mulberry32. */
function randomFrom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const random = randomFrom(20240101);
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Drift, noise and volume of the candle at `i`: mostly a slow rise, every so often a dip or a rally of some candles. */
function mood(i) {
  const phase = i % 260;
  if (phase >= 200 && phase < 209) {
    return { drift: -0.0042, noise: 0.0006, volume: 3.2 };
  }
  if (phase >= 209 && phase < 219) {
    return { drift: 0.0034, noise: 0.0009, volume: 1.8 };
  }
  if (phase >= 120 && phase < 132) {
    return { drift: 0.0026, noise: 0.0008, volume: 2.1 };
  }
  return { drift: 0.00022, noise: 0.0011, volume: 1 };
}

const rows = ['date,open,high,low,close,volume'];
let price = 100;
for (let i = 0; i < candles; i++) {
  const { drift, noise, volume } = mood(i);
  const open = price;
  const close = open * Math.exp(drift + noise * normal());
  const high = Math.max(open, close) * (1 + Math.abs(normal()) * noise * 0.6);
  const low = Math.min(open, close) * (1 - Math.abs(normal()) * noise * 0.6);
  const traded = 40 * volume * Math.exp(0.35 * normal());
  const date = new Date(start + i * stepMs).toISOString().replace('T', ' ').replace('.000Z', '+00:00');
  rows.push([date, ...[open, high, low, close].map((value) => value.toFixed(3)), traded.toFixed(3)].join(','));
  price = Number(close.toFixed(3));
}
await mkdir(folder, { recursive: true });
await writeFile(path.join(folder, 'SAMPLE_USDT-5m.csv'), `${rows.join('\n')}\n`);
