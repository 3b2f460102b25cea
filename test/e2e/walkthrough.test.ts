import type { Page } from 'playwright-core';
import { findNotification, panelFrame, pickQuickItem, quickItem, quickTitle } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { region, waitForFinishedRun } from './panel.ts';

describe('the walkthrough in VS Code, with the packaged extension and no key', () => {
  let workbench: Workbench;
  let page: Page;

  beforeEach(async () => {
    workbench = await startWorkbench({
      vsix: 'llm-signals.vsix', folder: 'media/synthetic-sample',
      // With motion VS Code takes the focus back half a second after a step is opened, from whatever has it then.
      settings: { 'workbench.colorTheme': 'Dark Modern', 'workbench.reduceMotion': 'on' },
    });
    page = workbench.page;
  });
  afterEach(async function () {
    await endTest(workbench, this.currentTest);
  });

  const step = (id: string) => page.locator(`.getting-started-step[data-step-id$="#getStarted#${id}"]`);
  const isDone = (id: string) => step(id).locator('[role=checkbox][aria-checked=true]').waitFor();
  /** Opens a step, unless it is open, and presses one of its buttons. */
  const press = async (id: string, button: string) => {
    if ((await step(id).getAttribute('aria-expanded')) !== 'true') {
      await step(id).locator('.step-title').click();
      await step(id).and(page.locator(':focus')).waitFor();
    }
    await step(id).getByRole('button', { name: button, exact: true }).click();
  };
  const panelHasFocus = () => page.waitForFunction(() => document.activeElement?.matches('iframe.webview'));
  const pickSample = () => pickQuickItem(page, 'Try the Synthetic Sample');

  it('is gone through step by step, each with what it says', async () => {
    await page.getByRole('tab', { name: 'LLM Signals' }).click();
    await page.getByText('No runs yet.').waitFor();
    await page.getByText('Open Walkthrough').click();
    await step('run').waitFor();

    await press('run', 'Run Signals on Candles…');
    await pickSample();
    await waitForFinishedRun(page);
    await press('look', 'Open Signals Panel');
    await panelHasFocus();
    await press('estimate', 'Run Signals with Options…');
    await pickSample();
    await quickTitle(page, 'Run Signals: SAMPLE/USDT 5m').waitFor();
    await quickItem(page, 'No Questions to Ask').waitFor();
    await page.keyboard.press('Escape');

    await press('stop', 'Pause Run');
    await findNotification(page, 'No run is going on in this window.');
    await page.keyboard.press('Escape');
    await press('stop', 'Resume Run');
    await findNotification(page, 'No run was paused or broken off, so there is nothing to resume.');
    await page.keyboard.press('Escape');
    await press('stop', 'Run Signals with Options…');
    await pickSample();
    await pickQuickItem(page, 'Gates');
    await pickQuickItem(page, 'momentum-hyperopt');
    await page.locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: /Questions?, free/ }).waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem', { name: /^technical-rules-1, SAMPLE\/USDT 5m, finished/ }).nth(1).waitFor();
    await waitForFinishedRun(page);

    await press('compare', 'Compare Runs…');
    await page.locator('.quick-input-widget:visible').getByRole('checkbox', { name: /Toggle all/ }).check();
    await page.keyboard.press('Enter');
    await region(panelFrame(page), 'compare-bar').waitFor();
    await press('replay', 'Export Run…');
    await quickItem(page, 'Bundle').waitFor();
    await page.keyboard.press('Escape');
    await press('key', 'Choose Provider…');
    await quickItem(page, 'anthropic').waitFor();
    await page.keyboard.press('Escape');
    for (const id of ['run', 'look', 'estimate', 'stop', 'compare', 'replay', 'key']) {
      await isDone(id);
    }
  });
});
