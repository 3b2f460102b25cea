// One measured process: a run of 10,000 questions against the double, then replays of it. Prints what it measured.
//   node --expose-gc out/bench/runs.js URL KEY FOLDER
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { createProvider } from '../../src/app/provider/createProvider.ts';
import { executeRun, type RunLimits } from '../../src/app/run/executeRun.ts';
import { loadPrompt } from '../../src/app/provider/loadPrompt.ts';
import { loadCandles } from '../../src/app/candles/openCandles.ts';
import { createRecordingFrom } from '../../src/app/recorded/openRecording.ts';
import { defaultChoices, prepareRun, type PreparedRun } from '../../src/app/run/prepareRun.ts';
import { createBudget } from '../../src/core/run/budget.ts';
import { noAnswers } from '../../src/core/run/run.ts';
import type { SignalProvider } from '../../src/core/signal/provider.ts';

const questions = 10_000;
const concurrency = 16;
const replayRounds = 9;

const never = new AbortController().signal;
const limits = (): RunLimits => ({ abort: never, pausing: never, budget: createBudget(1000), answers: noAnswers, whenUnavailable: 'stopped' });

/** A candle for each question, with a price that wanders. */
function candles(): Uint8Array {
  const rows = Array.from({ length: questions }, (_, i) => {
    const close = 100 + 10 * Math.sin(i / 50) + Math.sin(i * 1.7);
    return `${new Date(Date.UTC(2024, 0, 1) + i * 300_000).toISOString()},${close - 0.1},${close + 0.5},${close - 0.5},${close},${10 + (i % 7)}`;
  });
  return Buffer.from(`date,open,high,low,close,volume\n${rows.join('\n')}\n`);
}

async function runAll(prepared: PreparedRun, provider: SignalProvider, folder: string, after: (settled: number) => void): Promise<number> {
  const began = performance.now();
  let settled = 0;
  for await (const event of executeRun(prepared, provider, { id: path.basename(folder), folder, file: 'BENCH_USDT-5m.csv', version: '0' }, limits())) {
    if (event.type === 'settled') {
      settled += 1;
      after(settled);
    }
  }
  return performance.now() - began;
}

/** Reads and parses the whole file, a line at a time, and holds all of it: what a replay has to do at least. */
function parseLines(file: string): void {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').map((line) => JSON.parse(line) as object);
  if (lines.length !== questions) {
    throw new RangeError(`Expected ${questions} lines, got ${lines.length}`);
  }
}

/** In milliseconds: on the clock, and of the processor. */
type Took = { readonly clock: number; readonly processor: number };

/** How long something takes that begins with a heap without garbage. */
async function timed(work: () => Promise<void>): Promise<Took> {
  globalThis.gc?.();
  const [began, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  return { clock: performance.now() - began, processor: (user + system) / 1000 };
}

function residentMb(): number {
  globalThis.gc?.();
  return process.memoryUsage.rss() / 2 ** 20;
}

async function measure(url: string, key: string, folder: string): Promise<object> {
  const opened = await loadCandles(candles(), 'BENCH_USDT-5m.csv');
  const prepared = await prepareRun(opened, { ...defaultChoices, gates: { entry: 'every_nth(1)' }, concurrency });
  const settings = {
    provider: 'openai-compatible', models: { 'openai-compatible': 'local' }, baseUrls: {}, openaiCompatible: { preset: 'custom', baseUrl: `${url}/v1`, structuredMode: 'schema' },
    backend: { url: '', provider: '' }, consensus: { members: [], weights: {} }, timeoutMs: 30_000, requestsPerMinute: null, tokensPerMinute: null, modelFacts: {},
  } as const;
  const provider = await createProvider(settings, { keyFor: () => Promise.resolve(key), howToSetKey: () => '', prompt: await loadPrompt(undefined) });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  const resident = { tenth: 0, end: 0 };
  const asking = await runAll(prepared, provider, path.join(folder, 'asked'), (settled) => {
    if (settled === questions / 10) {
      resident.tenth = residentMb();
    }
  });
  delay.disable();
  resident.end = residentMb();
  const replays: { readonly parse: Took; readonly replay: Took }[] = [];
  for (let round = 0; round < replayRounds; round++) {
    const parse = await timed(() => Promise.resolve(parseLines(path.join(folder, 'asked', 'signals.jsonl'))));
    const replay = await timed(async () => {
      const recording = await createRecordingFrom(path.join(folder, 'asked'));
      await runAll(prepared, recording.provider, path.join(folder, `replay-${round}`), () => undefined);
    });
    replays.push({ parse, replay });
    rmSync(path.join(folder, `replay-${round}`), { recursive: true });
  }
  return { questions, concurrency, asking, longestBlock: delay.max / 1e6, resident, replays };
}

const [url = '', key = '', folder = ''] = process.argv.slice(2);
measure(url, key, folder).then(
  (found) => console.log(JSON.stringify(found)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
