// Starts VS Code with the built extension, a double of a model API that answers in so many ms, and `host.ts` in the
// extension host; prints what that measured.
//   node out/bench/startHost.js QUESTIONS CONCURRENCY ANSWER_MS
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startDouble } from '../double/double.ts';
import { createProfile, removeProfile } from '../harness/profile.ts';
import { vscodeServer } from '../harness/tools.ts';

async function measure(questions: number, concurrency: number, answerMs: number): Promise<string> {
  const double = await startDouble();
  double.always({ do: 'answer', ms: answerMs });
  const folder = mkdtempSync(path.join(tmpdir(), 'llm-signals-bench-'));
  writeFileSync(path.join(folder, 'BENCH_USDT-5m.csv'), candles(questions));
  const profile = createProfile(
    folder,
    { 'llmSignals.provider': 'openai-compatible', 'llmSignals.openaiCompatible.preset': 'custom', 'llmSignals.openaiCompatible.model': 'local', 'llmSignals.models': { local: { input: 0, output: 0 } }, 'llmSignals.gate.entry': 'every_nth(1)', 'llmSignals.gate.exit': '', 'llmSignals.concurrency': concurrency },
    { 'llmSignals.openaiCompatible.baseUrl': `${double.url}/open/v1` },
  );
  try {
    const child = spawn(vscodeServer().node, [path.resolve('out/harness/launcher.js'), profile.workspace, `--user-data-dir=${profile.userData}`, `--extensions-dir=${profile.extensions}`, `--extensionDevelopmentPath=${process.cwd()}`, `--extensionTestsPath=${path.resolve('out/bench/host.js')}`], { stdio: ['pipe', 'pipe', 'inherit'] });
    let said = '';
    child.stdout.on('data', (text: Buffer) => (said += text.toString()));
    await once(child, 'close');
    const found = /^MEASURED (.+)$/m.exec(said)?.[1];
    if (found === undefined) {
      throw new Error(`The extension host could not be measured.\n${said}`);
    }
    return found;
  } finally {
    removeProfile(profile);
    rmSync(folder, { recursive: true });
    await double.die();
  }
}

/** A candle for each question, with a price that wanders. */
function candles(count: number): string {
  const rows = Array.from({ length: count }, (_, i) => {
    const close = 100 + 10 * Math.sin(i / 50) + Math.sin(i * 1.7);
    return `${new Date(Date.UTC(2024, 0, 1) + i * 300_000).toISOString()},${close - 0.1},${close + 0.5},${close - 0.5},${close},${10 + (i % 7)}`;
  });
  return `date,open,high,low,close,volume\n${rows.join('\n')}\n`;
}

const [questions = 0, concurrency = 0, answerMs = 0] = process.argv.slice(2).map(Number);
measure(questions, concurrency, answerMs).then(
  (found) => console.log(found),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
