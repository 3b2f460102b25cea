/**
 * What Freqtrade wants of a future beside its candles: funding rates and mark prices, by the hour. The user's own are
 * taken where there are some, and turned into the staged format by Freqtrade itself, which knows all its layouts. Else
 * the mark price is that of the candles and funding 0, which is said.
 */
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod/mini';
import { candleFileName } from '../../core/candles/freqtradeFiles.ts';
import type { CandleSeries } from '../../core/candles/series.ts';
import { parseTimeframe } from '../../core/candles/time/timeframe.ts';
import { isoTime } from '../../core/candles/time/time.ts';
import { findDataFiles, firstDataFile } from './ownCandles.ts';

const hourMs = 3_600_000;
const kinds = ['funding_rate', 'mark'] as const;
type Kind = (typeof kinds)[number];

/** Freqtrade's names of its formats, by the ends of file names. */
const formats = { feather: 'feather', parquet: 'parquet', json: 'json', 'json.gz': 'jsongz' } as const;
type Format = (typeof formats)[keyof typeof formats];

export type FuturesSource = {
  readonly pair: string;
  readonly timeframe: string;
  readonly series: CandleSeries;
  /** The file of the run's candles: what Freqtrade downloaded with them lies beside it. */
  readonly candles: string;
  readonly userData: string | undefined;
  /** Whose data is preferred where user_data holds that of several exchanges; undefined when only Freqtrade knows. */
  readonly exchange: string | undefined;
  /** Where the candles are staged. */
  readonly data: string;
};

/** The user's own files, copied to where the candles are staged; `formats` are those that are still to be turned into JSON. */
export type BorrowedData = { readonly files: Partial<Readonly<Record<Kind, string>>>; readonly formats: readonly Format[] };

/** Copies the user's own funding rates and mark prices, if there are some: from beside the candles, else of user_data. */
export async function borrowFuturesData({ pair, candles, userData, exchange, data }: FuturesSource): Promise<BorrowedData> {
  const files: Partial<Record<Kind, string>> = {};
  const found = new Set<Format>();
  for (const kind of kinds) {
    const name = candleFileName(pair, '1h', kind).replace(/\.json$/, '');
    const beside = await firstDataFile(path.dirname(candles), path.basename(name));
    const own = userData === undefined ? [] : await findDataFiles(userData, name);
    const file = beside ?? own.find((each) => path.basename(path.resolve(each, '..', '..')) === exchange) ?? own[0];
    if (file !== undefined) {
      const extension = path.basename(file).slice(path.basename(name).length + 1) as keyof typeof formats;
      await mkdir(path.join(data, path.dirname(name)), { recursive: true });
      await cp(file, path.join(data, `${name}.${extension}`));
      files[kind] = file;
      found.add(formats[extension]);
    }
  }
  return { files, formats: [...found].filter((format) => format !== 'json') };
}

/** The arguments by which Freqtrade turns borrowed files of a format into JSON, beside them. */
export function convertArguments(format: Format): readonly string[] {
  return ['convert-data', '--format-from', format, '--format-to', 'json', '--candle-types', ...kinds];
}

/** Writes what was not borrowed; in words, what is known of funding. */
export async function completeFuturesData({ pair, timeframe, series, userData, data }: FuturesSource, { files }: BorrowedData): Promise<readonly string[]> {
  const hours = hoursOf(timeframe, series);
  const mark = candleFileName(pair, '1h', 'mark');
  const funding = candleFileName(pair, '1h', 'funding_rate');
  const marks = await timesIn(path.join(data, mark));
  if (marks.length === 0) {
    await writeRows(path.join(data, mark), hours.map(([ms, price]) => [ms, price, price, price, price, 0]));
  }
  const [first, last] = [series.time[0]!, series.time[series.length - 1]!];
  const rates = (await timesIn(path.join(data, funding))).filter((ms) => ms >= first && ms <= last);
  if (rates.length === 0 || files.funding_rate === undefined) {
    await writeRows(path.join(data, funding), hours.map(([ms]) => [ms, 0, 0, 0, 0, 0]));
    const why = files.funding_rate === undefined ? '' : ` ${shortName(files.funding_rate, userData)} holds no rate within the candles, or cannot be read.`;
    return [`Funding is not known and taken as 0: a real position pays or gets it every few hours.${why}`];
  }
  const minute = (ms: number) => isoTime(ms).slice(0, 16).replace('T', ' ');
  return [
    `Funding is of ${shortName(files.funding_rate, userData)}: ${rates.length} rates from ${minute(rates[0]!)} to ${minute(rates.at(-1)!)} UTC, none outside them.`,
    ...(marks.length === 0 ? ['The mark price, on which funding is counted, is taken from the candles.'] : []),
  ];
}

/** A file by its place in user_data, else by its name alone: reports name no other folders. */
function shortName(file: string, userData: string | undefined): string {
  const inside = userData === undefined ? '..' : path.relative(path.dirname(userData), file);
  return inside.startsWith('..') || path.isAbsolute(inside) ? path.basename(file) : inside;
}

/** The opens of the candles at full hours, or of all candles that are longer. */
function hoursOf(timeframe: string, { time, open }: CandleSeries): readonly (readonly [ms: number, price: number])[] {
  const step = parseTimeframe(timeframe);
  const isLong = step?.type !== 'fixed' || step.ms > hourMs;
  return Array.from(time, (ms, i) => [ms, open[i]!] as const).filter(([ms]) => isLong || ms % hourMs === 0);
}

const rowsSchema = z.array(z.array(z.nullable(z.number())));

/** The times in a file of Freqtrade's JSON, in order; none when there is no such file, or it cannot be read. */
async function timesIn(file: string): Promise<readonly number[]> {
  try {
    return z.parse(rowsSchema, JSON.parse(await readFile(file, 'utf8'))).flatMap(([ms]) => ms ?? []);
  } catch {
    return [];
  }
}

async function writeRows(file: string, rows: readonly (readonly number[])[]): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(rows));
}
