import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { compareCandles } from '../../core/candles/compareCandles.ts';
import { candleFileName, isFuture } from '../../core/candles/freqtradeFiles.ts';
import { isoTime } from '../../core/candles/time/time.ts';
import { openCandles, type OpenCandles } from '../candles/openCandles.ts';

/** Freqtrade's formats, those it prefers first. */
const extensions = ['.feather', '.parquet', '.json', '.json.gz'] as const;

/** The files of one kind of candles in the data folders of a user_data folder, one below each exchange that has it; `name` is without an extension. */
export async function findDataFiles(userData: string, name: string): Promise<readonly string[]> {
  const data = path.join(userData, 'data');
  const found: string[] = [];
  for (const exchange of (await namesIn(data)).sort()) {
    const file = await firstDataFile(path.join(data, exchange, path.dirname(name)), path.basename(name));
    found.push(...(file === undefined ? [] : [file]));
  }
  return found;
}

/** The file of a folder with that name, without its extension, in the format that Freqtrade prefers of those there are. */
export async function firstDataFile(folder: string, name: string): Promise<string | undefined> {
  const names = await namesIn(folder);
  const extension = extensions.find((each) => names.includes(`${name}${each}`));
  return extension === undefined ? undefined : path.join(folder, `${name}${extension}`);
}

/** Says in words whether the user's own candles of the pair are those of the run, file by file. The run's are traded in any case. */
export async function describeOwnCandles(userData: string, pair: string, timeframe: string, traded: OpenCandles): Promise<readonly string[]> {
  const name = candleFileName(pair, timeframe, isFuture(pair) ? 'futures' : 'spot').replace(/\.json$/, '');
  const files = await findDataFiles(userData, name);
  return Promise.all(files.map(async (file) => `${path.relative(path.dirname(userData), file)} ${await describeOne(file, pair, timeframe, traded)}`));
}

async function describeOne(file: string, pair: string, timeframe: string, traded: OpenCandles): Promise<string> {
  let own: OpenCandles;
  try {
    own = await openCandles(file, { pair, timeframe });
  } catch {
    return "cannot be read; the run's candles are traded.";
  }
  if (own.sha256 === traded.sha256) {
    return 'is the file of the run.';
  }
  const { differing, first, more } = compareCandles(traded.series, own.series);
  if (first === undefined) {
    return more === 0 ? 'holds the same candles as the run.' : `holds the same candles as the run, and ${more} more, which are not traded.`;
  }
  const all = traded.series.length - traded.series.filledCount;
  return `is not what the run was asked about: ${differing} of ${all} candles differ or are missing, the first of ${isoTime(first).slice(0, 16).replace('T', ' ')} UTC. The run's candles are traded.`;
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
