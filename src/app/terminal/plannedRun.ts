import path from 'node:path';
import type { GapMode } from '../../core/candles/clean.ts';
import type { ColumnMapping } from '../../core/candles/csv/mapping.ts';
import { AppError } from '../../core/errors.ts';
import type { GateTexts } from '../../core/gate/resolve.ts';
import type { GateName } from '../../core/run/record.ts';
import { parseMarketDataOption } from '../../core/signal/marketData.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import type { RunPlace } from '../run/executeRun.ts';
import { findCandles } from '../candles/findCandles.ts';
import { openCandles } from '../candles/openCandles.ts';
import { createRecordingFrom, prepareReplay } from '../recorded/openRecording.ts';
import { parseRangeEnd, prepareRun, type PreparedRun } from '../run/prepareRun.ts';
import { reopenRun } from '../recorded/reopenRun.ts';
import { newRunId, portablePath, prepareDefaultFolder } from '../run/runFolder.ts';
import { tellTorn } from './tellTorn.ts';
import type { Terminal } from './terminal.ts';

/** What the command line says about candles, gates and the question. */
export type CandleOptions = {
  readonly pair?: string;
  readonly timeframe?: string;
  readonly from?: string;
  readonly to?: string;
  readonly gaps: GapMode;
  readonly columns?: ColumnMapping;
  /** An expression of the gate language or a preset. */
  readonly entry: string;
  readonly exit: string;
  readonly gates: GateName | 'both';
  /** `name=column`, each a value of the question beside the documented ones. */
  readonly marketData: readonly string[];
  readonly concurrency: number;
  readonly repeat: number;
  /** The run's own folder, absent or empty. */
  readonly out?: string;
};

/** A run that is ready to be asked, and where it is recorded. */
export type PlannedRun = { readonly prepared: PreparedRun; readonly place: RunPlace };

/** A file of candles, prepared as the command line says. @throws AppError `candles-unnamed` because there is none. */
export async function prepareFile(file: string | undefined, options: CandleOptions): Promise<PreparedRun> {
  if (file === undefined) {
    throw new AppError('candles-unnamed', 'No file of candles was named.', { hint: 'Name one, or a run that goes on with --resume.' });
  }
  const range = { from: parseRangeEnd(options.from), to: parseRangeEnd(options.to) };
  if (range.from !== null && range.to !== null && range.to <= range.from) {
    throw new AppError('range-invalid', `No candle opens from ${options.from} until before ${options.to}.`, { hint: 'Give --to a later time than --from.' });
  }
  const opened = await openCandles(file, options);
  const marketData = Object.fromEntries(options.marketData.map(parseMarketDataOption));
  return prepareRun(opened, { gates: chooseGates(options), marketData, range, gaps: options.gaps, concurrency: options.concurrency, repeats: options.repeat });
}

/** A new run over a file of candles. */
export async function newRun(file: string | undefined, options: CandleOptions, provider: string, terminal: Terminal): Promise<PlannedRun> {
  const prepared = await prepareFile(file, options);
  return { prepared, place: await placeFor(provider, prepared, prepared.opened.file, options.out, terminal) };
}

/** A recorded run that goes on with what was not answered. @throws AppError `run-differs` because its candles changed. */
export async function resumedRun(name: string, terminal: Terminal): Promise<PlannedRun> {
  const folder = path.resolve(terminal.folder, name);
  const { prepared, run, records, notice } = await reopenRun(folder, [terminal.folder]);
  if (notice !== null) {
    throw new AppError('run-differs', `${run.series.file} changed since this run, so it cannot go on.`, { hint: 'Start a new run on it.' });
  }
  return { prepared, place: { id: run.id, folder, file: run.series.file, version: terminal.version, before: { run, records } } };
}

/** A recording with the candles it is replayed on, prepared as they were then. Says on standard error what differs. */
export async function replayedRun(file: string | undefined, recording: string, out: string | undefined, terminal: Terminal): Promise<PlannedRun & { readonly provider: SignalProvider }> {
  const place = path.resolve(terminal.folder, recording);
  const recorded = await createRecordingFrom(place);
  tellTorn(recorded, recording, terminal);
  const candles = file ?? findCandles(recorded.run.series.file, [terminal.folder, path.resolve(place, '..', '..', '..')], ', or name the file to replay it on');
  const { prepared, differences } = await prepareReplay(recorded, candles);
  differences.forEach((difference) => terminal.tell(`${difference}\n`));
  return { prepared, place: await placeFor('recording', prepared, candles, out, terminal), provider: recorded.provider };
}

async function placeFor(provider: string, { pair, opened }: PreparedRun, file: string, out: string | undefined, terminal: Terminal): Promise<RunPlace> {
  const id = newRunId(new Date(), provider, pair, opened.series.timeframe);
  const folder = out === undefined ? await prepareDefaultFolder(terminal.folder, id) : path.resolve(terminal.folder, out);
  return { id, folder, file: portablePath(terminal.folder, path.resolve(terminal.folder, file)), version: terminal.version };
}

function chooseGates({ entry, exit, gates }: CandleOptions): GateTexts {
  return { ...(gates === 'exit' ? {} : { entry }), ...(gates === 'entry' ? {} : { exit }) };
}
