import { pickRows, type CandleRows, type Steps } from './rows.ts';
import type { Problem } from './series.ts';
import { isoTime } from './time/time.ts';
import { countingUp, firstLateRow, timeOrder } from './time/timeOrder.ts';
import { gridOf, type Step } from './time/timeframe.ts';

/** Rows after a stage of cleaning, and what it did to them. */
export type Reordered = { readonly rows: CandleRows; readonly problems: readonly Problem[] };

/** Rows in time order, found in steps; rows of one time keep their file order, as open-first and close-last need. */
export function* sortByTime(rows: CandleRows): Steps<Reordered> {
  const { time } = rows;
  const late = firstLateRow(time);
  if (late === undefined) {
    return { rows, problems: [] };
  }
  const problem: Problem = {
    line: rows.line[late]!, column: null, value: isoTime(time[late]!), rule: 'unsorted', effect: 'kept',
    message: 'The rows are not in time order; they are sorted.',
  };
  const order = yield* timeOrder(time);
  yield 1;
  return { rows: pickRows(rows, order), problems: [problem] };
}

/** Merges neighbours of one time: open first, high max, low min, close last, volume by `volumeOf`, other columns last. */
export function mergeSameTime(rows: CandleRows, rule: 'duplicate-time' | 'off-grid', volumeOf: (a: number, b: number) => number): Reordered {
  const { time, line } = rows;
  if (!hasSameTime(time)) {
    return { rows, problems: [] };
  }
  const merged = pickRows(rows, countingUp(time.length).filter((i) => i === 0 || time[i] !== time[i - 1]));
  const problems: Problem[] = [];
  for (let i = 1, at = 0; i < rows.length; i++) {
    if (time[i] !== time[i - 1]) {
      at += 1;
      continue;
    }
    merged.high[at] = Math.max(merged.high[at]!, rows.high[i]!);
    merged.low[at] = Math.min(merged.low[at]!, rows.low[i]!);
    merged.close[at] = rows.close[i]!;
    merged.volume[at] = volumeOf(merged.volume[at]!, rows.volume[i]!);
    for (const [name, values] of merged.extras) {
      values[at] = rows.extras.get(name)![i]!;
    }
    problems.push({
      line: line[i]!, column: null, value: isoTime(time[i]!), rule, effect: 'merged',
      message: `The candle of ${isoTime(time[i]!)} is also on line ${merged.line[at]!}; the two are merged.`,
    });
  }
  return { rows: merged, problems };
}

/** Moves each time to the open time that Freqtrade's resampling gives it; the rows must be in time order. */
export function moveToGrid(rows: CandleRows, step: Step): Reordered {
  const toOpen = gridOf(step, rows.time[0] ?? 0);
  const problems: Problem[] = [];
  let moved = rows.time;
  for (let i = 0; i < rows.length; i++) {
    const time = rows.time[i]!;
    const open = toOpen(time);
    if (open === time) {
      continue;
    }
    moved = moved === rows.time ? rows.time.slice() : moved;
    moved[i] = open;
    problems.push({
      line: rows.line[i]!, column: null, value: isoTime(time), rule: 'off-grid', effect: 'kept',
      message: `${isoTime(time)} is no open time of this timeframe; the candle is moved to ${isoTime(open)}.`,
    });
  }
  return { rows: { ...rows, time: moved }, problems };
}

function hasSameTime(time: Float64Array): boolean {
  for (let i = 1; i < time.length; i++) {
    if (time[i] === time[i - 1]) {
      return true;
    }
  }
  return false;
}
