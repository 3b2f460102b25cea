// Speed as ratios within one run, printed with the machine and the spread; nothing is asserted.
//   npm run bench [-- candles blocks chart panel runs host]
import { spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { cacheFolder } from './cache.mjs';
import { ensurePackages } from './packages.mjs';
import { ensurePythonEnvironment, ensureWritingEnvironment } from './pythonEnvironment.mjs';
import { repository, run, runQuietly } from './run.mjs';
import { ensureSystemTools } from './systemTools.mjs';
import { ensureVSCodeServer, isVSCodeServerReady } from './vscodeServer.mjs';

const rounds = 5;
const candles = 1_000_000;

/** Each benchmark prints its own table. */
const benches = { candles: benchCandles, blocks: benchBlocks, chart: benchChart, panel: benchPanel, runs: benchRuns, host: benchHost };
const wanted = process.argv.slice(2);

await ensurePackages();
printMachine();
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length === 0 || wanted.includes(name)) {
    await bench();
  }
}

/** The chart in a browser, with the bundle that ships. */
async function benchChart() {
  await runQuietly(process.execPath, ['esbuild.js', '--minify']);
  console.log('');
  await run(process.execPath, ['scripts/benchChart.mjs']);
}

/** The panel in a browser, with a hundred thousand signals. */
async function benchPanel() {
  await runQuietly(process.execPath, ['esbuild.js', '--minify']);
  console.log('');
  await run(process.execPath, ['scripts/benchPanel.mjs']);
}

/** A paid run against the double, and its replay. */
async function benchRuns() {
  await runQuietly(process.execPath, ['test/buildTests.js']);
  await runQuietly(process.execPath, ['test/bench/build.js']);
  console.log('');
  await run(process.execPath, ['scripts/benchRuns.mjs']);
}

/** The same run in the extension host of a real VS Code. */
async function benchHost() {
  const chromium = await ensureSystemTools({ compilersNeeded: !(await isVSCodeServerReady()) });
  const server = await ensureVSCodeServer();
  await runQuietly(process.execPath, ['esbuild.js', '--minify']);
  await runQuietly(process.execPath, ['test/buildTests.js']);
  await runQuietly(process.execPath, ['test/bench/build.js']);
  const env = { ...process.env, LLM_SIGNALS_CHROMIUM: chromium, LLM_SIGNALS_VSCODE_SERVER: server.server, LLM_SIGNALS_NODE: server.node };
  const [questions, concurrency, answerMs] = [10_000, 16, 50];
  const { idle, preparing, asking, askingMs } = JSON.parse(await runQuietly(process.execPath, ['out/bench/startHost.js', String(questions), String(concurrency), String(answerMs)], { env }));
  const block = ({ wall, cpu }) => `${cpu.toFixed(0)} ms of the processor, ${wall.toFixed(0)} ms by the clock`;
  console.log(`\n${questions.toLocaleString('en-US')} questions in the extension host of VS Code with the panel open, ${concurrency} at once, answered in ${answerMs} ms, on the same cores`);
  console.log(`  asked in ${(askingMs / 1000).toFixed(1)} s; longest block of the event loop ${block(asking)}`);
  console.log(`  before the first question, with the loading of the extension and of VS Code's certificates: ${block(preparing)}; at rest: ${block(idle)}`);
}

/** A million candles: our whole process against pandas with the real TA-Lib, and our parser against a bare read. */
async function benchCandles() {
  const python = await ensurePythonEnvironment();
  await runQuietly(process.execPath, ['test/bench/build.js']);
  const file = await makeCandles();
  const ours = (stage) => () => measure(process.execPath, ['out/bench/pipeline.js', stage, file]);
  const results = {
    'ours, file to gate': [],
    'pandas and TA-Lib, the same': [],
    'ours, file to rows': [],
    'bare read of the bytes': [],
  };
  const [all, pandas, parse, read] = Object.keys(results);
  for (let round = 0; round < rounds; round++) {
    // One after the other within each round, so that a busy moment of the machine meets all of them.
    results[all].push(ours('all')());
    results[pandas].push(measure(python, ['test/bench/pipeline.py', file]));
    results[parse].push(ours('parse')());
    results[read].push(ours('read')());
  }
  console.log(`\n${candles.toLocaleString('en-US')} candles, whole processes from start to exit, median of ${rounds} (least to most)`);
  for (const [name, runs] of Object.entries(results)) {
    console.log(`  ${name.padEnd(30)} ${describe(runs.map(({ wall }) => wall))}   peak ${median(runs.map(({ peakMb }) => peakMb)).toFixed(0)} MB`);
  }
  const part = (runs, measure) => median(runs.map((run) => run[measure])).toFixed(0);
  const node = median(results[all].map(({ wall, ms }) => wall - ms)).toFixed(0);
  console.log(`  where ours goes: Node itself ${node} ms; file to candles ${part(results[all], 'openMs')} ms, of which reading and parsing ${part(results[parse], 'ms')} ms; indicators and gate ${part(results[all], 'prepareMs')} ms`);
  const { pandas: pandasVersion, talib } = results[pandas][0];
  console.log(`  pandas ${pandasVersion}, ta-lib ${talib}; both found ${results[all][0].asked} and ${results[pandas][0].asked} candles to ask about`);
  console.log(`  ours / pandas and TA-Lib: ${ratio(results[all], results[pandas], 'wall')} (target at most 0.4)`);
  // Inside the process: what starting Node takes says nothing about a parser.
  const alone = results[parse].map(({ parseMs }) => ({ ms: parseMs }));
  console.log(`  parser alone / bare read: ${ratio(alone, results[read], 'ms')} (target at most 5); with its own bare read ${ratio(results[parse], results[read], 'ms')}`);
}

