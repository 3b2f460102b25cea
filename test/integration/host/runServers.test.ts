import assert from 'node:assert/strict';
import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readRun } from '../../../src/app/recorded/readRun.ts';
import { commandIds } from '../../../src/host/commandIds.ts';
import { doubleKey, startDouble, type Double } from '../../double/double.ts';

const folder = vscode.workspace.workspaceFolders![0]!.uri;
const candles = vscode.Uri.joinPath(folder, 'SAMPLE_USDT-5m.csv');
const runs = path.join(folder.fsPath, '.llm-signals', 'runs');

describe('a run over a server', () => {
  let double: Double;
  const set = new Set<string>();
  const choose = async (settings: { readonly [key: string]: unknown }) => {
    for (const [key, value] of Object.entries(settings)) {
      set.add(key);
      await vscode.workspace.getConfiguration('llmSignals').update(key, value, vscode.ConfigurationTarget.Global);
    }
  };

  before(async () => {
    double = await startDouble();
  });
  after(async () => {
    await double.die();
    for (const key of set) {
      await vscode.workspace.getConfiguration('llmSignals').update(key, undefined, vscode.ConfigurationTarget.Global);
    }
  });
  afterEach(() => rmSync(path.join(folder.fsPath, '.llm-signals'), { recursive: true, force: true }));

  /** Accepts the price, as Enter does. */
  const run = async () => {
    const accepting = setInterval(() => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem').then(undefined, () => undefined), 50);
    try {
      await vscode.commands.executeCommand(commandIds.runSignals, candles);
    } finally {
      clearInterval(accepting);
    }
    return readRun(path.join(runs, readdirSync(runs)[0]!));
  };

  it('asks one that speaks like OpenAI', async () => {
    await choose({ provider: 'openai-compatible', 'openaiCompatible.baseUrl': `${double.url}/open/v1`, 'openaiCompatible.model': 'local', 'openaiCompatible.structuredMode': 'json', 'gate.exit': '' });
    const { run: recorded, records } = await run();
    assert.deepEqual([recorded.state, recorded.settings.model, recorded.totals.failed, recorded.totals.usd], ['finished', 'local', 0, null]);
    assert.ok(records.length > 10 && records.every(({ signal, usage, latency_ms }) => signal !== null && usage !== null && latency_ms !== null));
  });

  it('asks a backend of the documented contract, and says which model is behind it', async () => {
    await choose({ provider: 'backend', 'backend.url': `${double.url}/t/${doubleKey}`, 'gate.exit': '' });
    const { run: recorded, records } = await run();
    assert.deepEqual([recorded.state, recorded.settings.provider, recorded.totals.failed], ['finished', 'backend', 0]);
    assert.ok(records.length > 10 && records.every(({ signal }) => signal !== null && signal.model !== 'backend'));
    assert.ok(!JSON.stringify({ recorded, records }).includes(doubleKey));
  });

  it('is cancelled within 2 s while every reply is held back', async () => {
    await choose({ provider: 'openai-compatible', 'openaiCompatible.baseUrl': `${double.url}/open/v1`, 'openaiCompatible.model': 'local', 'gate.exit': '', concurrency: 4 });
    double.always({ do: 'hold' });
    const asked = double.waitForQuestions(double.requests.filter(({ method }) => method === 'POST').length + 4);
    const running = run();
    await asked;
    const began = performance.now();
    await vscode.commands.executeCommand(commandIds.cancelRun);
    const { run: recorded } = await running;
    assert.ok(performance.now() - began < 2000);
    assert.deepEqual([recorded.state, recorded.totals.answered, recorded.totals.failed], ['cancelled', 0, 0]);
    double.release();
    double.always({ do: 'answer' });
  });
});
