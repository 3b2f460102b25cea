/**
 * A user_data folder for one backtest. Everything Freqtrade reads is copied or written there, so that the user's own
 * candles, signals and results stay as they are, and nothing of an earlier backtest takes part.
 */
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { candleFileName, isFuture, signalFileName, writeFreqtradeJson } from '../../core/candles/freqtradeFiles.ts';
import type { CandleSeries } from '../../core/candles/series.ts';
import { writeBundle, type Bundle } from '../../core/run/bundle.ts';
import { AppError } from '../../core/errors.ts';
import { writeExport } from '../recorded/exportRun.ts';
import { configLaidOver, ownConfig } from './configuration.ts';

export type StageOptions = {
  readonly recorded: Pick<Bundle, 'run' | 'records'>;
  readonly series: CandleSeries;
  readonly strategy: string;
  /** The user's own user_data folder, for its strategies. */
  readonly userData: string | undefined;
  /** Whether Freqtrade sees the user's folder only. */
  readonly isContained: boolean;
  /** Our launcher, adapter and strategies. */
  readonly templates: string;
  /** The user's configurations, the later over the earlier; none for a simple one of ours. They are neither read nor copied here. */
  readonly configs: readonly string[];
  /** The exchange whose rules apply; undefined for that of the configuration. */
  readonly exchange: string | undefined;
};

export type Stage = {
  /** Where Freqtrade is started. */
  readonly folder: string;
  /** The user_data folder as Freqtrade is told, relative to `folder`. */
  readonly userData: string;
  /** The configurations as Freqtrade is told, the later over the earlier. */
  readonly configs: readonly string[];
  /** The folder of that name here, where the candles are. */
  readonly data: string;
  /** Where its results are. */
  readonly results: string;
  readonly remove: () => Promise<void>;
};

const adapter = 'llm_signal_provider.py';
export const launcher = 'freqtrade_offline.py';
/** Below user_data, whatever the exchange is called. */
export const candlesFolder = 'data';
const configFile = 'config.json';

/** @throws AppError `freqtrade-misconfigured` because a configuration is missing, or where a container does not see it. */
export async function prepareStage(options: StageOptions): Promise<Stage> {
  const { userData, isContained } = options;
  const configs = await Promise.all(options.configs.map((file) => configAsTold(file, isContained ? userData : undefined)));
  // A container sees the user's folder alone; there it is user_data, whatever it is called here.
  const shared = isContained ? userData : undefined;
  const place = await mkdtemp(shared === undefined ? path.join(tmpdir(), 'llm-signals-backtest-') : path.join(shared, '.llm-signals-backtest-'));
  try {
    await fill(place, options);
    if (shared !== undefined) {
      // Whoever writes the user's folder in the container writes this one too.
      await chmod(place, (await stat(shared)).mode & 0o777);
    }
  } catch (error) {
    await rm(place, { recursive: true, force: true });
    throw error;
  }
  const told = shared === undefined ? '.' : `user_data/${path.basename(place)}`;
  return {
    folder: shared === undefined ? place : path.dirname(shared),
    userData: told,
    configs: [...configs, `${told}/${configFile}`],
    data: path.join(place, candlesFolder),
    results: path.join(place, 'backtest_results'),
    remove: () => rm(place, { recursive: true, force: true }),
  };
}

async function fill(place: string, options: StageOptions): Promise<void> {
  const { recorded: { run, records }, templates, configs, exchange } = options;
  const { pair, timeframe } = run.series;
  await copyStrategies(path.join(place, 'strategies'), options);
  await cp(path.join(templates, launcher), path.join(place, launcher));
  await writeExport(path.join(place, 'llm_signals', signalFileName(pair, timeframe)), writeBundle(run, records), false);
  const candles = path.join(place, candlesFolder, candleFileName(pair, timeframe, isFuture(pair) ? 'futures' : 'spot'));
  await mkdir(path.dirname(candles), { recursive: true });
  await writeFile(candles, writeFreqtradeJson(options.series));
  const config = (configs.length === 0 ? ownConfig : configLaidOver)({ pair, timeframe, exchange });
  await writeFile(path.join(place, configFile), `${JSON.stringify(config, null, 2)}\n`);
}

/** A configuration by the name that Freqtrade knows it by. */
async function configAsTold(file: string, shared: string | undefined): Promise<string> {
  if (!(await stat(file).then((found) => found.isFile(), () => false))) {
    throw new AppError('freqtrade-misconfigured', `There is no configuration ${file}.`);
  }
  const inside = shared === undefined ? file : path.relative(shared, file);
  if (shared !== undefined && (inside.startsWith('..') || path.isAbsolute(inside))) {
    throw new AppError('freqtrade-misconfigured', `Freqtrade in a container does not see ${file}.`, { hint: 'It sees nothing but its user_data folder: put the configuration there.' });
  }
  return shared === undefined ? file : `user_data/${inside.replaceAll(path.sep, '/')}`;
}

/** The user's strategies; ours, and the adapter, where the user has none of that name. */
async function copyStrategies(folder: string, { userData, templates, strategy }: StageOptions): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (userData !== undefined) {
    const isWanted = (file: string) => !/^(__pycache__|\..+)$/.test(path.basename(file));
    await cp(path.join(userData, 'strategies'), folder, { recursive: true, dereference: true, filter: isWanted }).catch(ignoreMissing);
  }
  const own = await readdir(folder);
  if (!own.includes(adapter)) {
    await cp(path.join(templates, adapter), path.join(folder, adapter));
  }
  const sources = await Promise.all(own.filter((name) => name.endsWith('.py')).map((name) => readFile(path.join(folder, name), 'utf8')));
  // Freqtrade takes the first file in which it finds the class by this very text.
  if (!sources.some((source) => source.includes(`class ${strategy}(`))) {
    await cp(path.join(templates, `${strategy}.py`), path.join(folder, `${strategy}.py`)).catch(ignoreMissing);
  }
}

function ignoreMissing(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
    throw error;
  }
}
