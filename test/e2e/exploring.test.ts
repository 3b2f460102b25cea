import assert from 'node:assert/strict';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { pickQuickItem, runCommand, screenshot } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { accessibilityFaults, listedRows, recordedSignals, region, waitForFinishedRun } from './panel.ts';

const candleFile = 'SAMPLE_USDT-5m.csv';

describe('exploring a run in VS Code, with the packaged extension', () => {
  let workbench: Workbench;
  let page: Page;
  let panel: FrameLocator;

  beforeEach(async () => {
    workbench = await startWorkbench({ vsix: 'llm-signals.vsix', folder: 'media/synthetic-sample', settings: { 'workbench.colorTheme': 'Dark Modern' } });
    page = workbench.page;
    await runCommand(page, 'LLM Signals: Run Signals on Candles…');
    await pickQuickItem(page, candleFile);
    panel = await waitForFinishedRun(page);
  });
  afterEach(async function () {
    await endTest(workbench, this.currentTest);
  });

  const list = () => region(panel, 'list');
  const bar = () => region(panel, 'list-bar');
  /** Waits until the list holds so many rows. */
  const lists = (count: number) => panel.locator(`[data-region="list"][aria-rowcount="${count + 1}"]`).waitFor();
  const found = () => bar().getByRole('status');

  it('filters and sorts the list, and comes back as it was left after a reload', async () => {
    const recorded = recordedSignals(workbench);
    const counted = (matches: (signal: (typeof recorded)[number]['signal']) => boolean) => recorded.filter(({ signal }) => matches(signal)).length;
    await page.keyboard.press('Control+B');
    await lists(recorded.length);
    await bar().getByRole('button', { name: /^Sell \d+$/ }).click();
    await lists(counted(({ decision }) => decision === 'SELL'));
    await panel.locator('[data-region="chart"][data-markers-buy="0"]').waitFor();
    await bar().getByRole('button', { name: /^Buy \d+$/ }).click();
    await lists(counted(({ decision }) => decision !== 'HOLD'));
    await bar().getByRole('button', { name: /^All \d+$/ }).click();
    await bar().getByRole('slider', { name: 'Confidence from' }).fill('0.8');
    await lists(counted(({ confidence }) => confidence >= 0.8));
    await bar().getByRole('slider', { name: 'Confidence from' }).fill('1');
    await lists(0);
    await panel.getByText('No signal matches.').waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await panel.getByRole('button', { name: 'Clear Filters' }).click();
    await lists(recorded.length);

    await page.keyboard.press('Control+f');
    await bar().getByRole('textbox', { name: 'Search in reasoning' }).and(panel.locator(':focus')).fill('oversold');
    const said = counted(({ reasoning }) => reasoning.toLowerCase().includes('oversold'));
    assert.ok(said > 0 && said < recorded.length, `${said} of ${recorded.length}`);
    await lists(said);
    await found().getByText(`${said} signal`).waitFor();
    await region(panel, 'list').locator('mark').first().waitFor();
    await page.keyboard.press('Escape');
    await lists(recorded.length);

    await list().getByRole('button', { name: 'Confidence' }).click();
    await list().locator('[role=columnheader][aria-sort=descending]', { hasText: 'Confidence' }).waitFor();
    const most = Math.max(...recorded.map(({ signal }) => signal.confidence));
    assert.equal(await confidenceIn(listedRows(panel).first()), most.toFixed(2));
    await bar().getByRole('button', { name: /^Sell \d+$/ }).click();
    await lists(counted(({ decision }) => decision === 'SELL'));
    await list().focus();
    await page.keyboard.press('Home');

    await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
    panel = await waitForFinishedRun(page);
    await lists(counted(({ decision }) => decision === 'SELL'));
    await list().locator('[role=columnheader][aria-sort=descending]', { hasText: 'Confidence' }).waitFor();

    await page.setViewportSize({ width: 620, height: 900 });
    await bar().getByRole('combobox', { name: 'Sort By' }).selectOption('Time, newest first');
    await list().focus();
    await page.keyboard.press('Home');
    const newest = recorded.findLast(({ signal }) => signal.decision === 'SELL')!;
    await listedRows(panel).and(panel.locator(`[data-time="${new Date(newest.time).toISOString()}"][aria-rowindex="2"]`)).waitFor();
    await screenshot(page, 'panel-narrow-sorted');
    assert.deepEqual(await accessibilityFaults(page), []);
  });

  it('says at the crosshair why a candle was not asked, asks about it all the same, and shows prompt, reply and line', async () => {
    const before = recordedSignals(workbench);
    const chart = region(panel, 'chart');
    await chart.focus();
    for (const reason of [/^asked by exit$/, /^not asked: entry stopped at rsi < 30, exit stopped at crosses_above\(rsi, 70\) or crosses_below\(close, ema_20\)$/]) {
      await page.keyboard.press('ArrowLeft');
      await chart.locator('.legend-reach').getByText(reason).waitFor();
    }
    await chart.locator('[aria-live]').getByText(/UTC, open [\d.]+, high [\d.]+, low [\d.]+, close [\d.]+, not asked: entry stopped at rsi < 30/).waitFor();
    await page.keyboard.press('Enter');
    const detail = region(panel, 'detail');
    await detail.getByRole('heading', { name: 'Why there is no signal' }).waitFor();
    await detail.getByText(/^Not asked: entry stopped at rsi < 30/).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await detail.getByRole('button', { name: 'Ask About This Candle' }).click();
    await detail.getByText('none, asked by hand').waitFor();
    await lists(before.length + 1);
    const asked = recordedSignals(workbench).filter(({ time }) => !before.some((known) => known.time === time));
    assert.deepEqual(asked.map(({ gates }) => gates), [[]]);
    await region(panel, 'detail').and(panel.locator(`[data-time="${new Date(asked[0]!.time).toISOString()}"]`)).waitFor();

    const back = () => page.getByRole('tab', { name: /^Signals: SAMPLE\/USDT 5m/ }).click();
    await detail.getByRole('button', { name: 'Prompt' }).click();
    await page.locator('.tab.active', { hasText: 'prompt.md' }).waitFor();
    await page.locator('.view-lines').getByText('This provider gets no instructions').waitFor();
    await back();
    await detail.getByRole('button', { name: 'Reply' }).click();
    await page.locator('.tab.active', { hasText: 'reply.txt' }).waitFor();
    await page.locator('.view-lines').getByText('"outcome": "answered"').waitFor();
    await back();
    await detail.getByRole('button', { name: 'Line', exact: true }).click();
    await page.locator('.tab.active', { hasText: 'signals.jsonl' }).waitFor();
    await page.getByText(`Ln ${before.length + 1}, Col 1`).waitFor();
  });
});

async function confidenceIn(row: Locator): Promise<string> {
  return row.locator('.cell-confidence').innerText();
}
