import { AppError } from '../errors.ts';
import { cleanCandles, type GapMode } from './clean.ts';
import { parseFileName } from './fileName.ts';
import type { ColumnMapping } from './csv/mapping.ts';
import type { ParsedRows, Steps } from './rows.ts';
import type { CandleSeries, Problem } from './series.ts';
import { isoTime } from './time/time.ts';
import { countSpacings } from './time/timeOrder.ts';
import { parseTimeframe, timeframeOfSpacing, type Step } from './time/timeframe.ts';

/** What the user says about a file; what is left out is taken from its name and its spacing. */
export type LoadOptions = {
  readonly pair?: string | undefined;
  readonly timeframe?: string | undefined;
  readonly gaps?: GapMode | undefined;
  /** Where the columns of a file stand whose header does not say it; see `parseColumnMapping`. */
  readonly columns?: ColumnMapping | undefined;
};

/**
 * A cleaned series from parsed rows, in steps.
 * @throws AppError `candles-unusable` without a usable row, `timeframe-unknown` when neither name nor spacing says it,
 * `timeframe-mismatch` because a label wider than the spacing would need resampling.
 */
export function* loadSeries(parsed: ParsedRows, fileName: string, options: LoadOptions = {}): Steps<CandleSeries> {
  if (parsed.rows.length === 0) {
    const first = parsed.problems.find((problem) => problem.effect === 'dropped');
    throw new AppError('candles-unusable', `None of the ${parsed.read} rows is a candle.${first === undefined ? '' : ` Line ${first.line}: ${first.message}`}`);
  }
  const named = parseFileName(fileName);
  const { timeframe, step, problems } = chooseTimeframe(parsed, named.timeframe, options.timeframe);
  yield 0;
  // Freqtrade makes up no funding rates.
  const gaps = named.candleType === 'funding_rate' ? 'keep' : (options.gaps ?? 'fill');
  const clean = yield* cleanCandles(parsed.rows, step, gaps);
  return {
    ...clean.columns,
    length: clean.columns.time.length,
    pair: options.pair ?? named.pair ?? null,
    timeframe,
    filled: clean.filled,
    filledCount: clean.columns.time.length - (parsed.rows.length - clean.merged),
    extras: clean.extras,
    source: {
      dialect: parsed.dialect,
      zone: parsed.zone,
      rows: parsed.read,
      dropped: parsed.read - parsed.rows.length,
      merged: clean.merged,
      gaps: clean.gaps,
    },
    problems: [...problems, ...parsed.problems, ...clean.problems],
  };
}

function chooseTimeframe(
  parsed: ParsedRows,
  named: string | undefined,
  given: string | undefined,
): { readonly timeframe: string; readonly step: Step; readonly problems: readonly Problem[] } {
  const spacing = commonSpacing(parsed.rows.time);
  const spaced = spacing === undefined ? undefined : timeframeOfSpacing(spacing);
  const candidate = given ?? spaced ?? named;
  const step = candidate === undefined ? undefined : parseTimeframe(candidate);
  if (candidate === undefined || step === undefined) {
    throw new AppError('timeframe-unknown', candidate === undefined ? 'Neither the file name nor the spacing of the candles says their timeframe.' : `"${candidate}" is no timeframe.`, {
      hint: 'Give one such as 5m, 1h or 1d.',
    });
  }
  if (given !== undefined && spacing !== undefined && step.type === 'fixed' && spacing < step.ms) {
    throw new AppError('timeframe-mismatch', `The candles are ${spaced ?? `${spacing} ms`} apart, so they cannot be ${given} candles.`, {
      hint: 'The timeframe labels candles; it does not resample them.',
    });
  }
  const differs = given === undefined && named !== undefined && spaced !== undefined && named !== spaced;
  const problem: Problem = {
    line: null, column: null, value: named ?? '', rule: 'timeframe', effect: 'kept',
    message: `The file name says ${named}, but the candles are ${spaced} apart; they are taken as ${spaced}.`,
  };
  return { timeframe: candidate, step, problems: differs ? [problem] : [] };
}

/** The most frequent distance between neighbouring times; undefined with fewer than two different times. */
function commonSpacing(times: Float64Array): number | undefined {
  const found = countSpacings(times);
  const isSorted = [...found.keys()].every((distance) => distance >= 0);
  const distances = isSorted ? found : countSpacings(times.slice().sort());
  // On a tie the smaller distance wins: a gap is never the timeframe.
  const [best] = [...distances].filter(([distance]) => distance > 0).sort(([a, countA], [b, countB]) => countB - countA || a - b);
  return best?.[0];
}

/** First and last open time of a series as ISO 8601. */
export function seriesRange(series: CandleSeries): { readonly from: string; readonly to: string } {
  return { from: isoTime(series.time[0]!), to: isoTime(series.time[series.length - 1]!) };
}
