import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { findNotification, panelFrame, pickMenuItem, pickQuickItem, quickItem, quickTitle, runCommand } from '../harness/actions.ts';
import { endTest } from '../harness/endTest.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { recordedSignals, region, waitForFinishedRun } from './panel.ts';

describe('recorded runs in VS Code, with the packaged extension', () => {
  let workbench: Workbench;
  let page: Page;

  beforeEach(async () => {
    workbench = await startWorkbench({ vsix: 'llm-signals.vsix', folder: 'media/synthetic-sample', settings: { 'workbench.colorTheme': 'Dark Modern' } });
    page = workbench.page;
  });
  afterEach(async function () {
    await endTest(workbench, this.currentTest);
  });

  const openRuns = () => page.getByRole('tab', { name: 'LLM Signals' }).click();
  const run = (words: RegExp) => page.getByRole('treeitem', { name: words });

  it('are listed, opened to their facts, run again with options and compared', async () => {
    await openRuns();
    await page.getByText('No runs yet.').waitFor();
    await runCommand(page, 'LLM Signals: Run Signals on Candles…');
    await pickQuickItem(page, 'SAMPLE_USDT-5m.csv');
    await waitForFinishedRun(page);
    await run(/^technical-rules-1, SAMPLE\/USDT 5m, finished/).waitFor();

    await runCommand(page, 'LLM Signals: Run Signals with Options…');
    await pickQuickItem(page, 'SAMPLE_USDT-5m.csv');
    await quickTitle(page, 'Run Signals: SAMPLE/USDT 5m').waitFor();
    await quickItem(page, 'No Questions to Ask').waitFor();
    await pickQuickItem(page, 'Gates');
    await pickQuickItem(page, 'momentum-hyperopt');
    const ask = page.locator('.quick-input-widget:visible .monaco-list-row').first();
    await ask.getByText(/already answered/).waitFor();
    await page.keyboard.press('Enter');
    await run(/^technical-rules-1, SAMPLE\/USDT 5m, finished/).nth(1).waitFor();

    await run(/^technical-rules-1, SAMPLE\/USDT 5m, finished/).first().locator('.monaco-tl-twistie').click();
    await page.getByRole('treeitem', { name: /\d+ buy/ }).waitFor();
    await run(/^technical-rules-1, SAMPLE\/USDT 5m, finished/).first().hover();
    await page.getByRole('button', { name: 'Compare Runs…' }).first().click();
    await quickTitle(page, 'Compare Runs of SAMPLE/USDT 5m').waitFor();
    await page.locator('.quick-input-widget:visible').getByRole('checkbox', { name: /Toggle all/ }).check();
    await page.keyboard.press('Enter');
    await panelFrame(page).locator('[data-region="compare-bar"]').waitFor();
  });

  it('are exported in every format from the panel and the Runs view, deleted, and their answers kept until they are cleared', async () => {
    const folder = workbench.profile.workspace;
    await runCommand(page, 'LLM Signals: Run Signals on Candles…');
    await pickQuickItem(page, 'SAMPLE_USDT-5m.csv');
    const panel = await waitForFinishedRun(page);
    await openRuns();
    const recorded = run(/^technical-rules-1, SAMPLE\/USDT 5m, finished/);
    const save = async (format: string, end: string) => {
      await pickQuickItem(page, format);
      await page.waitForFunction(([end]) => document.querySelector<HTMLInputElement>('.quick-input-widget input')?.value.endsWith(end!), [end]);
      await page.keyboard.press('Enter');
    };
    const exported = [['CSV', 'csv'], ['JSON', 'json'], ['Markdown Report', 'md'], ['HTML Report', 'html'], ['Bundle', 'jsonl']] as const;
    for (const [format, extension] of exported) {
      if (extension === 'csv') {
        await recorded.hover();
        await recorded.getByRole('button', { name: 'Export Run…' }).click();
      } else {
        await region(panel, 'summary').getByRole('button', { name: 'Export Run…' }).click();
      }
      await save(format, `.${extension}`);
      await findNotification(page, `.${extension}.`);
      await page.keyboard.press('Escape');
    }
    const name = readdirSync(path.join(folder, '.llm-signals', 'runs'))[0]!;
    const text = (file: string) => readFileSync(path.join(folder, file), 'utf8');
    const signals = recordedSignals(workbench);
    assert.equal(text(`${name}.csv`).trimEnd().split(/\r?\n/).length, signals.length + 1);
    assert.equal((JSON.parse(text(`${name}.json`)) as { readonly signals: readonly unknown[] }).signals.length, signals.length);
    assert.match(text(`${name}.md`), /SAMPLE\/USDT/);
    assert.match(text(`${name}.html`), /^<!doctype html>/i);
    assert.equal(text('SAMPLE_USDT-5m.jsonl').trimEnd().split('\n').length, signals.length + 1);

    const confirm = async (question: RegExp, button: string) => {
      const dialog = page.locator('.monaco-dialog-box');
      await dialog.getByText(question).waitFor();
      await dialog.getByRole('button', { name: button }).click();
      await dialog.waitFor({ state: 'detached' });
    };
    await recorded.click({ button: 'right' });
    await pickMenuItem(page, 'Delete Run…');
    await confirm(/^Delete the run of SAMPLE\/USDT 5m with technical-rules-1 \(\d+(\.\d)? (KB|MB)\)\?$/, 'Delete Run');
    await page.getByText('No runs yet.').waitFor();
    await region(panelFrame(page), 'empty').waitFor();
    assert.deepEqual(readdirSync(path.join(folder, '.llm-signals', 'runs')), []);
    const kept = path.join(folder, '.llm-signals', 'answers');
    assert.equal(readdirSync(kept).reduce((sum, file) => sum + readFileSync(path.join(kept, file), 'utf8').trimEnd().split('\n').length, 0), signals.length);
    await runCommand(page, 'LLM Signals: Run Signals on Candles…');
    await pickQuickItem(page, 'SAMPLE_USDT-5m.csv');
    await region(await waitForFinishedRun(page), 'detail').getByText('Already answered, $0.00.').waitFor();
    await runCommand(page, 'LLM Signals: Clear Answers…');
    await confirm(new RegExp(`^Delete ${signals.length} answers of deleted runs \\(\\d+(\\.\\d)? (KB|MB)\\)\\?$`), 'Delete Answers');
    await findNotification(page, `Deleted ${signals.length} answers of deleted runs`);
    assert.deepEqual(readdirSync(kept), []);
  });

  it('begin with a walkthrough that needs no key', async () => {
    await openRuns();
    await page.getByText('Open Walkthrough').click();
    await page.getByText('Get Started with LLM Signals').first().waitFor();
    await page.getByText('Run on the sample').first().waitFor();
  });
});
