import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { panelFrame, pickQuickItem, pressInNotification, runCommand } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import type { Workbench } from '../harness/workbench.ts';
import { assertSelected, recordedSignals, region, waitForFinishedRun } from './panel.ts';
import { makeFolder, openFolder, playStory } from './story.ts';

const candleMs = 300_000;

describe('from an empty folder to a backtest in the real Freqtrade', () => {
  let folder: string;
  let workbench: Workbench;
  let page: Page;

  const open = async (freqtrade?: string) => {
    folder = makeFolder();
    workbench = await openFolder(folder, freqtrade);
    page = workbench.page;
  };
  afterEach(async function () {
    await endTest(workbench, this.currentTest);
    rmSync(folder, { recursive: true });
  });

  it('takes nine steps to see the trades, their signals and the reasoning on the chart', async () => {
    await open();
    assert.equal(await playStory(page), 9);

    const panel = panelFrame(page);
    const recorded = recordedSignals(workbench);
    const trades = region(panel, 'trades');
    await trades.locator('summary').click();
    const opened = await trades.locator('tbody tr td:first-child').allInnerTexts();
    const signals = opened.map((time) => recorded.find((each) => Date.parse(each.time) === Date.parse(`${time.replace(' ', 'T')}Z`) - candleMs));
    assert.ok(signals.length > 0 && signals.every((each) => each?.signal.decision === 'BUY'), 'Each trade opened after a signal to buy');
    await assertSelected(panel, signals.at(-1)!);
    await trades.locator('tbody tr').first().getByRole('button').click();
    await assertSelected(panel, signals[0]!);
    await region(panel, 'chart-bar').getByRole('button', { name: 'All' }).click();
    await panel.locator(`[data-region="chart"][data-trades="${opened.length}"]`).waitFor();
  });

  it('says where to set a Freqtrade that is not found', async () => {
    await open('/nowhere/freqtrade');
    await runCommand(page, 'LLM Signals: Run Signals on Candles…');
    await pickQuickItem(page, 'SAMPLE_USDT-5m.csv');
    await waitForFinishedRun(page);
    await runCommand(page, 'LLM Signals: Backtest in Freqtrade…');
    await pressInNotification(page, 'There is no /nowhere/freqtrade.', 'Open Settings');
    await page.locator('.settings-editor .setting-item-contents', { hasText: 'Your Freqtrade' }).waitFor();
  });
});
