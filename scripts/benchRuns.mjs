// A run of 10,000 questions against a double of a model API that answers in 50 ms, and replays of it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

const answerMs = 50;
const key = 'sk-double-7f3a';

const double = spawn(process.execPath, ['out/double/main.js'], { stdio: ['ignore', 'pipe', 'inherit'] });
const folder = mkdtempSync(path.join(tmpdir(), 'llm-signals-bench-'));
try {
  const lines = createInterface({ input: double.stdout })[Symbol.asyncIterator]();
  const [{ value: url }, { value: control }] = [await lines.next(), await lines.next()];
  await fetch(`${control}/always`, { method: 'POST', body: JSON.stringify({ do: 'answer', ms: answerMs }) });
  print(await measure(url));
} finally {
  double.kill();
  rmSync(folder, { recursive: true, force: true });
}

async function measure(url) {
  const child = spawn(process.execPath, ['--expose-gc', 'out/bench/runs.js', url, key, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part) => (text += part));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error('The run could not be measured.');
  return JSON.parse(text);
}

function print({ questions, concurrency, asking, longestBlock, resident, replays }) {
  const ideal = (questions / concurrency) * answerMs;
  console.log(`${questions.toLocaleString('en-US')} questions, ${concurrency} at once, against a double that answers in ${answerMs} ms, on the same cores`);
  console.log(`  asked in ${(asking / 1000).toFixed(1)} s: ${(asking / ideal).toFixed(2)}x of the ideal ${(ideal / 1000).toFixed(1)} s (target 1.15)`);
  console.log(`  longest block of the event loop ${longestBlock.toFixed(0)} ms, garbage collection by the measurement included`);
  console.log(`  resident memory at 10 % ${resident.tenth.toFixed(0)} MB, at the end ${resident.end.toFixed(0)} MB (target at most 50 MB more)`);
  for (const [measure, name] of [['clock', 'time'], ['processor', 'processor time']]) {
    const ratios = replays.map(({ parse, replay }) => replay[measure] / parse[measure]).sort((a, b) => a - b);
    const middle = ratios[Math.floor(ratios.length / 2)];
    console.log(`  replayed in ${middle.toFixed(2)}x the ${name} of reading the same file and parsing each line as JSON, ${ratios.length} rounds ${ratios[0].toFixed(2)} to ${ratios.at(-1).toFixed(2)} (target 2)`);
  }
}
