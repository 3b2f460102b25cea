import assert from 'node:assert/strict';
import { readdirSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readRun, type RecordedRun } from '../../../src/app/recorded/readRun.ts';
import { commandIds } from '../../../src/host/commandIds.ts';
import { fakeModels, fakeReply, type FakeModels } from '../fakeModels.ts';

const folder = vscode.workspace.workspaceFolders![0]!.uri;
const candles = vscode.Uri.joinPath(folder, 'SAMPLE_USDT-5m.csv');
const runs = path.join(folder.fsPath, '.llm-signals', 'runs');
const configuration = () => vscode.workspace.getConfiguration('llmSignals');
const chosen = { provider: 'vscode', 'vscode.model': 'fake/two', 'gate.exit': '', concurrency: 2 };

const lastWritten = (run: string) => statSync(path.join(run, 'run.json')).mtimeMs;

describe('a run over a language model of VS Code', () => {
  let fake: FakeModels;

  before(async () => {
    for (const [key, value] of Object.entries(chosen)) {
      await configuration().update(key, value, vscode.ConfigurationTarget.Global);
    }
  });
  after(async () => {
    for (const key of [...Object.keys(chosen), 'consensus.members']) {
      await configuration().update(key, undefined, vscode.ConfigurationTarget.Global);
    }
  });
  beforeEach(async () => {
    fake = await fakeModels();
    fake.answer = ({ progress }) => progress.report(new vscode.LanguageModelToolCallPart('1', 'record_signal', fakeReply));
  });
  afterEach(async () => {
    rmSync(path.join(folder.fsPath, '.llm-signals'), { recursive: true, force: true });
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** Does what a command shows first in its quick pick, as Enter does. */
  const runAndAccept = async (command: string, ...args: readonly unknown[]): Promise<RecordedRun> => {
    const accepting = setInterval(() => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem').then(undefined, () => undefined), 50);
    try {
      await vscode.commands.executeCommand(command, ...args);
    } finally {
      clearInterval(accepting);
    }
    // Two runs of one second have no order by name.
    const [newest] = readdirSync(runs).map((run) => path.join(runs, run)).sort((a, b) => lastWritten(b) - lastWritten(a));
    return readRun(newest!);
  };

  it('asks once the price was agreed on, and knows tokens but no price', async () => {
    const { run, records } = await runAndAccept(commandIds.runSignals, candles);
    assert.deepEqual([run.state, run.settings.provider, run.settings.model, run.totals.failed], ['finished', 'vscode', 'fake/two', 0]);
    assert.ok(records.length > 10 && fake.requests.length === records.length);
    assert.ok(run.totals.tokens_in > 0 && run.totals.tokens_out > 0 && run.totals.usd === null);
    assert.ok(records.every(({ usage, usd, latency_ms }) => usage !== null && usd === null && latency_ms !== null));
  });

  it('asks nothing when the price is not agreed on', async () => {
    const closing = setInterval(() => vscode.commands.executeCommand('workbench.action.closeQuickOpen').then(undefined, () => undefined), 50);
    try {
      await vscode.commands.executeCommand(commandIds.runSignals, candles);
    } finally {
      clearInterval(closing);
    }
    assert.equal(fake.requests.length, 0);
    assert.throws(() => readdirSync(runs), { code: 'ENOENT' });
  });

  it('pauses without consent, and goes on in the same folder once there is', async () => {
    let consented = false;
    let answered = 0;
    const { answer } = fake;
    fake.answer = (asked) => {
      if (!consented && answered >= 3) {
        throw vscode.LanguageModelError.NoPermissions('not allowed');
      }
      answered++;
      return answer(asked);
    };
    const paused = await runAndAccept(commandIds.runSignals, candles);
    assert.equal(paused.run.state, 'paused');
    assert.match(paused.run.reason ?? '', /not allowed/);
    assert.ok(paused.run.totals.answered >= 3 && paused.run.totals.answered < paused.run.funnel.asked);
    consented = true;
    const resumed = await runAndAccept(commandIds.resumeRun);
    assert.deepEqual([resumed.run.id, resumed.run.state, resumed.run.totals.answered, resumed.run.totals.failed], [paused.run.id, 'finished', paused.run.funnel.asked, 0]);
    assert.equal(answered, paused.run.funnel.asked);
  });

  it('does not ask again what another run knows', async () => {
    await runAndAccept(commandIds.runSignals, candles);
    fake.requests.length = 0;
    const { run } = await runAndAccept(commandIds.runSignals, candles);
    assert.deepEqual([run.state, run.totals.cached, fake.requests.length], ['finished', run.funnel.asked, 0]);
  });

  it('votes with others', async () => {
    await configuration().update('consensus.members', ['rules', 'vscode'], vscode.ConfigurationTarget.Global);
    await configuration().update('provider', 'consensus', vscode.ConfigurationTarget.Global);
    const { run, records } = await runAndAccept(commandIds.runSignals, candles);
    assert.deepEqual([run.state, run.settings.provider, run.totals.answered], ['finished', 'consensus', run.funnel.asked]);
    assert.ok(records.length > 0 && fake.requests.length === records.length);
  });
});
