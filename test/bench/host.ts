/** Runs in the extension host of a real VS Code: 10,000 questions by the command that a user gives, and what kept the host waiting. */
import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';

const idleMs = 2000;
const lookEveryMs = 20;
const everyMs = 1;

export async function run(): Promise<void> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  if (folder === undefined) {
    throw new Error('Expected a folder to be open.');
  }
  const profile = process.env['LLM_SIGNALS_HOST_PROFILE'];
  const idle = watchLoop();
  await new Promise((resolve) => setTimeout(resolve, idleMs));
  const atRest = idle();

  const stopProfile = profile === undefined ? undefined : await startProfile(profile);
  const began = performance.now();
  const preparing = watchLoop();
  let asking: (() => Blocks) | undefined;
  let prepared: Blocks | undefined;
  let answered = 0;
  const looking = setInterval(() => {
    if (asking === undefined && hasAnswers(path.join(folder.uri.fsPath, '.llm-signals', 'runs'))) {
      answered = performance.now();
      prepared = preparing();
      asking = watchLoop();
    }
  }, lookEveryMs);
  await vscode.commands.executeCommand('llmSignals.runSignals', vscode.Uri.joinPath(folder.uri, 'BENCH_USDT-5m.csv'));
  clearInterval(looking);
  const asked = asking?.();
  const ended = performance.now();
  await stopProfile?.();
  console.log(`MEASURED ${JSON.stringify({ idle: atRest, preparing: prepared, asking: asked, preparingMs: answered - began, askingMs: ended - answered })}`);
}

/** How long the event loop was kept at most, in ms: by the clock, and in time of the processor, which other programs cannot lengthen. */
type Blocks = { readonly wall: number; readonly cpu: number };

/** Processor time of this thread so far, in ms. The Node of VS Code has it, and that of our types not yet. */
function cpuNow(): number {
  const { user, system } = (process as NodeJS.Process & { readonly threadCpuUsage: () => NodeJS.CpuUsage }).threadCpuUsage();
  return (user + system) / 1000;
}

/** Begins to watch the event loop with a timer; the result ends it. */
function watchLoop(): () => Blocks {
  let [wall, cpu] = [0, 0];
  let before = { at: performance.now(), cpu: cpuNow() };
  const timer = setInterval(() => {
    const now = { at: performance.now(), cpu: cpuNow() };
    wall = Math.max(wall, now.at - before.at - everyMs);
    cpu = Math.max(cpu, now.cpu - before.cpu);
    before = now;
  }, everyMs);
  return () => {
    clearInterval(timer);
    return { wall, cpu };
  };
}

function hasAnswers(runs: string): boolean {
  try {
    return readdirSync(runs).some((name) => statSync(path.join(runs, name, 'signals.jsonl')).size > 0);
  } catch {
    return false;
  }
}

/** Where the time goes, for whoever looks for a long block. */
async function startProfile(file: string): Promise<() => Promise<void>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.start');
  return async () => writeFileSync(file, JSON.stringify((await session.post('Profiler.stop')).profile));
}
