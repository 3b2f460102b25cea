import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { backtestRun, defaultStrategy, shortStrategy, templatesIn } from '../../app/backtest/backtestRun.ts';
import type { FreqtradePython } from '../../app/backtest/freqtradeCommand.ts';
import { keepBacktest } from '../../app/backtest/keptBacktests.ts';
import { readRecorded } from '../../app/recorded/readBundle.ts';
import { describeBacktest } from '../../app/terminal/describeBacktest.ts';
import type { KeptBacktest } from '../../core/backtest/kept.ts';
import { isFuture } from '../../core/candles/freqtradeFiles.ts';
import { AppError } from '../../core/errors.ts';
import { pickConfig } from './backtestConfig.ts';
import { runAsTask } from './backtestTask.ts';
import { chooseUserData, findUserData, type FreqtradePrompts } from './userData.ts';

export type BacktestsDeps = {
  readonly extensionUri: vscode.Uri;
  /** What was chosen in this workspace. */
  readonly memory: vscode.Memento;
  readonly prompts: FreqtradePrompts;
  /** The user's Freqtrade. */
  readonly python: () => Promise<FreqtradePython>;
  /** Shows a run in the panel with the backtests that are kept with it. */
  readonly show: (folder: string) => Promise<void>;
  readonly log: vscode.LogOutputChannel;
};

/**
 * Backtest in Freqtrade…: trades a recorded run in a task with visible output, keeps the result with the run, and shows
 * it; undefined when the user stops.
 */
export function createBacktests({ extensionUri, memory, prompts, python: findPython, show, log }: BacktestsDeps): (folder: string) => Promise<KeptBacktest | undefined> {
  const start = async (folder: string): Promise<KeptBacktest | undefined> => {
    if (!vscode.workspace.isTrusted) {
      throw new AppError('strategy-invalid', 'A backtest runs the strategies of this workspace, which is not trusted.', { hint: 'Trust it first.' });
    }
    const recorded = await readRecorded(folder);
    const python = await findPython();
    const found = await findUserData();
    // A container sees nothing else; otherwise our own strategies do without.
    const userData = python.isContained || found.length > 1 ? await chooseUserData('Backtest in Freqtrade', prompts) : found[0];
    if (userData === undefined && (python.isContained || found.length > 1)) {
      return undefined;
    }
    const strategy = await pickStrategy(userData, recorded.run.series.pair, prompts);
    const configs = strategy === undefined ? undefined : await pickConfig(userData, python.isContained, memory, prompts);
    if (strategy === undefined || configs === undefined) {
      return undefined;
    }
    const roots = [path.resolve(folder, '..', '..', '..'), ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)];
    const request = { recorded, candles: undefined, roots, strategy, userData, templates: templatesIn(extensionUri.fsPath), configs, exchange: undefined, fee: undefined, timerange: undefined, python };
    return runAsTask(taskName(strategy), async (write, abort) => {
      const backtest = await backtestRun(request, { write, tell: (text) => write(`${text}\n`), abort });
      write(`\n${describeBacktest(backtest)}`);
      return backtest;
    });
  };

  return async (folder) => {
    const backtest = await start(folder).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'cancelled') {
        return undefined;
      }
      throw error;
    });
    if (backtest !== undefined) {
      log.info(`Backtest of ${folder} with ${backtest.strategy}: ${backtest.metrics.trades} trades, profit ${backtest.metrics.profit} ${backtest.stake_currency}`);
      await keepBacktest(folder, backtest);
      await show(folder);
      await makeRoom(backtest);
    }
    return backtest;
  };
}

/** Hides the terminal that the task opened over the chart. Where nothing was traded, what it says is the reason. */
async function makeRoom({ strategy, metrics }: KeptBacktest): Promise<void> {
  if (metrics.trades > 0 && vscode.window.activeTerminal?.name === taskName(strategy)) {
    await vscode.commands.executeCommand('workbench.action.closePanel');
  }
}

function taskName(strategy: string): string {
  return `Backtest ${strategy}`;
}

/**
 * The strategies of the user, then ours, for a future also that of the short side; nothing is asked when the user has
 * only one that reads signals, or none and one of ours fits.
 */
async function pickStrategy(userData: string | undefined, pair: string, { pick }: FreqtradePrompts): Promise<string | undefined> {
  const own = userData === undefined ? [] : await strategiesIn(path.join(userData, 'strategies'));
  const ours = [defaultStrategy, ...(isFuture(pair) ? [shortStrategy] : [])].filter((builtIn) => own.every(({ name }) => name !== builtIn));
  if (own.length === 0 && ours.length === 1) {
    return defaultStrategy;
  }
  if (own.length === 1 && own[0]!.readsSignals) {
    return own[0]!.name;
  }
  const items = [...own.map(({ name }) => ({ label: name, description: 'user_data' })), ...ours.map((label) => ({ label, description: label === shortStrategy ? 'built in, sells first' : 'built in' }))];
  return (await pick(items, { title: 'Backtest in Freqtrade', placeHolder: 'Which strategy?' }))?.label;
}

type OwnStrategy = { readonly name: string; readonly readsSignals: boolean };

/** The classes that Freqtrade would take for strategies; those that read signals first. */
async function strategiesIn(folder: string): Promise<readonly OwnStrategy[]> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.py'));
  const sources = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  const found = sources.flatMap((source) => [...source.matchAll(/^class ([A-Za-z_]\w*)\([^)]*Strategy\w*\)/gm)].map(([, name]) => ({ name: name!, readsSignals: source.includes('llm_signal_provider') })));
  return found.sort((a, b) => Number(b.readsSignals) - Number(a.readsSignals) || a.name.localeCompare(b.name));
}
