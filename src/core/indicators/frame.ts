import { runToEnd, type Steps } from '../candles/rows.ts';
import type { CandleSeries } from '../candles/series.ts';
import { columnProblem, resolveColumn, type ColumnSpec } from './catalog.ts';
import { candleColumnNames, computeColumns, type CandleValues, type Indicator } from './indicator.ts';
import { mergeColumn, resample, type Informative } from './informative.ts';

/** The eleven default indicators under Freqtrade's usual column names, in the order they are exported. */
export const defaultIndicators = [
  'rsi', 'ema_20', 'ema_50', 'ema_200', 'macd', 'macdsignal', 'macdhist', 'bb_upperband', 'bb_middleband', 'bb_lowerband', 'volume_mean',
] as const;

/**
 * Below this, a variance of prices and a sum of gains and losses count as nothing. It is 0 as in TA-Lib's C library 0.8.1, which the
 * wheels of ta-lib 0.8.2 bring and Freqtrade 2026.9 installs (its metadata asks for `TA-Lib<0.9`): that library dropped the absolute
 * threshold (its issues 243 and 253) and takes for nothing only what is rounding. Found by scaling a series down by 1e-30: BBANDS,
 * RSI, CCI, ADX and STOCH scale with it. With 1e-14 (C library 0.6 and 0.7) or 1e-8 (0.4) the bands of very cheap coins collapse.
 */
export const talibEpsilon = 0;

/** Columns of one length by name: the candles' own and every indicator. A value still unknown is NaN. */
export type IndicatorFrame = ReadonlyMap<string, Float64Array>;

export type FrameOptions = {
  /** What counts as no movement at all; see `talibEpsilon`. */
  readonly epsilon?: number;
};

/**
 * The candles, the further columns of their file, the default indicators and those named, computed over the whole series,
 * filled candles included, as Freqtrade does. A computed column hides a column of the file that has the same name.
 * @throws RangeError because a name is neither a column of the file nor one that can be computed on its timeframe (`columnProblem`).
 */
export function buildFrame(series: CandleSeries, names: readonly string[] = [], options: FrameOptions = {}): IndicatorFrame {
  return runToEnd(buildFrameInSteps(series, names, options));
}

/** As `buildFrame`, in steps of one indicator at most, so that others can work in between. */
export function* buildFrameInSteps(series: CandleSeries, names: readonly string[] = [], options: FrameOptions = {}): Steps<IndicatorFrame> {
  const { extras } = series;
  const frame = new Map<string, Float64Array>(extras);
  const compute = columnsOf(series, options.epsilon ?? talibEpsilon);
  const wanted = [...candleColumnNames, ...defaultIndicators, ...names];
  for (const [done, name] of wanted.entries()) {
    const problem = columnProblem(name, series.timeframe);
    if (problem === undefined) {
      frame.set(name, yield* compute(resolveColumn(name)!));
    } else if (!extras.has(name)) {
      throw new RangeError(problem);
    }
    yield done / wanted.length;
  }
  return frame;
}

/** Computes columns of a series on demand; what several columns come from is computed once. */
function columnsOf(series: CandleSeries, epsilon: number): (spec: ColumnSpec) => Steps<Float64Array> {
  const resampled = new Map<string, Informative>();
  const computed = new Map<string, readonly Float64Array[]>();
  function* outputsOf(candles: CandleValues, { indicator, period, timeframe }: ColumnSpec): Steps<readonly Float64Array[]> {
    const key = keyOf(indicator, period, timeframe);
    const known = computed.get(key);
    if (known !== undefined) {
      return known;
    }
    const outputs = yield* computeColumns(indicator, candles, period, epsilon);
    computed.set(key, outputs);
    return outputs;
  }
  return function* (spec) {
    if (spec.timeframe === null) {
      return (yield* outputsOf(series, spec))[spec.output]!;
    }
    const coarser = resampled.get(spec.timeframe) ?? (yield* resample(series, series.timeframe, spec.timeframe));
    resampled.set(spec.timeframe, coarser);
    const { candles, lastComplete } = coarser;
    yield 0;
    const values = (yield* outputsOf(candles, spec))[spec.output]!;
    yield 0;
    return mergeColumn(values, lastComplete);
  };
}

function keyOf({ columns }: Indicator, period: number, timeframe: string | null): string {
  return [columns[0], period, timeframe].join(' ');
}
