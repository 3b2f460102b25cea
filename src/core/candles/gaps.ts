import { AppError } from '../errors.ts';
import type { CandleRow } from './rows.ts';
import type { CandleColumns, Gap, Problem } from './series.ts';
import { isoTime } from './time.ts';
import { nextOpen, type Step } from './timeframe.ts';

/** A gap and the line of the first row after it. */
export type FoundGap = Gap & { readonly line: number };

// A mistyped year would otherwise fill memory with candles nobody traded.
const mostFilled = (rows: number) => Math.max(1_000_000, 10 * rows);

/** The places where candles of the timeframe are missing between two rows in time order. */
export function findGaps(rows: readonly CandleRow[], step: Step): readonly FoundGap[] {
  const gaps: FoundGap[] = [];
  for (let i = 1; i < rows.length; i++) {
    const row = rows[i]!;
    const after = rows[i - 1]!.time;
    const missing = countOpensBetween(after, row.time, step);
    if (missing > 0) {
      gaps.push({ after, missing, line: row.line });
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
 * Rows as columns, with each gap filled by the last close and volume 0.
 * @throws AppError `candles-unusable` when the gaps are so wide that a time must be wrong.
 */
export function fillGaps(rows: readonly CandleRow[], gaps: readonly FoundGap[], step: Step): { readonly columns: CandleColumns; readonly filled: Uint8Array } {
  const missing = gaps.reduce((sum, gap) => sum + gap.missing, 0);
  if (missing > mostFilled(rows.length)) {
    const widest = gaps.reduce((a, b) => (b.missing > a.missing ? b : a));
    throw new AppError('candles-unusable', `Line ${widest.line} comes ${widest.missing} candles after ${isoTime(widest.after)}; one of the two times must be wrong.`, {
      hint: 'Correct it, or keep the gaps with --gaps keep.',
    });
  }
  const length = rows.length + missing;
  const column = () => new Float64Array(length);
  const columns = { time: column(), open: column(), high: column(), low: column(), close: column(), volume: column() };
  const filled = new Uint8Array(length);
  const missingAfter = new Map(gaps.map((gap) => [gap.after, gap.missing]));
  let at = 0;
  const write = (time: number, open: number, high: number, low: number, close: number, volume: number) => {
    columns.time[at] = time;
    columns.open[at] = open;
    columns.high[at] = high;
    columns.low[at] = low;
    columns.close[at] = close;
    columns.volume[at] = volume;
    at += 1;
  };
  for (const row of rows) {
    write(row.time, row.open, row.high, row.low, row.close, row.volume);
    let time = row.time;
    for (let left = missingAfter.get(row.time) ?? 0; left > 0; left--) {
      time = nextOpen(time, step);
      filled[at] = 1;
      write(time, row.close, row.close, row.close, row.close, 0);
    }
  }
  return { columns, filled };
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
