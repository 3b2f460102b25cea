import type { Steps } from '../candles/rows.ts';
import type { CandleColumns } from '../candles/series.ts';
import { floorToStep, nextOpen, parseTimeframe, type Step } from '../candles/time/timeframe.ts';

/** Candles of a coarser (or the same) timeframe, made from those of a series, and from when on each is known. */
export type Informative = {
  readonly candles: CandleColumns;
  /** For each candle of the series, the index of the last coarser candle complete at its close; -1 before the first. */
  readonly lastComplete: Int32Array;
};

/** Why columns of `coarser` cannot be merged into a series of `timeframe`; undefined when they can. */
export function informativeProblem(timeframe: string, coarser: string): string | undefined {
  const own = parseTimeframe(timeframe);
  const other = parseTimeframe(coarser);
  if (own === undefined || other === undefined) {
    return `Expected timeframes such as 5m and 1h, got "${own === undefined ? timeframe : coarser}".`;
  }
  const isWhole = own.type === 'fixed' && (other.type === 'months' ? dayMs : other.ms) % own.ms === 0;
  return isWhole ? undefined : `Expected a timeframe made of whole ${timeframe} candles, got "${coarser}".`;
}

const dayMs = 86_400_000;

/**
 * Resamples candles, in steps, to a coarser timeframe (first open, highest high, lowest low, last close, summed volume) and says when each
 * is known, as Freqtrade's `merge_informative_pair` does: a coarser candle belongs to the base candle that closes with it and to
 * those after, until the next. A first candle whose beginning is not in the series is left out, for it would not be the exchange's.
 * @throws RangeError because the timeframes do not fit (`informativeProblem`).
 */
export function* resample(series: CandleColumns, timeframe: string, coarser: string): Steps<Informative> {
  const problem = informativeProblem(timeframe, coarser);
  if (problem !== undefined) {
    throw new RangeError(problem);
  }
  const base = parseTimeframe(timeframe)!;
  const step = parseTimeframe(coarser)!;
  const starts = findStarts(series.time, base, step);
  yield 0;
  const candles = joinCandles(series, starts, base, step);
  yield 0;
  return { candles, lastComplete: findLastComplete(series.time, base, candles.time, step) };
}

/** Spreads a column of the coarser candles over the candles of the series: each sees the last complete one; NaN before the first. */
export function mergeColumn(values: Float64Array, lastComplete: Int32Array): Float64Array {
  const out = new Float64Array(lastComplete.length);
  for (let i = 0; i < out.length; i++) {
    out[i] = values[lastComplete[i]!] ?? NaN;
  }
  return out;
}

/** The index of the first base candle of each coarser candle that is not missing its beginning because the series begins later. */
function findStarts(time: Float64Array, base: Step, step: Step): Int32Array {
  const starts: number[] = [];
  let end = -Infinity;
  for (let i = 0; i < time.length; i++) {
    if (time[i]! < end) {
      continue;
    }
    const open = floorToStep(time[i]!, step);
    end = nextOpen(open, step);
    if (i > 0 || time[i]! < nextOpen(open, base)) {
      starts.push(i);
    }
  }
  return Int32Array.from(starts);
}

function joinCandles(series: CandleColumns, starts: Int32Array, base: Step, step: Step): CandleColumns {
  const column = () => new Float64Array(starts.length);
  const out = { time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
  starts.forEach((start, at) => {
    const end = starts[at + 1] ?? series.time.length;
    const open = floorToStep(series.time[start]!, step);
    const close = nextOpen(open, step);
    let high = -Infinity;
    let low = Infinity;
    let volume = 0;
    let last = start - 1;
    // Where candles overlap, off the grid, the first to close with the coarser candle is its last: then it is known.
    do {
      last++;
      high = Math.max(high, series.high[last]!);
      low = Math.min(low, series.low[last]!);
      volume += series.volume[last]!;
    } while (last + 1 < end && nextOpen(series.time[last]!, base) < close);
    out.time[at] = open;
    out.open[at] = series.open[start]!;
    out.high[at] = high;
    out.low[at] = low;
    out.close[at] = series.close[last]!;
    out.volume[at] = volume;
  });
  return out;
}

function findLastComplete(time: Float64Array, base: Step, coarser: Float64Array, step: Step): Int32Array {
  const out = new Int32Array(time.length);
  const closeOf = (at: number) => (at < coarser.length ? nextOpen(coarser[at]!, step) : Infinity);
  let last = -1;
  let nextClose = closeOf(0);
  for (let i = 0; i < time.length; i++) {
    const close = nextOpen(time[i]!, base);
    while (nextClose <= close) {
      last++;
      nextClose = closeOf(last + 1);
    }
    out[i] = last;
  }
  return out;
}
