/** Backtests a recorded run in the user's Freqtrade, offline: the launcher makes the market, the recording gives the signals. */
import path from 'node:path';
import type { KeptBacktest } from '../../core/backtest/kept.ts';
import { describeWarmup } from '../../core/backtest/warmup.ts';
import { isFuture } from '../../core/candles/freqtradeFiles.ts';
import { seriesRange } from '../../core/candles/load.ts';
import { AppError } from '../../core/errors.ts';
import type { Bundle } from '../../core/run/bundle.ts';
import { checkRecording } from '../../core/run/checkRecording.ts';
import { findCandles } from '../candles/findCandles.ts';
import { openCandles, type OpenCandles } from '../candles/openCandles.ts';
import { recordedChoices } from '../recorded/openRecording.ts';
import { defaultExchange, describeConfiguration } from './configuration.ts';
import type { FreqtradePython } from './freqtradeCommand.ts';
import { borrowFuturesData, completeFuturesData, convertArguments } from './futuresData.ts';
import { describeOwnCandles } from './ownCandles.ts';
import { readResult } from './readResult.ts';
import { runFreqtrade } from './runFreqtrade.ts';
import { candlesFolder, launcher, prepareStage, type StageOptions } from './stage.ts';

export const defaultStrategy = 'LLM_Momentum_Strategy';
/** Ours for the short side of futures. */
export const shortStrategy = 'LLM_Short_Strategy';

export type BacktestRequest = {
  readonly recorded: Pick<Bundle, 'run' | 'records'>;
  /** The candles of the run; undefined to look for them where the run names them. */
  readonly candles: string | undefined;
  /** Folders that the run may name its candles from. */
  readonly roots: readonly string[];
  /** Limits the backtest, as Freqtrade writes it: `20240101-20240201`. */
  readonly timerange: string | undefined;
  /** A share of the amount, for each side; undefined for that of the configuration, else of the exchange. */
  readonly fee: number | undefined;
  readonly python: FreqtradePython;
} & Pick<StageOptions, 'strategy' | 'userData' | 'templates' | 'configs' | 'exchange'>;

export type BacktestTools = {
  /** Takes all that Freqtrade prints. */
  readonly write: (text: string) => void;
  /** Told, in words, what there is to know before Freqtrade starts; the result has it among its notes. */
  readonly tell: (text: string) => void;
  readonly abort: AbortSignal;
};

/**
 * Runs the backtest and reads its result. Nothing of an earlier result is used, and the user's files stay as they are.
 * @throws AppError `freqtrade-failed` because it came to no result, `freqtrade-misconfigured` because a configuration is
 * not there, `strategy-invalid` because its name is none, `cancelled`, `candles-unreadable`; see `openCandles` and
 * `checkRecording` for the rest.
 */
export async function backtestRun(request: BacktestRequest, { write, tell, abort }: BacktestTools): Promise<KeptBacktest> {
  const { recorded: { run, records }, strategy, python, configs, userData, fee } = request;
  const { pair, timeframe } = run.series;
  if (!/^[A-Za-z_]\w*$/.test(strategy)) {
    throw new AppError('strategy-invalid', `"${strategy}" is no name of a strategy.`, { hint: 'It is the name of its Python class.' });
  }
  if (python.isContained && userData === undefined) {
    throw new AppError('freqtrade-not-found', 'Freqtrade in a container sees nothing but its user_data folder.', { hint: 'Say where that is.' });
  }
  const opened = await openRecorded(request);
  const stage = await prepareStage({ ...request, series: opened.series, isContained: python.isContained });
  try {
    const notes = [
      describeConfiguration(configs, pair),
      ...checkRecording(run, records, opened),
      ...(userData === undefined ? [] : await describeOwnCandles(userData, pair, timeframe, opened)),
    ];
    const places = ['--userdir', stage.userData, '--datadir', `${stage.userData}/${candlesFolder}`, ...stage.configs.flatMap((config) => ['--config', config])];
    const freqtrade = (args: readonly string[]) => runFreqtrade(python, ['-B', `${stage.userData}/${launcher}`, ...args, ...places], stage.folder, write, abort);
    if (isFuture(pair)) {
      const source = { pair, timeframe, series: opened.series, candles: opened.file, userData, exchange: request.exchange ?? (configs.length === 0 ? defaultExchange : undefined), data: stage.data };
      const borrowed = await borrowFuturesData(source);
      for (const format of borrowed.formats) {
        await freqtrade(convertArguments(format));
      }
      notes.push(...(await completeFuturesData(source, borrowed)));
    }
    notes.forEach(tell);
    await freqtrade([
      'backtesting', '--strategy', strategy, '--cache', 'none', '--export', 'trades', '--backtest-directory', `${stage.userData}/backtest_results`,
      ...(request.timerange === undefined ? [] : ['--timerange', request.timerange]),
      ...(fee === undefined ? [] : ['--fee', String(fee)]),
    ]);
    const backtest = await readResult(stage.results, strategy, pair);
    const timerange = request.timerange ?? null;
    const warmup = describeWarmup({ first: seriesRange(opened.series).from, timerange, from: backtest.from }, records);
    return {
      format: 1,
      created: new Date().toISOString(),
      configs: configs.map((file) => path.basename(file)),
      timerange,
      answered: run.totals.answered,
      notes: [...notes, ...(warmup === undefined ? [] : [warmup])],
      ...backtest,
    };
  } finally {
    await stage.remove();
  }
}

async function openRecorded({ recorded: { run }, candles, roots }: BacktestRequest): Promise<OpenCandles> {
  return openCandles(candles ?? findCandles(run.series.file, roots, ', or say where they are with --candles'), recordedChoices(run).load);
}

/** Where Freqtrade's files of ours are in the package. */
export function templatesIn(packageFolder: string): string {
  return path.join(packageFolder, 'media', 'freqtrade');
}
