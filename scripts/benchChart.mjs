// How long the Candle Chart takes with 20,000 and with 1,000,000 candles, in Chromium, with the bundle in dist/.
//   node scripts/benchChart.mjs [repeats]
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';
import { repository } from './run.mjs';
import { ensureSystemTools } from './systemTools.mjs';

const sizes = [20_000, 1_000_000];
const panFrames = 120;
const repeats = Number(process.argv[2] ?? 5);

const bundle = path.join(repository, 'dist', 'webview.js');
if (!existsSync(bundle)) throw new Error('Expected dist/webview.js. Run npm run build first.');
const executablePath = await ensureSystemTools({ compilersNeeded: false });

const folder = mkdtempSync(path.join(tmpdir(), 'llm-signals-chart-'));
try {
  const runs = new Map(sizes.map((size) => [size, []]));
  // Sizes take turns, so that a slow moment of the machine meets both.
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const size of sizes) runs.get(size).push(await measure(size));
  }
  report(runs);
} finally {
  rmSync(folder, { recursive: true });
}

/** One fresh browser: the page is ready, then gets the candles. */
async function measure(size) {
  const page = path.join(folder, 'page.html');
  writeFileSync(page, pageHtml());
  const browser = await chromium.launch({
    executablePath,
    args: ['--disable-gpu', '--disable-frame-rate-limit', '--disable-gpu-vsync', '--enable-precise-memory-info', '--js-flags=--expose-gc'],
  });
  try {
    const tab = await browser.newPage({ viewport: { width: 1200, height: 900 } });
    await tab.goto(pathToFileURL(page).href);
    await tab.evaluate(makeCandles, size);
    // A browser that has just started is busy with itself.
    await tab.waitForTimeout(1000);
    const paint = await tab.evaluate(firstPaint);
    const pan = await tab.evaluate(panBySteps, panFrames);
    const all = await tab.evaluate(showAll);
    const panAll = await tab.evaluate(panBySteps, panFrames);
    const heap = await tab.evaluate(heapInMegabytes);
    return { paint, pan: median(pan), panP95: percentile(pan, 0.95), panMost: Math.max(...pan), all, panAll: median(panAll), heap };
  } finally {
    await browser.close();
  }
}

function pageHtml() {
  const style = pathToFileURL(path.join(repository, 'media', 'panel.css'));
  const script = pathToFileURL(bundle);
  const variables = '--vscode-foreground:#ccc;--vscode-editor-background:#1f1f1f;--vscode-charts-green:#89d185;--vscode-charts-red:#f14c4c;--vscode-charts-blue:#59a4f9;--vscode-font-family:sans-serif';
  return `<!DOCTYPE html><html lang="en" style="${variables}"><head><link rel="stylesheet" href="${style}"><title>Bench</title></head>
<body data-page="candles"><script>window.acquireVsCodeApi = () => ({ postMessage() {}, getState() {}, setState() {} });</script><script src="${script}"></script></body></html>`;
}

/** In the page: a seeded walk with the columns that the host sends to a Candle Chart, kept until `firstPaint` hands them over. */
function makeCandles(length) {
  const column = () => new Float64Array(length);
  const names = ['time', 'open', 'high', 'low', 'close', 'volume'];
  const columns = Object.fromEntries(names.map((name) => [name, column()]));
  let seed = 42;
  const random = () => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return seed / 2 ** 32;
  };
  let price = 100;
  for (let i = 0; i < length; i += 1) {
    const open = price;
    price += (100 - price) / 5000 + (random() - 0.5) / 2;
    const values = [1.5e12 + i * 300_000, open, Math.max(open, price) * 1.001, Math.min(open, price) * 0.999, price, random() * 1000];
    values.forEach((value, at) => (columns[names[at]][i] = value));
  }
  const series = { file: 'X_Y-5m.csv', pair: 'X/Y', timeframe: '5m', synthetic: true, priceDecimals: 2, candles: length, columns, filled: new Uint8Array(length), problems: 0 };
  window.bench = { type: 'candles', series, start: 0, total: length, from: columns.time[0], to: columns.time[length - 1], source: { dialect: 'generated', zone: 'utc', rows: length, dropped: 0, merged: 0 }, problems: [] };
}

/** In the page: from the arrival of the candles to the second frame after the one that takes them up, in ms. */
async function firstPaint() {
  const start = performance.now();
  window.dispatchEvent(new MessageEvent('message', { data: window.bench }));
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  const elapsed = performance.now() - start;
  if (!document.querySelector('[data-region="chart"]')?.getAttribute('aria-label')?.includes('candles from')) throw new Error('Expected a chart.');
  return elapsed;
}

/** In the page: the ms of each frame while the chart is scrolled by a hundredth of its width a frame. */
async function panBySteps(frames) {
  const canvas = document.querySelector('.chart-canvas canvas');
  const { left, top, width } = canvas.getBoundingClientRect();
  const times = [];
  for (let frame = 0; frame < frames; frame += 1) {
    const start = performance.now();
    canvas.dispatchEvent(new WheelEvent('wheel', { deltaX: -width / 100 / 0.8, clientX: left + 100, clientY: top + 100, bubbles: true, cancelable: true }));
    // The chart asked for this frame first, so it is drawn by now.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    times.push(performance.now() - start);
  }
  return times;
}

/** In the page: from pressing All to the second frame after, in ms. */
async function showAll() {
  const start = performance.now();
  document.querySelector('[data-range="All"]').click();
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  return performance.now() - start;
}

/** In the page: the JavaScript heap after a collection. */
function heapInMegabytes() {
  window.gc();
  return performance.memory.usedJSHeapSize / 1e6;
}

function report(runs) {
  const [few, many] = sizes.map((size) => runs.get(size));
  console.log(`Chart: ${cpus()[0].model}, ${cpus().length} cores, Node ${process.versions.node}, ${repeats} fresh browsers each, median (least to most)`);
  for (const [size, results] of runs) {
    const of = (name, unit) => `${spread(results.map((result) => result[name]))} ${unit}`;
    console.log(`${size.toLocaleString('en-US').padStart(9)} candles  first paint ${of('paint', 'ms')}  pan ${of('pan', 'ms')}  pan p95 ${of('panP95', 'ms')}  pan most ${of('panMost', 'ms')}  all ${of('all', 'ms')}  pan of all ${of('panAll', 'ms')}  heap ${of('heap', 'MB')}`);
  }
  const ratio = median(many.map(({ paint }) => paint)) / median(few.map(({ paint }) => paint));
  console.log(`first paint ${ratio.toFixed(2)}x (target at most 2x), pan frame ${median(many.map(({ pan }) => pan)).toFixed(1)} ms (target under 16 ms), heap ${median(many.map(({ heap }) => heap)).toFixed(0)} MB (target under 150 MB)`);
}

function spread(values) {
  return `${median(values).toFixed(1)} (${Math.min(...values).toFixed(1)} to ${Math.max(...values).toFixed(1)})`;
}

function median(values) {
  return percentile(values, 0.5);
}

function percentile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}
