import { AppError } from '../errors.ts';
import type { CandleRows } from './rows.ts';
import type { CandleColumns, Gap, Problem } from './series.ts';
import { isoTime } from './time/time.ts';
import { nextOpen, type Step } from './time/timeframe.ts';

/** A gap, the index of the first row after it, and that row's line. */
export type FoundGap = Gap & { readonly before: number; readonly line: number };

/** Columns without gaps, and 1 where a candle fills one. */
export type Filled = { readonly columns: CandleColumns; readonly extras: ReadonlyMap<string, Float64Array>; readonly filled: Uint8Array };

// A mistyped year would otherwise fill memory with candles nobody traded.
const mostFilled = (rows: number) => Math.max(1_000_000, 10 * rows);

/** The places where candles of the timeframe are missing between two rows in time order. */
export function findGaps({ time, line, length }: CandleRows, step: Step): readonly FoundGap[] {
  const gaps: FoundGap[] = [];
  for (let i = 1; i < length; i++) {
    const after = time[i - 1]!;
    const missing = countOpensBetween(after, time[i]!, step);
    if (missing > 0) {
      gaps.push({ after, missing, before: i, line: line[i]! });
    }
  }
  return gaps;
}

export function describeGap({ after, missing, line }: FoundGap): Problem {
  const candles = missing === 1 ? '1 candle is' : `${missing} candles are`;
  return {
    line, column: null, value: '', rule: 'gap', effect: 'filled',
    message: `${candles} missing after ${isoTime(after)}; filled with the last close and volume 0.`,
  };
}

/**
 * The rows with each gap filled by the last close and volume 0; other columns are NaN there.
 * @throws AppError `candles-unusable` when the gaps are so wide that a time must be wrong.
 */
export function fillGaps(rows: CandleRows, gaps: readonly FoundGap[], step: Step): Filled {
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  if (missing > mostFilled(rows.length)) {
    const widest = gaps.reduce((a, b) => (b.missing > a.missing ? b : a));
    throw new AppError('candles-unusable', `Line ${widest.line} comes ${widest.missing} candles after ${isoTime(widest.after)}; one of the two times must be wrong.`, {
      hint: 'Correct it, or keep the gaps with --gaps keep.',
    });
  }
  const spread = (values: Float64Array, fillOf: (last: number) => number) => (missing === 0 ? values : spreadOver(values, gaps, missing, fillOf));
  const { close } = rows;
  const lastClose = (last: number) => close[last]!;
  const time = spread(rows.time, () => NaN);
  const filled = new Uint8Array(time.length);
  for (let i = 1; missing > 0 && i < time.length; i++) {
    if (Number.isNaN(time[i])) {
      time[i] = nextOpen(time[i - 1]!, step);
      filled[i] = 1;
    }
  }
  return {
    columns: {
      time,
      open: spread(rows.open, lastClose), high: spread(rows.high, lastClose), low: spread(rows.low, lastClose), close: spread(close, lastClose),
      volume: spread(rows.volume, () => 0),
    },
    extras: new Map([...rows.extras].map(([name, values]) => [name, spread(values, () => NaN)])),
    filled,
  };
}

/** A column with room for the missing candles, each gap filled by what `fillOf` says for the index of the row before it. */
function spreadOver(values: Float64Array, gaps: readonly FoundGap[], missing: number, fillOf: (last: number) => number): Float64Array {
  const spread = new Float64Array(values.length + missing);
  let from = 0;
  let at = 0;
  for (const gap of gaps) {
    spread.set(values.subarray(from, gap.before), at);
    at += gap.before - from;
    from = gap.before;
    spread.fill(fillOf(from - 1), at, at + gap.missing);
    at += gap.missing;
  }
  spread.set(values.subarray(from), at);
  return spread;
}

function countOpensBetween(after: number, before: number, step: Step): number {
  if (step.type === 'fixed') {
    return Math.max(0, Math.ceil((before - after) / step.ms) - 1);
  }
  let count = 0;
  for (let time = nextOpen(after, step); time < before; time = nextOpen(time, step)) {
    count += 1;
  }
  return count;
}
