import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { pickQuickItem, runCommand } from '../harness/actions.ts';
import { freqtradePython } from '../harness/tools.ts';
import { startWorkbench, type Workbench } from '../harness/workbench.ts';
import { region, waitForFinishedRun } from './panel.ts';

const candles = 'SAMPLE_USDT-5m.csv';
const strategy = 'MyLLMStrategy';

/** A moment of the story that is worth a picture. */
export type Moment = 'strategy' | 'signals' | 'trades';

/** A folder that was empty but for a file of candles and what `freqtrade create-userdir` makes. */
export function makeFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'llm-signals-story-'));
  cpSync(path.join('media', 'synthetic-sample', candles), path.join(folder, candles));
  execFileSync(freqtradePython(), ['-m', 'freqtrade', 'create-userdir', '--userdir', path.join(folder, 'user_data')], { stdio: 'pipe' });
  return folder;
}

/** VS Code with that folder open, and with the real Freqtrade unless another path is given. */
export function openFolder(folder: string, freqtrade = freqtradePython()): Promise<Workbench> {
  // Without a canvas, what a terminal shows is text on the page.
  const settings = { 'workbench.colorTheme': 'Dark Modern', 'terminal.integrated.gpuAcceleration': 'off' };
  return startWorkbench({ vsix: 'llm-signals.vsix', folder, settings, machineSettings: { 'llmSignals.freqtrade.path': freqtrade } });
}

/**
 * From there to the trades of a new strategy on the chart, by keyboard. Returns how many steps that took: each command and
 * each answer to a question is one.
 */
export async function playStory(page: Page, see: (moment: Moment) => Promise<void> = () => Promise.resolve()): Promise<number> {
  let steps = 0;
  const command = (title: string) => ((steps += 1), runCommand(page, `LLM Signals: ${title}`));
  const pick = (label: string) => ((steps += 1), pickQuickItem(page, label));
  const accept = async (question: string) => {
    steps += 1;
    await page.locator('.quick-input-widget:visible').getByText(question).waitFor();
    await page.keyboard.press('Enter');
  };

  await command('New LLM Strategy…');
  await accept('The name of its class and file.');
  await pick('momentum');
  await pick('SAMPLE/USDT 5m');
  await accept('The least confidence that trades, from 0 to 1.');
  await page.locator('.tab.active', { hasText: `${strategy}.py` }).waitFor();
  await see('strategy');

  await command('Run Signals on Candles…');
  await pick(candles);
  const panel = await waitForFinishedRun(page);
  await see('signals');

  await command('Backtest in Freqtrade…');
  await pick(strategy);
  await page.locator('.terminal-wrapper:visible').waitFor();
  await region(panel, 'trades').getByText(strategy, { exact: true }).waitFor();
  await page.locator('.terminal-wrapper:visible').waitFor({ state: 'detached' });
  await see('trades');
  return steps;
}
