import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import type { FrameLocator, Page } from 'playwright-core';
import { panelFrame, pickMenuItem, pickQuickItem, quickInput, runCommand, screenshot, statusItem } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { setTheme, type Theme } from '../harness/theme.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { accessibilityFaults, assertSelected, recordedSignals, region, selectedRow, takesKeys, waitForFinishedRun } from './panel.ts';

const vsix = 'llm-signals.vsix';
const candleFile = 'SAMPLE_USDT-5m.csv';
const panelTab = /^Signals: SAMPLE\/USDT 5m/;

describe('the packaged extension', () => {
  it('is under 2 MB', () => {
    assert.ok(statSync(vsix).size < 2_000_000);
  });
});

describe('the main job in VS Code, with the packaged extension', () => {
  let workbench: Workbench;
  let page: Page;

  beforeEach(async () => {
    workbench = await startWorkbench({ vsix, folder: 'media/synthetic-sample', settings: { 'workbench.colorTheme': 'Dark Modern' } });
    page = workbench.page;
  });
  afterEach(async function () {
    await endTest(workbench, this.currentTest);
  });

  const health = () => statusItem(page, 'health');
  const runFromPalette = async (): Promise<FrameLocator> => {
    await runCommand(page, 'LLM Signals: Run Signals on Candles…');
    await pickQuickItem(page, candleFile);
    return waitForFinishedRun(page);
  };

  it('shows its status item from the start, and an empty panel with one button', async () => {
    await health().getByLabel('LLM Signals: rules, not checked yet').waitFor();
    await runCommand(page, 'LLM Signals: Open Signals Panel');
    await region(panelFrame(page), 'empty').getByRole('button', { name: 'Run Signals on Candles…' }).waitFor();
    await screenshot(page, 'empty');
    assert.deepEqual(await accessibilityFaults(page), []);
  });

  it('is done by keyboard alone: palette, list, detail and chart', async () => {
    const panel = await runFromPalette();
    await health().getByLabel('LLM Signals: rules is ready').waitFor();
    const recorded = recordedSignals(workbench);
    await assertSelected(panel, recorded.at(-1)!);
    await region(panel, 'list').focus();
    await page.keyboard.press('Home');
    await assertSelected(panel, recorded[0]!);
    await page.keyboard.press('ArrowDown');
    await assertSelected(panel, recorded[1]!);
    await page.keyboard.press('End');
    await assertSelected(panel, recorded.at(-1)!);
    await page.keyboard.press('Alt+ArrowUp');
    await assertSelected(panel, recorded.at(-2)!);
    await page.keyboard.press('Enter');
    await panel.locator('[data-region="detail"]:focus').waitFor();
    await page.keyboard.press('Escape');
    await panel.locator('[data-region="list"]:focus').waitFor();
    await region(panel, 'chart').focus();
    await page.keyboard.press('Control+ArrowLeft');
    await assertSelected(panel, recorded.at(-3)!);
    await page.keyboard.press('Control+ArrowRight');
    await assertSelected(panel, recorded.at(-2)!);
    const again = region(panel, 'summary').getByRole('button', { name: 'Run Again' });
    await again.focus();
    await page.keyboard.press('Enter');
    await region(panel, 'detail').getByText('Already answered, $0.00.').waitFor();
    assert.ok(await again.evaluate((button) => button === document.activeElement && document.hasFocus()), 'Expected the focus where it was when the run has ended');
    await page.keyboard.press('F1');
    await quickInput(page).waitFor();
    await page.keyboard.press('Escape');
    await quickInput(page).waitFor({ state: 'hidden' });
    await takesKeys(page, again);
  });

  it('shows what was recorded: chart, marks, counts, list and the whole question', async () => {
    const panel = await runFromPalette();
    const recorded = recordedSignals(workbench);
    const chart = region(panel, 'chart');
    await panel.getByRole('application', { name: /^Synthetic candlestick chart, SAMPLE\/USDT 5 minutes, \d+ candles from 2024-01-0\d/ }).waitFor();
    assert.ok((await chart.locator('canvas').count()) > 0);
    assert.equal(await region(panel, 'list').getAttribute('aria-rowcount'), String(recorded.length + 1));
    await region(panel, 'chart-bar').getByRole('button', { name: 'All' }).click();
    for (const decision of ['BUY', 'SELL'] as const) {
      const count = recorded.filter(({ signal }) => signal.decision === decision).length;
      await region(panel, 'summary').locator(`[data-count="${decision.toLowerCase()}"]`).getByText(String(count), { exact: true }).waitFor();
      await panel.locator(`[data-region="chart"][data-markers-${decision.toLowerCase()}="${count}"]`).waitFor();
    }
    await region(panel, 'summary').getByText('synthetic').first().waitFor();
    const { question } = recorded.at(-1)!;
    for (const name of Object.keys(question.market_data).filter((key) => key !== 'recent_candles')) {
      await region(panel, 'detail').getByText(name, { exact: true }).waitFor();
    }
    assert.equal(await region(panel, 'detail').getByRole('table').getByRole('row').count(), 11);
  });

  it("is done by mouse alone: Explorer's context menu, list, chart and toggles", async () => {
    await page.getByRole('treeitem', { name: candleFile }).click({ button: 'right' });
    await pickMenuItem(page, 'Run Signals on Candles…');
    const panel = await waitForFinishedRun(page);
    const recorded = recordedSignals(workbench);
    const chart = region(panel, 'chart');
    const row = (time: string) => region(panel, 'list').locator(`[data-time="${new Date(time).toISOString()}"]`);
    await row(recorded.at(-4)!.time).click();
    await assertSelected(panel, recorded.at(-4)!);
    const place = { x: Number(await chart.getAttribute('data-selected-x')), y: Number(await chart.getAttribute('data-selected-y')) };
    await row(recorded.at(-3)!.time).click();
    await assertSelected(panel, recorded.at(-3)!);
    await chart.click({ position: place });
    await assertSelected(panel, recorded.at(-4)!);
    const toggle = region(panel, 'chart-bar').getByRole('button', { name: 'EMA 50' });
    assert.equal(await toggle.getAttribute('aria-pressed'), 'false');
    await toggle.click();
    await region(panel, 'chart-bar').locator('[aria-pressed=true]', { hasText: 'EMA 50' }).waitFor();
  });

  it('is readable and accessible in every theme, and in a narrow window', async () => {
    const panel = await runFromPalette();
    const recorded = recordedSignals(workbench);
    const buy = recorded.findLast(({ signal }) => signal.decision === 'BUY')!;
    await page.keyboard.press('Control+B');
    await region(panel, 'list').focus();
    for (let at = recorded.length - 1; recorded[at] !== buy; at--) {
      await page.keyboard.press('ArrowUp');
    }
    await assertSelected(panel, buy);
    for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] satisfies readonly Theme[]) {
      await setTheme(workbench, theme);
      await screenshot(page, `panel-${theme}`);
      assert.deepEqual(await accessibilityFaults(page), [], `In the ${theme} theme`);
    }
    await page.setViewportSize({ width: 620, height: 900 });
    await selectedRow(panel).waitFor();
    await screenshot(page, 'panel-narrow');
    assert.deepEqual(await accessibilityFaults(page), []);
  });

  it('is whole again after it was hidden, and after the window was reloaded', async () => {
    await runFromPalette();
    const first = recordedSignals(workbench)[0]!;
    await region(panelFrame(page), 'list').focus();
    await page.keyboard.press('Home');
    await assertSelected(panelFrame(page), first);
    await page.getByRole('treeitem', { name: candleFile }).dblclick();
    await page.locator('.tab.active', { hasText: candleFile }).waitFor();
    await page.getByRole('tab', { name: panelTab }).click();
    await assertSelected(await waitForFinishedRun(page), first);
    await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
    await assertSelected(await waitForFinishedRun(page), first);
  });
});
