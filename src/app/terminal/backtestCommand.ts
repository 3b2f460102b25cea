import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { backtestRun, templatesIn } from '../backtest/backtestRun.ts';
import { findFreqtrade } from '../backtest/freqtradeCommand.ts';
import { keepBacktest } from '../backtest/keptBacktests.ts';
import { AppError } from '../../core/errors.ts';
import { readRecorded } from '../recorded/readBundle.ts';
import { describeBacktest } from './describeBacktest.ts';
import { exitCodes, type ExitCode } from './exitCode.ts';
import { tellTorn } from './tellTorn.ts';
import type { Terminal } from './terminal.ts';

export type BacktestOptions = {
  /** The path of Freqtrade, or a command that runs it. */
  readonly freqtrade?: string;
  readonly strategy: string;
  /** The user_data folder whose strategies are used. */
  readonly userdir?: string;
  readonly candles?: string;
  readonly timerange?: string;
  /** The user's configurations, the later over the earlier. */
  readonly config: readonly string[];
  readonly exchange?: string;
  /** A share of the amount, for each side. */
  readonly fee?: number;
  readonly json?: boolean;
};

/** `llm-signals backtest`: a recorded run in the real Freqtrade, offline; the result is kept beside the run. What Freqtrade prints goes to standard error. */
export async function backtestInTerminal(name: string, options: BacktestOptions, terminal: Terminal, abort: AbortSignal): Promise<ExitCode> {
  const { environment, folder } = terminal;
  const place = path.resolve(folder, name);
  const recorded = await readRecorded(place);
  const userData = options.userdir === undefined ? ownUserData(folder) : givenUserData(path.resolve(folder, options.userdir));
  tellTorn(recorded, name, terminal);
  const python = findFreqtrade({
    said: options.freqtrade ?? '',
    environments: [environment['VIRTUAL_ENV'], environment['CONDA_PREFIX'], path.join(folder, '.venv')].filter((each) => each !== undefined),
    searchPath: environment['PATH'] ?? '',
  });
  const backtest = await backtestRun(
    {
      recorded,
      candles: options.candles === undefined ? undefined : path.resolve(folder, options.candles),
      // Runs are three folders below the folder their files are named from, unless they were put elsewhere.
      roots: [path.resolve(place, '..', '..', '..'), folder, path.dirname(place)],
      strategy: options.strategy,
      userData,
      templates: templatesIn(terminal.assets),
      configs: options.config.map((file) => path.resolve(folder, file)),
      exchange: options.exchange,
      fee: options.fee,
      timerange: options.timerange,
      python,
    },
    { write: terminal.tell, tell: (text) => terminal.tell(`${text}\n`), abort },
  );
  // A bundle is one file and stays as it is.
  const file = statSync(place).isDirectory() ? await keepBacktest(place, backtest) : null;
  if (options.json === true) {
    terminal.print(`${JSON.stringify({ run: place, file, ...backtest }, null, 2)}\n`);
  } else {
    terminal.print(`${describeBacktest(backtest)}${file === null ? '' : `Kept in ${path.relative(folder, file)}\n`}`);
  }
  return exitCodes.done;
}

/** @throws AppError `freqtrade-misconfigured` because it is no folder. */
function givenUserData(folder: string): string {
  if (!(statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false)) {
    throw new AppError('freqtrade-misconfigured', `There is no folder ${folder}.`, { hint: 'Say with --userdir where your user_data is.' });
  }
  return folder;
}

/** The user_data folder of the current folder, if there is one. */
function ownUserData(folder: string): string | undefined {
  const found = path.join(folder, 'user_data');
  return existsSync(path.join(found, 'strategies')) ? found : undefined;
}
