import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { FrameLocator, Page } from 'playwright-core';
import { keepBacktest } from '../../src/app/backtest/keptBacktests.ts';
import type { Trade } from '../../src/core/backtest/backtest.ts';
import { aBacktest } from '../fixtures/backtests.ts';
import { panelFrame, pickQuickItem, runCommand, screenshot } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { setTheme, type Theme } from '../harness/theme.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { accessibilityFaults, recordedSignals, region, waitForFinishedRun, type RecordedSignal } from './panel.ts';

describe('the backtests that are kept with a run, in VS Code, with the packaged extension', () => {
  let workbench: Workbench;
  let page: Page;

  beforeEach(async () => {
    workbench = await startWorkbench({ vsix: 'llm-signals.vsix', folder: 'media/synthetic-sample', settings: { 'workbench.colorTheme': 'Dark Modern' } });
    page = workbench.page;
  });
  afterEach(async function () {
    await endTest(workbench, this.currentTest);
  });

  /** Trades from each BUY to the SELL after it, as a strategy would that follows every signal. */
  const tradesOf = (signals: readonly RecordedSignal[]): Trade[] => {
    const trades: Trade[] = [];
    let opened: string | undefined;
    for (const { time, signal } of signals) {
      const next = new Date(Date.parse(time) + 300_000).toISOString();
      if (signal.decision === 'BUY') {
        opened ??= next;
      } else if (signal.decision === 'SELL' && opened !== undefined) {
        const gain = trades.length % 3 === 1 ? -0.0139 : 0.0244;
        trades.push({ opened, closed: next, side: 'long', open_rate: 123.431, close_rate: 123.431 * (1 + gain), stake: 100, profit: gain * 100, profit_ratio: gain, enter_tag: 'llm BUY 0.80', exit_reason: 'llm SELL 0.70' });
        opened = undefined;
      }
    }
    return trades;
  };
  const notes = ['The configuration is config.json. Pair, timeframe, candles, market and stake currency are of the run whatever it says; its keys, Telegram, API server, webhooks and log file are left out.', 'user_data/data/binance/SAMPLE_USDT-5m.feather holds the same candles as the run.'];
  const metrics = { ...aBacktest().metrics, profit: 12.34, profit_ratio: 0.0123, drawdown_ratio: 0.0034, sharpe: 2.27, market_change: 0.6145 };

  /** Runs, keeps two backtests with the run, and comes back after a reload of the window. */
  const keepAndReload = async (): Promise<FrameLocator> => {
    await runCommand(page, 'LLM Signals: Run Signals on Candles…');
    await pickQuickItem(page, 'SAMPLE_USDT-5m.csv');
    await waitForFinishedRun(page);
    const signals = recordedSignals(workbench);
    const trades = tradesOf(signals);
    const runs = path.join(workbench.profile.workspace, '.llm-signals', 'runs');
    const folder = path.join(runs, readdirSync(runs)[0]!);
    const kept = { pair: 'SAMPLE/USDT', answered: signals.length, notes, configs: ['config.json'] };
    await keepBacktest(folder, aBacktest({ ...kept, created: '2026-11-23T08:00:00.000Z', strategy: 'Older', trades: trades.slice(0, 1) }));
    await keepBacktest(folder, aBacktest({ ...kept, created: '2026-11-23T09:00:00.000Z', strategy: 'LLM_Momentum_Strategy', trades, metrics: { ...metrics, trades: trades.length, wins: trades.length - 1, losses: 1 } }));
    await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
    const panel = panelFrame(page);
    await region(panel, 'trades').getByText('LLM_Momentum_Strategy', { exact: true }).waitFor();
    return panel;
  };

  it('show the newest after a reload, its trades, and the others to pick from; a trade leads to its signal', async () => {
    const panel = await keepAndReload();
    const trades = region(panel, 'trades');
    await trades.getByText('+1.23% (12.34 USDT)').waitFor();
    await trades.locator('summary').click();
    await trades.getByText('holds the same candles as the run').waitFor();
    const first = trades.locator('tbody tr').first();
    const opened = await first.getByRole('button').innerText();
    await first.getByRole('button').click();
    const signal = new Date(Date.parse(`${opened.replace(' ', 'T')}Z`) - 300_000).toISOString();
    await panel.locator(`[data-region="chart"][data-selected="${signal}"]`).waitFor();
    await trades.getByLabel('Backtest', { exact: true }).selectOption({ label: '2026-11-23 08:00 UTC: Older, config.json, 1 trade, −0.10%' });
    await trades.locator('summary').getByText('Older', { exact: true }).waitFor();
    assert.equal(await trades.locator('tbody tr').count(), 1);
  });

  it('are readable and accessible in every theme, and in a narrow window', async () => {
    const panel = await keepAndReload();
    await region(panel, 'trades').locator('summary').click();
    await region(panel, 'chart-bar').getByRole('button', { name: 'All' }).click();
    for (const theme of ['dark', 'light', 'high-contrast', 'high-contrast-light'] satisfies readonly Theme[]) {
      await setTheme(workbench, theme);
      await screenshot(page, `backtests-${theme}`);
      assert.deepEqual(await accessibilityFaults(page), [], theme);
    }
    await setTheme(workbench, 'dark');
    await page.keyboard.press('Control+B');
    await page.setViewportSize({ width: 620, height: 900 });
    await region(panel, 'trades').waitFor();
    await screenshot(page, 'backtests-narrow');
    assert.deepEqual(await accessibilityFaults(page), []);
  });
});
