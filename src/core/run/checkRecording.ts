import { seriesRange } from '../candles/load.ts';
import type { CandleSeries } from '../candles/series.ts';
import { isoTime } from '../candles/time/time.ts';
import { AppError } from '../errors.ts';
import type { QuestionRecord } from './record.ts';
import type { Run } from './summary.ts';

/** The candles a recording is to be replayed on. */
export type ReplayedCandles = { readonly file: string; readonly sha256: string; readonly series: CandleSeries };

/**
 * What differs, in words, between the candles of a recording and those it is replayed on; nothing when the file is the
 * same. A difference is a warning, as the candles that were asked about may all be there.
 * @throws AppError `run-differs` because they are of another pair or timeframe.
 */
export function checkRecording(run: Pick<Run, 'series'>, records: readonly QuestionRecord[], candles: ReplayedCandles): readonly string[] {
  const { file, sha256, series } = candles;
  const before = run.series;
  if (series.pair !== before.pair || series.timeframe !== before.timeframe) {
    throw new AppError('run-differs', `${file} holds ${series.pair ?? 'an unknown pair'} ${series.timeframe}, but the recording is of ${before.pair} ${before.timeframe}.`, { hint: 'Replay it on its own candles.' });
  }
  if (sha256 === before.sha256) {
    return [];
  }
  const count = series.length - series.filledCount;
  const { from, to } = seriesRange(series);
  const differences = [
    ...(count === before.candles ? [] : [`It holds ${count} candles, the recording ${before.candles}.`]),
    ...(from === before.from && to === before.to ? [] : [`It reaches from ${from} to ${to}, the recording from ${before.from} to ${before.to}.`]),
    ...firstDifference(records, series),
  ];
  const same = 'Every candle that was asked about closes as it did.';
  return [`${file} is not the file that was recorded, ${before.file}.`, ...(differences.length === 0 ? [same] : differences)];
}

/** The first question whose candle is gone or closes at another price. */
function firstDifference(records: readonly QuestionRecord[], { time, close }: CandleSeries): readonly string[] {
  const closes = new Map(Array.from(time, (ms, i) => [isoTime(ms), close[i]!]));
  for (const { time: asked, price } of records) {
    const now = closes.get(asked);
    if (now !== price) {
      return [`The first candle that differs opens at ${asked}: ${now === undefined ? 'it is gone' : `it closes at ${now}, not at ${price}`}.`];
    }
  }
  return [];
}
