/** The app room wires core to the disk, the clock and the settings. Front doors and the host call it; it calls core and providers. */
import { describeColumns, type FoundColumns } from '../../core/candles/csv/describeColumns.ts';
import { isPair } from '../../core/candles/fileName.ts';
import { loadSeries, type LoadOptions } from '../../core/candles/load.ts';
import type { ColumnMapping } from '../../core/candles/csv/mapping.ts';
import type { CandleSeries } from '../../core/candles/series.ts';
import { AppError } from '../../core/errors.ts';
import { candleText } from './candleText.ts';
import { digest, readDigested, type Digested } from './digestedFile.ts';
import { createPause, runPaced, type Pacing, type Pause } from './pace.ts';
import { firstBytes, readRows } from './readRows.ts';

/** A candle file, loaded. */
export type OpenCandles = {
  readonly file: string;
  readonly sha256: string;
  /** What the user said about its columns. */
  readonly columns: ColumnMapping | undefined;
  readonly series: CandleSeries;
};

// Of the whole time; cleaning takes the rest.
const readingShare = 0.9;

/**
 * Reads and loads a candle file, with pauses in which others can work.
 * @throws AppError `candles-unreadable` because the file cannot be read, `cancelled` after the signal was aborted;
 * see `readRows` and `loadSeries` for the rest.
 */
export async function openCandles(file: string, options: LoadOptions = {}, pacing: Pacing = {}): Promise<OpenCandles> {
  const pause = createPause(pacing);
  return load(await readDigested(file, pause), file, options, pause);
}

/** Loads the bytes of a candle file; `file` names it and may say its pair and timeframe. */
export async function loadCandles(bytes: Uint8Array, file: string, options: LoadOptions = {}, pacing: Pacing = {}): Promise<OpenCandles> {
  const pause = createPause(pacing);
  return load(await digest(bytes, pause), file, options, pause);
}

async function load({ bytes, sha256 }: Digested, file: string, options: LoadOptions, pause: Pause): Promise<OpenCandles> {
  if (options.pair !== undefined && !isPair(options.pair)) {
    throw new AppError('pair-unknown', `"${options.pair}" is no pair.`, { hint: 'Write it as Freqtrade does, such as BTC/USDT.' });
  }
  try {
    const parsed = await readRows(bytes, options.columns, (share) => pause(readingShare * share));
    const series = await runPaced(loadSeries(parsed, file, options), (share) => pause(readingShare + (1 - readingShare) * share));
    return { file, sha256, columns: options.columns, series };
  } catch (error) {
    throw error instanceof AppError && error.code !== 'cancelled' ? new AppError(error.code, `${file}: ${error.message}`, { hint: error.hint, cause: error }) : error;
  }
}

/** What columns a text file has that is not understood, for a person to say which is which. */
export function describeCandleColumns(bytes: Uint8Array): FoundColumns {
  return describeColumns(candleText(firstBytes(bytes)).head);
}
