import assert from 'node:assert/strict';
import type { FrameLocator, Page } from 'playwright-core';
import { startDouble, type Double } from '../double/double.ts';
import type { Step } from '../double/step.ts';
import { panelFrame, pickQuickItem, quickInput, quickTitle, runCommand, screenshot } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { setTheme, type Theme } from '../harness/theme.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { accessibilityFaults, listedRows, recordedSignals, region, takesKeys, waitForFinishedRun } from './panel.ts';

const candles = 10;
const free = { input: 0, output: 0 };

/** A reply of a model with this decision and these words. */
const saying = (decision: 'BUY' | 'SELL' | 'HOLD', reasoning: string): Step => ({ do: 'say', text: JSON.stringify({ decision, confidence: 0.6, reasoning, risk_level: 'high', suggested_stop_loss: null, suggested_take_profit: null }) });

describe('repeats and comparisons in VS Code, with the packaged extension and a double of the APIs', () => {
  let workbench: Workbench;
  let page: Page;
  let double: Double;

  beforeEach(async () => {
    double = await startDouble();
    workbench = await startWorkbench({
      vsix: 'llm-signals.vsix', folder: 'media/synthetic-sample',
      settings: {
        'workbench.colorTheme': 'Dark Modern', 'llmSignals.provider': 'openai-compatible', 'llmSignals.openaiCompatible.preset': 'custom', 'llmSignals.openaiCompatible.model': 'model-a',
        'llmSignals.models': { 'model-a': free, 'model-b': free }, 'llmSignals.gate.entry': `every_nth(${2000 / candles})`, 'llmSignals.gate.exit': '', 'llmSignals.concurrency': 1,
      },
      machineSettings: { 'llmSignals.openaiCompatible.baseUrl': `${double.url}/open/v1` },
    });
    page = workbench.page;
  });
  afterEach(async function () {
    await double.die().catch(() => undefined);
    await endTest(workbench, this.currentTest);
  });

  const openForm = async () => {
    await runCommand(page, 'LLM Signals: Run Signals with Options…');
    await pickQuickItem(page, 'SAMPLE_USDT-5m.csv');
    await quickTitle(page, 'Run Signals: SAMPLE/USDT 5m').waitFor();
  };
  /** Asks for the price that stands in the first row. */
  const ask = async (words: RegExp): Promise<void> => {
    await page.locator('.quick-input-widget:visible .monaco-list-row.focused', { hasText: words }).waitFor();
    await page.keyboard.press('Enter');
  };
  const type = async (value: string, instead: RegExp) => {
    await page.locator('.quick-input-widget:visible .quick-input-message', { hasText: instead }).waitFor();
    await quickInput(page).fill(value);
    await page.keyboard.press('Enter');
  };
  /** Goes through the lists of provider and server to the id of a model. */
  const chooseModel = async (id: string) => {
    await pickQuickItem(page, 'openai-compatible');
    await pickQuickItem(page, 'custom');
    await type(`${double.url}/open/v1`, /^Where its API is/);
    await type(id, /^The exact id of the model/);
  };
  /** Each candle three times with one model, whose mind is not made up about the first. */
  const runRepeated = async (): Promise<FrameLocator> => {
    double.script(saying('BUY', 'First thought: up.'), saying('SELL', 'On reflection: down.'), saying('BUY', 'After all: up.'));
    await openForm();
    await pickQuickItem(page, 'Repeats');
    await type('3', /^How often is each question asked/);
    await ask(/Ask 30 Questions, free/);
    return waitForFinishedRun(page);
  };
  /** Each candle once with another model, of another mind about the first. */
  const runOther = async (): Promise<FrameLocator> => {
    double.script(saying('SELL', 'The other model sells.'));
    await openForm();
    await pickQuickItem(page, 'Provider and Model');
    await chooseModel('model-b');
    await ask(/Ask 10 Questions, free/);
    await region(panelFrame(page), 'summary').getByText('model-b').waitFor();
    return waitForFinishedRun(page);
  };

  it('shows how far several answers to a question agree, asks it again and of another model', async () => {
    const panel = await runRepeated();
    await page.keyboard.press('Control+B');
    const detail = region(panel, 'detail');
    const answers = detail.locator('.vote-table tbody');
    await listedRows(panel).first().click();
    await detail.getByText('3 answers, flip rate 33.3%: 1 decision differs from most.').waitFor();
    for (const words of ['First thought: up.', 'On reflection: down.', 'After all: up.']) {
      await answers.getByText(words, { exact: true }).waitFor();
    }
    await region(panel, 'chart').focus();
    await page.keyboard.press('ArrowLeft');
    await region(panel, 'chart').locator('[aria-live]').getByText(/buy, confidence 0\.60\. Flip rate 33\.3%\.$/).waitFor();
    await screenshot(page, 'repeats');
    assert.deepEqual(await accessibilityFaults(page), []);

    double.script(saying('SELL', 'Asked again: down.'));
    await detail.getByRole('button', { name: 'Ask Again' }).click();
    await detail.getByText('3 answers, flip rate 33.3%: 1 decision differs from most.').waitFor();
    await answers.getByText('Asked again: down.', { exact: true }).waitFor();
    double.script(saying('HOLD', 'Another opinion.'));
    await detail.getByRole('button', { name: 'Ask Another Model…' }).click();
    await chooseModel('model-b');
    await answers.getByText('Another opinion.', { exact: true }).waitFor();
    await detail.getByText('3 answers, flip rate 66.7%').waitFor();
    await detail.locator('.pairs').getByText('model-b', { exact: true }).waitFor();
    const questions = double.requests.filter(({ path }) => path.endsWith('/chat/completions'));
    assert.deepEqual(questions.slice(-2).map(({ body }) => (body as { readonly model: string }).model), ['model-a', 'model-b']);
    assert.equal(questions.length, 3 * candles + 2);
    assert.equal(recordedSignals(workbench).length, 3 * candles + 2);
  });

  it('lays two runs side by side, with agreement, both reasonings and a search, and comes back after a reload', async () => {
    await runRepeated();
    let panel = await runOther();
    await page.keyboard.press('Control+B');
    await region(panel, 'summary').getByRole('button', { name: 'Compare Runs…' }).click();
    await quickTitle(page, 'Compare Runs of SAMPLE/USDT 5m').waitFor();
    await page.locator('.quick-input-widget:visible').getByRole('checkbox', { name: /Toggle all/ }).check();
    await page.keyboard.press('Enter');
    const lists = (count: number) => panel.locator(`[data-region="compare-list"][aria-rowcount="${count + 1}"]`).waitFor();
    const side = () => panel.getByRole('region', { name: 'Agreement' });
    const card = (letter: string) => panel.getByRole('article', { name: `Run ${letter}` });
    const shows = async () => {
      await side().getByRole('heading', { name: '90% agree' }).waitFor();
      await card('A').getByText('The other model sells.').waitFor();
      await card('B').getByText('First thought: up.').waitFor();
      await card('B').getByText(/flip rate 33\.3% of 3/).waitFor();
    };
    await shows();
    await takesKeys(page, region(panel, 'compare-list'));
    await lists(1);
    for (const theme of ['light', 'high-contrast', 'dark'] satisfies readonly Theme[]) {
      await setTheme(workbench, theme);
      await screenshot(page, `compare-${theme}`);
      assert.deepEqual(await accessibilityFaults(page), [], `In the ${theme} theme`);
    }
    await side().getByRole('button', { name: 'Agree 9' }).click();
    await lists(9);
    await page.keyboard.press('Control+f');
    await side().getByRole('textbox', { name: 'Search in reasoning' }).and(panel.locator(':focus')).fill('rsi is 8');
    await lists(1);
    await side().getByRole('status').getByText('1 candle matches.').waitFor();
    await card('A').locator('mark', { hasText: 'RSI is 8' }).waitFor();
    await page.keyboard.press('Escape');
    await lists(9);
    await side().getByRole('button', { name: 'Differ 1' }).click();
    await shows();

    await Promise.all([page.waitForEvent('load'), runCommand(page, 'Developer: Reload Window')]);
    panel = panelFrame(page);
    await shows();
    await page.setViewportSize({ width: 620, height: 900 });
    await screenshot(page, 'compare-narrow');
    assert.deepEqual(await accessibilityFaults(page), []);
    await panel.getByRole('button', { name: 'Close Comparison' }).click();
    await region(panel, 'summary').getByText('model-b').waitFor();
    await panel.locator('[data-region="list"]:focus').waitFor();
  });
});
