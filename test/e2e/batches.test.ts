import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { plainPlan } from '../double/batchDesk.ts';
import { doubleKey, startDouble, type Double } from '../double/double.ts';
import { panelFrame, pickQuickItem, pressInNotification, quickInput, runCommand, screenshot, statusItem } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { setTheme } from '../harness/theme.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { waitForFinishedRun } from './panel.ts';

describe('a batch in VS Code, with the packaged extension and a double of the APIs', () => {
  let workbench: Workbench;
  let page: Page;
  let double: Double;

  beforeEach(async () => {
    double = await startDouble();
    workbench = await startWorkbench({
      vsix: 'llm-signals.vsix', folder: 'media/synthetic-sample', settings: { 'workbench.colorTheme': 'Dark Modern', 'llmSignals.provider': 'anthropic' },
      machineSettings: { 'llmSignals.anthropic.baseUrl': double.url },
    });
    page = workbench.page;
  });
  afterEach(async function () {
    await double.die().catch(() => undefined);
    await endTest(workbench, this.currentTest);
  });

  const giveKey = async () => {
    await page.locator('.quick-input-widget:visible input[type=password]').waitFor();
    await quickInput(page).fill(doubleKey);
    await page.keyboard.press('Enter');
    await statusItem(page, 'health').getByLabel('LLM Signals: anthropic is ready').waitFor();
  };
  const shows = () => panelFrame(page).locator('[data-region="banner"]').getByText('Waiting for the batch of anthropic.').waitFor();
  const waits = () => page.getByRole('treeitem', { name: /claude-haiku-5-5, SAMPLE\/USDT 5m, waiting, waiting for a batch, 0 of \d+/ }).waitFor();

  it('is sent from the form, waits through a restart of the window, and is collected', async () => {
    double.batches.plan = { ...plainPlan, polls: Infinity };
    await page.getByRole('tab', { name: 'LLM Signals' }).click();
    await runCommand(page, 'LLM Signals: Set API Key…');
    await pickQuickItem(page, 'anthropic');
    await giveKey();
    await runCommand(page, 'LLM Signals: Run Signals with Options…');
    await pickQuickItem(page, 'SAMPLE_USDT-5m.csv');
    await pickQuickItem(page, 'Send as a Batch');
    await page.locator('.quick-input-widget:visible').getByText(/^Half the price\./).waitFor();
    await screenshot(page, 'batch-form-dark');
    await page.keyboard.press('Enter');
    await shows();
    await waits();
    await statusItem(page, 'health').getByLabel(/a run waits for a batch, 0 of \d+ done/).waitFor();
    await screenshot(page, 'batch-waiting-dark');
    await setTheme(workbench, 'light');
    await screenshot(page, 'batch-waiting-light');
    assert.equal(double.batches.batches.length, 1);

    await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
    // The panel takes the focus when it is there.
    await shows();
    await waits();
    await statusItem(page, 'health').getByLabel(/a run waits for a batch, 0 of \d+ done/).waitFor();
    double.batches.batches[0]!.plan = plainPlan;
    // A browser on the bare server keeps secrets in memory only; the batch is picked up once there is a key again.
    await pressInNotification(page, 'anthropic has no key.', 'Set API Key…');
    await pickQuickItem(page, 'anthropic');
    await giveKey();
    const words = 'The batch is done: SAMPLE/USDT 5m';
    await pressInNotification(page, words, 'Show');
    await waitForFinishedRun(page);
    assert.equal(double.batches.batches.length, 1);
  });
});
