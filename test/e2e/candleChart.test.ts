import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { openWith, panelFrame, pickQuickItem, quickTitle, runCommand, screenshot } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { setTheme, type Theme } from '../harness/theme.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { ambiguousFile, apartColumns, apartFile, candleFile, candlesWithProblems, createCandleFolder, longFile, longLength, mysteryColumns, mysteryFile, otherFile, rowsWithProblems } from './candleFile.ts';
import { accessibilityFaults, region, waitForFinishedRun } from './panel.ts';

const vsix = 'llm-signals.vsix';

describe('the Candle Chart, in the packaged extension', () => {
  let folder: string;
  let workbench: Workbench;
  let page: Page;

  beforeEach(async () => {
    folder = createCandleFolder();
    workbench = await startWorkbench({ vsix, folder, settings: { 'workbench.colorTheme': 'Dark Modern' } });
    page = workbench.page;
  });
  afterEach(async function () {
    rmSync(folder, { recursive: true });
    await endTest(workbench, this.currentTest);
  });

  const openChart = async (file = candleFile): Promise<FrameLocator> => {
    await openWith(page, file, 'Candle Chart');
    return panelFrame(page);
  };
  const row = (chart: FrameLocator, rule: string) => region(chart, 'problems').locator(`[role=row][data-rule="${rule}"]`);
  const ready = async (chart: FrameLocator): Promise<FrameLocator> => {
    await chart.locator('main[data-phase="ready"]').waitFor();
    return chart;
  };

  it('is found by Open With, and shows the candles, what is wrong with them and where', async () => {
    const chart = await ready(await openChart());
    await chart.getByRole('application', { name: /^Candlestick chart, ETH\/BTC 5 minutes, \d+ candles .*\. The list below holds the same problems\.$/ }).waitFor();
    await region(chart, 'problems-bar').getByText(`${rowsWithProblems} rows are 389 candles, 2 rows left out and 1 row merged`).waitFor();
    for (const rule of ['not-a-number', 'low-above-high', 'duplicate-time', 'gap', 'unsorted']) {
      assert.ok((await row(chart, rule).count()) > 0, `Expected a row about ${rule}`);
    }
    await region(chart, 'chart').and(chart.locator('[data-problems-error="2"]')).waitFor();
    await region(chart, 'chart-bar').getByRole('button', { name: 'EMA 50' }).click();
    await region(chart, 'chart-bar').locator('[aria-pressed=true]', { hasText: 'EMA 50' }).waitFor();
  });

  it('goes from a problem to the chart and to its line by keyboard, and from the chart to the problem by mouse', async () => {
    const chart = await ready(await openChart());
    await region(chart, 'problems').focus();
    await page.keyboard.press('Home');
    await row(chart, 'not-a-number').and(chart.locator('[aria-selected=true]')).waitFor();
    await chart.locator('[data-region="chart"][data-selected="2024-01-02T01:00:00.000Z"]').waitFor();
    const canvas = region(chart, 'chart');
    const place = { x: Number(await canvas.getAttribute('data-selected-x')), y: Number(await canvas.getAttribute('data-selected-y')) };
    await page.keyboard.press('Enter');
    await chart.locator('[data-region="chart"]:focus').waitFor();
    await page.keyboard.press('Control+ArrowRight');
    await row(chart, 'low-above-high').and(chart.locator('[aria-selected=true]')).waitFor();
    await chart.locator('[data-region="chart"][data-selected="2024-01-02T02:40:00.000Z"]').waitFor();
    await canvas.click({ position: place });
    await row(chart, 'not-a-number').and(chart.locator('[aria-selected=true]')).waitFor();
    await region(chart, 'problems').focus();
    await page.keyboard.press('Control+Enter');
    await page.getByText('Ln 302, Col 1').waitFor();
  });

  it('says why a file is not shown, and offers its text', async () => {
    const chart = await openChart(otherFile);
    await region(chart, 'failure').getByText(/^No column is known to be time, .*"name".*"city"/).waitFor();
    assert.deepEqual(await accessibilityFaults(page), []);
    await chart.getByRole('button', { name: 'Open as Text' }).click();
    await page.getByText('Ada,London').waitFor();
  });

  /** Answers one question after another; their lists are alike, so each is known by its title. */
  const pickColumns = async (file: string, columns: readonly string[], before = 0) => {
    for (const [at, column] of columns.entries()) {
      await quickTitle(page, `Columns of ${file} (${before + at + 1}/6)`).waitFor();
      await pickQuickItem(page, column);
    }
  };

  it('shows a file of unknown columns once the user has said which is which', async () => {
    const chart = await openChart(mysteryFile);
    await chart.getByRole('button', { name: 'Map Columns…' }).click();
    await pickColumns(mysteryFile, mysteryColumns);
    await ready(chart);
    await region(chart, 'head').getByText('300 candles').waitFor();
  });

  it('joins a date and a time of day that stand apart', async () => {
    const chart = await openChart(apartFile);
    await chart.getByRole('button', { name: 'Map Columns…' }).click();
    await pickColumns(apartFile, apartColumns.slice(0, 1));
    await quickTitle(page, `Times of ${apartFile}`).waitFor();
    await pickQuickItem(page, 'moment');
    await pickColumns(apartFile, apartColumns.slice(1), 1);
    await ready(chart);
    await region(chart, 'head').getByText('2024-01-01 00:00 to 2024-01-02 00:55').waitFor();
  });

  it('asks how dates are written where they can be read both ways', async () => {
    const chart = await openChart(ambiguousFile);
    await chart.getByRole('button', { name: 'Map Columns…' }).click();
    await pickColumns(ambiguousFile, ['date', 'open', 'high', 'low', 'close', 'volume']);
    await quickTitle(page, `Dates of ${ambiguousFile}`).waitFor();
    await pickQuickItem(page, 'Day first');
    await ready(chart);
    await region(chart, 'head').getByText('2024-04-03 00:00 to 2024-04-03 19:55').waitFor();
  });

  it('reads the file again when it changes, and remembers what was selected', async () => {
    const chart = await ready(await openChart());
    await row(chart, 'gap').last().click();
    await region(chart, 'chart').and(chart.locator('[data-selected]')).waitFor();
    writeFileSync(path.join(workbench.profile.workspace, candleFile), candlesWithProblems().split('\n').slice(0, 251).join('\n'));
    await region(chart, 'problems-bar').getByText('No problems').waitFor();
    writeFileSync(path.join(workbench.profile.workspace, candleFile), 'date,open\n');
    await region(chart, 'failure').getByText(/^No column is known to be /).waitFor();
    writeFileSync(path.join(workbench.profile.workspace, candleFile), candlesWithProblems());
    await row(chart, 'unsorted').waitFor();
  });

  it('is whole again after it was hidden', async () => {
    const chart = await ready(await openChart());
    await row(chart, 'low-above-high').click();
    await region(chart, 'chart').and(chart.locator('[data-selected]')).waitFor();
    await region(chart, 'chart-bar').getByRole('button', { name: 'EMA 50' }).click();
    await runCommand(page, 'File: New Untitled Text File');
    await page.locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await page.getByRole('tab', { name: candleFile }).click();
    const again = await ready(panelFrame(page));
    await row(again, 'low-above-high').and(again.locator('[aria-selected=true]')).waitFor();
    await region(again, 'chart').and(again.locator('[data-selected="2024-01-02T02:40:00.000Z"]')).waitFor();
    await region(again, 'chart-bar').locator('[aria-pressed=true]', { hasText: 'EMA 50' }).waitFor();
  });

  it('scrolls and zooms through a file that is longer than what the chart holds at once', async () => {
    const chart = await ready(await openChart(longFile));
    const canvas = region(chart, 'chart');
    await chart.locator('main[data-whole="true"]').waitFor();
    const inSight = (candles: RegExp) => chart.getByRole('application', { name: candles }).waitFor();
    await inSight(/^Candlestick chart, LTC\/BTC 5 minutes, 20\d candles from .* to 2024-07-27 07:55 UTC, 0 problems/);
    await canvas.focus();
    await page.keyboard.press('0');
    await inSight(new RegExp(`^Candlestick chart, LTC/BTC 5 minutes, ${longLength.toLocaleString('en-US')} candles from 2024-01-01 00:00 to 2024-07-27 07:55 UTC`));
    await region(chart, 'chart-bar').getByRole('button', { name: '1d' }).click();
    await inSight(/^Candlestick chart, LTC\/BTC 5 minutes, 28\d candles from 2024-04-13 1[56]:\d\d to 2024-04-14 15:5\d UTC/);
    // The crosshair starts at the newest candle, from one end of the file to the other of what is held.
    await canvas.focus();
    await page.keyboard.press('ArrowLeft');
    await inSight(/^Candlestick chart, LTC\/BTC 5 minutes, \d+ candles from 2024-07-26 .* to 2024-07-27 07:55 UTC/);
    const { x, y } = (await canvas.boundingBox())!;
    await page.mouse.move(x + 300, y + 200);
    for (let turn = 0; turn < 60; turn++) {
      await page.mouse.wheel(-20_000, 0);
    }
    await inSight(/^Candlestick chart, LTC\/BTC 5 minutes, \d+ candles from 2024-0[1-5]-\d\d .* to 2024-0[1-5]-\d\d/);
  });

  it('runs signals on the file', async () => {
    const chart = await ready(await openChart());
    await region(chart, 'head').getByRole('button', { name: 'Run Signals' }).click();
    await page.getByRole('tab', { name: /^Signals: ETH\/BTC 5m/ }).waitFor();
    await waitForFinishedRun(page);
  });

  it('is readable and accessible in every theme, and in a narrow window', async () => {
    const chart = await ready(await openChart());
    await row(chart, 'gap').last().click();
    for (const theme of ['light', 'high-contrast', 'high-contrast-light', 'dark'] satisfies readonly Theme[]) {
      await setTheme(workbench, theme);
      await screenshot(page, `candle-chart-${theme}`);
      assert.deepEqual(await accessibilityFaults(page), [], `In the ${theme} theme`);
    }
    await page.keyboard.press('Control+B');
    await page.setViewportSize({ width: 620, height: 900 });
    await region(chart, 'chart-bar').getByRole('button', { name: 'Indicators' }).waitFor();
    await screenshot(page, 'candle-chart-narrow');
    assert.deepEqual(await accessibilityFaults(page), []);
  });
});