/** For how long reading and preparing a million candles keeps everybody else waiting, in each format. */
async function benchBlocks() {
  await runQuietly(process.execPath, ['test/bench/build.js']);
  const csv = await makeCandles();
  await makeBinaries(csv);
  console.log(`\n${candles.toLocaleString('en-US')} candles, longest block of the event loop, median of ${rounds} (least to most), target at most 50 ms`);
  for (const extension of ['csv', 'feather', 'parquet']) {
    const runs = Array.from({ length: rounds }, () => measure(process.execPath, ['out/bench/pipeline.js', 'block', csv.replace(/csv$/, extension)]));
    console.log(`  ${extension.padEnd(8)} reading ${describe(runs.map(({ openBlockMs }) => openBlockMs))} indicators and gate ${describe(runs.map(({ prepareBlockMs }) => prepareBlockMs))} peak ${median(runs.map(({ peakMb }) => peakMb)).toFixed(0)} MB`);
  }
  const named = Array.from({ length: rounds }, () => measure(process.execPath, ['out/bench/pipeline.js', 'named', csv]));
  console.log(`  with the named indicators that take longest, and a gate on each: ${describe(named.map(({ prepareBlockMs }) => prepareBlockMs))}`);
}

/** The same candles as Feather and Parquet, written once into the cache as Freqtrade writes them. */
async function makeBinaries(csv) {
  const files = ['feather', 'parquet'].map((extension) => csv.replace(/csv$/, extension));
  if (files.every(existsSync)) return;
  await runQuietly(await ensureWritingEnvironment(), ['test/bench/writeBinaries.py', csv, ...files]);
}

function measure(command, args) {
  const started = performance.now();
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: repository, encoding: 'utf8' });
  const wall = performance.now() - started;
  if (status !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${status}\n${stderr}`);
  }
  return { wall, ...JSON.parse(stdout) };
}

/** A seeded walk, written once into the cache. */
async function makeCandles() {
  const file = path.join(cacheFolder(), 'bench', `BENCH_USDT-1m-${candles}.csv`);
  if (existsSync(file)) return file;
  mkdirSync(path.dirname(file), { recursive: true });
  const stream = createWriteStream(file);
  stream.write('date,open,high,low,close,volume\n');
  let state = 20240101;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  let price = 30_000;
  for (let i = 0; i < candles; i++) {
    const open = price;
    price = Math.max(100, open * (1 + (random() - 0.4999) * 0.002));
    const [high, low] = [Math.max(open, price) * (1 + random() * 0.0005), Math.min(open, price) * (1 - random() * 0.0005)];
    const date = new Date(Date.UTC(2020, 0, 1) + i * 60_000).toISOString().replace('.000Z', 'Z');
    const row = `${date},${open.toFixed(2)},${high.toFixed(2)},${low.toFixed(2)},${price.toFixed(2)},${(random() * 100).toFixed(3)}\n`;
    if (!stream.write(row)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
  return file;
}

function printMachine() {
  const [cpu] = os.cpus();
  console.log(`${os.cpus().length} × ${cpu.model}, ${(os.totalmem() / 2 ** 30).toFixed(0)} GiB, ${os.type()} ${os.release()}, Node ${process.version}`);
}

function describe(values) {
  return `${median(values).toFixed(0)} ms (${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)})`.padEnd(28);
}

function ratio(ours, theirs, measure) {
  return (median(ours.map((run) => run[measure])) / median(theirs.map((run) => run[measure]))).toFixed(2);
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
