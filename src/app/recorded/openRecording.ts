import type { LoadOptions } from '../../core/candles/load.ts';
import { parseColumnMapping } from '../../core/candles/csv/mapping.ts';
import type { Bundle } from '../../core/run/bundle.ts';
import { checkRecording } from '../../core/run/checkRecording.ts';
import type { Run } from '../../core/run/summary.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import { createRecordingProvider } from '../../providers/recording.ts';
import { openCandles } from '../candles/openCandles.ts';
import { parseRangeEnd, prepareRun, type PreparedRun, type RunChoices } from '../run/prepareRun.ts';
import { readRecorded } from './readBundle.ts';

/** A recorded run and the provider that replays it. */
export type Recording = Bundle & { readonly provider: SignalProvider };

/**
 * Opens a bundle or the folder of a run for replay.
 * @throws AppError `run-unreadable` because there is none, or it is damaged.
 */
export async function createRecordingFrom(place: string): Promise<Recording> {
  const bundle = await readRecorded(place);
  return { ...bundle, provider: createRecordingProvider(bundle.run, bundle.records) };
}

/** How a recorded run read its candles and what it chose, to read and choose the same again. */
export function recordedChoices({ settings, series }: Pick<Run, 'settings' | 'series'>): { readonly load: LoadOptions; readonly choices: RunChoices } {
  const { gates: { entry, exit }, market_data: marketData, from, to, gaps, columns, concurrency, repeats } = settings;
  return {
    load: { pair: series.pair, timeframe: series.timeframe, gaps, columns: columns === null ? undefined : parseColumnMapping(columns) },
    choices: {
      gates: { ...(entry === null ? {} : { entry }), ...(exit === null ? {} : { exit }) },
      marketData,
      range: { from: parseRangeEnd(from ?? undefined), to: parseRangeEnd(to ?? undefined) },
      gaps,
      concurrency,
      repeats,
    },
  };
}

/**
 * Loads the candles a recording is replayed on and prepares the run as it was; `differences` says in words how they are
 * not the candles that were recorded.
 * @throws AppError `run-differs` because they are of another pair or timeframe; see `openCandles` for the rest.
 */
export async function prepareReplay({ run, records }: Recording, candles: string): Promise<{ readonly prepared: PreparedRun; readonly differences: readonly string[] }> {
  const { load, choices } = recordedChoices(run);
  const opened = await openCandles(candles, load);
  return { differences: checkRecording(run, records, opened), prepared: await prepareRun(opened, choices) };
}
