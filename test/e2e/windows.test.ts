import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { readRun } from '../../src/app/recorded/readRun.ts';
import { latestRecords } from '../../src/core/run/latest.ts';
import { startDouble, type Double } from '../double/double.ts';
import { repository } from '../fixtures/folders.ts';
import { findNotification, panelFrame, pickQuickItem, runCommand, screenshot } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { region, waitForFinishedRun } from './panel.ts';

const candleFile = 'SAMPLE_USDT-5m.csv';
const questions = 166;

describe('two windows on one folder, with the packaged extension and a double of the APIs', () => {
  let workbench: Workbench;
  let double: Double;
  let windows: readonly [Page, Page];

  beforeEach(async () => {
    double = await startDouble();
    workbench = await startWorkbench({
      vsix: 'llm-signals.vsix', folder: 'media/synthetic-sample',
      settings: { 'workbench.colorTheme': 'Dark Modern', 'llmSignals.provider': 'openai-compatible', 'llmSignals.openaiCompatible.preset': 'custom', 'llmSignals.openaiCompatible.model': 'model-a', 'llmSignals.models': { 'model-a': { input: 0, output: 0 } } },
      machineSettings: { 'llmSignals.openaiCompatible.baseUrl': `${double.url}/open/v1` },
    });
    windows = [workbench.page, await workbench.openWindow()];
  });
  afterEach(async function () {
    await double.die().catch(() => undefined);
    await endTest(workbench, this.currentTest);
  });

  const startRun = async (page: Page) => {
    await runCommand(page, 'LLM Signals: Run Signals on Candles…');
    await pickQuickItem(page, candleFile);
  };
  const inTerminal = () =>
    promisify(execFile)(process.execPath, [path.join(repository, 'dist', 'cli.js'), 'run', candleFile, '--provider', 'openai-compatible', '--preset', 'custom', '--base-url', `${double.url}/open/v1`, '--model', 'model-a', '--yes', '--json'], { cwd: workbench.profile.workspace, maxBuffer: 1e8 });
  const asked = () => double.requests.filter(({ path: at }) => at.endsWith('/chat/completions')).length;
  const runsFolder = () => path.join(workbench.profile.workspace, '.llm-signals', 'runs');
  const openRuns = (page: Page) => page.getByRole('tab', { name: 'LLM Signals' }).click();
  const listed = (page: Page, words: RegExp) => page.getByRole('treeitem', { name: words });

  it('run at once, and the terminal with them: no line is lost or torn, and what one was answered is free for all', async () => {
    double.always({ do: 'answer', ms: 100 });
    const began = asked();
    const terminal = inTerminal();
    await Promise.all(windows.map(startRun));
    await Promise.all([terminal, ...windows.map((page) => waitForFinishedRun(page))]);
    const folders = readdirSync(runsFolder()).map((name) => path.join(runsFolder(), name));
    assert.equal(folders.length, 3);
    let paid = 0;
    for (const folder of folders) {
      const { run, records } = await readRun(folder);
      assert.deepEqual([run.state, records.length, latestRecords(records).size], ['finished', questions, questions]);
      assert.ok(records.every(({ outcome }) => outcome === 'answered'));
      assert.equal(readFileSync(path.join(folder, 'signals.jsonl'), 'utf8').at(-1), '\n');
      paid += records.filter(({ cached }) => !cached).length;
    }
    assert.equal(asked() - began, paid);
    for (const page of windows) {
      await openRuns(page);
      await listed(page, /^model-a, SAMPLE\/USDT 5m, finished/).nth(2).waitFor();
    }
    await startRun(windows[1]);
    await listed(windows[0], /^model-a, SAMPLE\/USDT 5m, finished/).nth(3).waitFor();
    assert.equal(asked() - began, paid);
  });

  it('tell who writes a run, and go on with it where the other left it', async () => {
    const [first, second] = windows;
    double.always({ do: 'hold' });
    await startRun(first);
    await double.waitForQuestions(4);
    await openRuns(second);
    await listed(second, /^model-a, SAMPLE\/USDT 5m, running/).click();
    const panel = panelFrame(second);
    await region(panel, 'banner').getByText('Another window or the terminal is writing this run.').waitFor();
    assert.equal(await region(panel, 'summary').getByRole('button', { name: 'Pause' }).count(), 0);
    await runCommand(second, 'LLM Signals: Resume Run');
    await second.locator('[id="status.notifications"] .codicon-bell-dot').waitFor();
    await screenshot(second, 'two-windows');
    await findNotification(second, 'Another process is writing the run in');
    await runCommand(first, 'LLM Signals: Pause Run');
    double.always({ do: 'answer' });
    double.release();
    await panelFrame(first).locator('[data-region="summary"][data-state="paused"]').waitFor();
    await panel.locator('[data-region="summary"][data-state="paused"]').waitFor();
    await first.close();
    await listed(second, /^model-a, SAMPLE\/USDT 5m, paused/).waitFor();
    await runCommand(second, 'LLM Signals: Resume Run');
    await waitForFinishedRun(second);
    const [name] = readdirSync(runsFolder());
    const { run, records } = await readRun(path.join(runsFolder(), name!));
    assert.deepEqual([run.state, records.length, latestRecords(records).size], ['finished', questions, questions]);
    assert.equal(asked(), questions);
  });
});
