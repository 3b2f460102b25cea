/** The app room wires core to the disk, the clock and the settings. Front doors and the host call it; it calls core and providers. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parseCsv } from '../core/candles/csv.ts';
import { isPair } from '../core/candles/fileName.ts';
import { loadSeries, type LoadOptions } from '../core/candles/load.ts';
import type { CandleSeries } from '../core/candles/series.ts';
import { AppError } from '../core/errors.ts';

/** A candle file, loaded. */
export type OpenCandles = { readonly file: string; readonly sha256: string; readonly series: CandleSeries };

/**
 * Reads and loads a candle file.
 * @throws AppError `candles-unreadable` because the file cannot be read; see `loadSeries` for the rest.
 */
export async function openCandles(file: string, options: LoadOptions = {}): Promise<OpenCandles> {
  return loadCandles(await readBytes(file), file, options);
}

/** Loads the bytes of a candle file; `file` names it and may say its pair and timeframe. */
export function loadCandles(bytes: Uint8Array, file: string, options: LoadOptions = {}): OpenCandles {
  if (options.pair !== undefined && !isPair(options.pair)) {
    throw new AppError('pair-unknown', `"${options.pair}" is no pair.`, { hint: 'Write it as Freqtrade does, such as BTC/USDT.' });
  }
  try {
    const series = loadSeries(parseCsv(new TextDecoder().decode(bytes)), file, options);
    return { file, sha256: createHash('sha256').update(bytes).digest('hex'), series };
  } catch (error) {
    throw error instanceof AppError ? new AppError(error.code, `${file}: ${error.message}`, { hint: error.hint, cause: error }) : error;
  }
}

async function readBytes(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'access is denied' }[code] ?? code;
    throw new AppError('candles-unreadable', `Cannot read ${file}: ${why}.`, { cause: error });
  }
}
