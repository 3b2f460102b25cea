// One measured process: reads a candle file, computes the default indicators, applies the default gate, and prints what
// it found. With "parse" it stops after the rows; with "read" it only reads the bytes; with "block" it measures for how long
// the event loop stands still, with "named" likewise for the named indicators that take longest.
//   node out/bench/pipeline.js read|parse|all|block|named FILE
import { readFileSync } from 'node:fs';
import { openCandles } from '../../src/app/candles/openCandles.ts';
import { defaultChoices, prepareRun } from '../../src/app/run/prepareRun.ts';
import { readRows } from '../../src/app/candles/readRows.ts';

const slowest = ['vwap_20', 'bb_qtpylib_upperband', 'stochrsi_k', 'adx_14', 'cdl_morningstar', 'cdl_hangingman', 'ema_20_5m'];

async function measure(stage: string, file: string): Promise<Record<string, number>> {
  const started = performance.now();
  if (stage === 'read') {
    return { bytes: readFileSync(file).length, ms: performance.now() - started };
  }
  if (stage === 'parse') {
    const bytes = readFileSync(file);
    const readMs = performance.now() - started;
    const { rows } = await readRows(bytes, undefined, () => Promise.resolve());
    const ms = performance.now() - started;
    return { candles: rows.length, ms, parseMs: ms - readMs };
  }
  if (stage === 'block') {
    const opened = await measureBlocks(() => openCandles(file, { pair: 'BENCH/USDT' }));
    const prepared = await measureBlocks(() => prepareRun(opened.result, defaultChoices));
    return { openBlockMs: opened.longest, prepareBlockMs: prepared.longest };
  }
  if (stage === 'named') {
    const opened = await openCandles(file, { pair: 'BENCH/USDT' });
    const gates = { entry: slowest.map((name) => `${name} > 0`).join(' and ') };
    return { prepareBlockMs: (await measureBlocks(() => prepareRun(opened, { ...defaultChoices, gates }))).longest };
  }
  const opened = await openCandles(file, { pair: 'BENCH/USDT' });
  const openMs = performance.now() - started;
  const { gate } = await prepareRun(opened, defaultChoices);
  const ms = performance.now() - started;
  return { candles: opened.series.length, asked: gate.asked.length, ms, openMs, prepareMs: ms - openMs };
}

/** Does work while a chain of immediates notes the longest time that the next one had to wait. */
async function measureBlocks<Result>(work: () => Promise<Result>): Promise<{ readonly result: Result; readonly longest: number }> {
  let longest = 0;
  let last = performance.now();
  let isOver = false;
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (!isOver) {
      setImmediate(look);
    }
  };
  setImmediate(look);
  const result = await work();
  isOver = true;
  look();
  return { result, longest };
}

const [stage = 'all', file = ''] = process.argv.slice(2);
measure(stage, file).then(
  (found) => console.log(JSON.stringify({ ...found, peakMb: process.resourceUsage().maxRSS / 1024 })),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
