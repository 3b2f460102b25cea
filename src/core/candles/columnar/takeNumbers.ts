import { growRowBuffer, numberFields } from '../rows.ts';
import type { Records } from '../csv/records.ts';

/**
 * Takes rows from `from` on as long as they are candles all of whose values are numbers, with the same result as
 * `takeRecord`; gives the first row that needs a closer look, or `to`. `columns` are those of the file, times in epoch
 * milliseconds; undefined where a column holds something else too.
 */
export function takeNumbers(records: Records, columns: readonly (Float64Array | undefined)[], from: number, to: number): number {
  const { buffer, extras } = records;
  const [time, ...fields] = [records.columns.time, ...numberFields.map((field) => records.columns[field])].map(({ index }) => columns[index]);
  const [open, high, low, close, volume] = fields;
  const others = extras.map(({ index }) => columns[index]);
  if (!time || !open || !high || !low || !close || !volume || others.includes(undefined)) {
    return from;
  }
  growRowBuffer(buffer, to - from);
  const targets = [open, high, low, close, volume, ...others].map((source, i) => ({ source: source!, target: buffer.numbers[i]! }));
  for (let row = from; row < to; row++) {
    // A sum is finite only when all of its terms are.
    const sum = open[row]! + high[row]! + low[row]! + close[row]! + volume[row]!;
    if (!(Math.abs(time[row]!) <= 8.64e15) || !Number.isFinite(sum) || !(high[row]! >= low[row]!)) {
      return row;
    }
    const at = buffer.length;
    for (const { source, target } of targets) {
      const value = source[row]!;
      target[at] = Number.isFinite(value) ? value : NaN;
    }
    records.read += 1;
    buffer.line[at] = records.read;
    // As in a Date, no fraction and no negative zero.
    buffer.time[at] = Math.trunc(time[row]!) + 0;
    buffer.length += 1;
  }
  return to;
}
