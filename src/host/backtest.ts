import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import { backtestRun, defaultExchange, defaultStrategy, templatesIn } from '../app/backtest/backtestRun.ts';
import type { FreqtradePython } from '../app/backtest/freqtradeCommand.ts';
import { readRecorded } from '../app/readBundle.ts';
import { describeBacktest } from '../app/terminal/describeBacktest.ts';
import type { Backtest } from '../core/backtest/backtest.ts';
import { AppError } from '../core/errors.ts';
import type { ToWebview } from '../protocol/messages.ts';
import { runAsTask } from './backtestTask.ts';
import { chooseUserData, findUserData, type FreqtradePrompts } from './userData.ts';

export type Backtests = {
  /** Trades a recorded run in Freqtrade and shows its trades; undefined when the user stops. */
  readonly run: (folder: string) => Promise<Backtest | undefined>;
  /** The backtest of the run that is shown, if there was one. */
  readonly snapshot: () => readonly ToWebview[];
};

export type BacktestsDeps = {
  readonly extensionUri: vscode.Uri;
  readonly prompts: FreqtradePrompts;
  /** The user's Freqtrade. */
  readonly python: () => Promise<FreqtradePython>;
  /** The folder of the run that is shown. */
  readonly shown: () => string | undefined;
  /** Shows a run in the panel; false when another one is going on. */
  readonly show: (folder: string) => Promise<boolean>;
  readonly post: (message: ToWebview) => void;
  readonly log: vscode.LogOutputChannel;
};

/** Backtest in Freqtrade…: a task with visible output, then the trades on the chart of the run. */
export function createBacktests({ extensionUri, prompts, python: findPython, shown, show, post, log }: BacktestsDeps): Backtests {
  let last: { readonly folder: string; readonly backtest: Backtest } | undefined;
  const snapshot = (): readonly ToWebview[] => (last === undefined || last.folder !== shown() ? [] : [{ type: 'backtest', backtest: last.backtest }]);

  const start = async (folder: string): Promise<Backtest | undefined> => {
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
    const strategy = await pickStrategy(userData, prompts);
    if (strategy === undefined) {
      return undefined;
    }
    const roots = [path.resolve(folder, '..', '..', '..'), ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)];
    const request = { recorded, candles: undefined, roots, strategy, userData, templates: templatesIn(extensionUri.fsPath), exchange: defaultExchange, fee: undefined, timerange: undefined, python };
    return runAsTask(`Backtest ${strategy}`, async (write, abort) => {
      const backtest = await backtestRun(request, { write, warn: (text) => write(`${text}\n`), abort });
      write(`\n${describeBacktest(backtest)}`);
      return backtest;
    });
  };

  return {
    run: async (folder) => {
      const backtest = await start(folder).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'cancelled') {
          return undefined;
        }
        throw error;
      });
      if (backtest !== undefined) {
        log.info(`Backtest of ${folder} with ${backtest.strategy}: ${backtest.metrics.trades} trades, profit ${backtest.metrics.profit} ${backtest.stake_currency}`);
        last = { folder, backtest };
        if (await show(folder)) {
          snapshot().forEach(post);
        }
      }
      return backtest;
    },
    snapshot,
  };
}

/** The strategies of the user, then ours; nothing is asked when the user has none, or only one that reads signals. */
async function pickStrategy(userData: string | undefined, { pick }: FreqtradePrompts): Promise<string | undefined> {
  const own = userData === undefined ? [] : await strategiesIn(path.join(userData, 'strategies'));
  const [first] = own;
  if (first === undefined || (own.length === 1 && first.readsSignals)) {
    return first?.name ?? defaultStrategy;
  }
  const items = own.map(({ name }) => ({ label: name, description: 'user_data' }));
  const builtIn = own.some(({ name }) => name === defaultStrategy) ? [] : [{ label: defaultStrategy, description: 'built in' }];
  return (await pick([...items, ...builtIn], { title: 'Backtest in Freqtrade', placeHolder: 'Which strategy?' }))?.label;
}

type OwnStrategy = { readonly name: string; readonly readsSignals: boolean };

/** The classes that Freqtrade would take for strategies; those that read signals first. */
async function strategiesIn(folder: string): Promise<readonly OwnStrategy[]> {
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.py'));
  const sources = await Promise.all(files.map((name) => readFile(path.join(folder, name), 'utf8')));
  const found = sources.flatMap((source) => [...source.matchAll(/^class ([A-Za-z_]\w*)\([^)]*Strategy\w*\)/gm)].map(([, name]) => ({ name: name!, readsSignals: source.includes('llm_signal_provider') })));
  return found.sort((a, b) => Number(b.readsSignals) - Number(a.readsSignals) || a.name.localeCompare(b.name));
}
