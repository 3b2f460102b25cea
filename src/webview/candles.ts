import { runToEnd } from '../core/candles/rows.ts';
import { resolveColumn } from '../core/indicators/catalog.ts';
import { talibEpsilon } from '../core/indicators/frame.ts';
import { computeColumns } from '../core/indicators/indicator.ts';
import type { SeriesView } from '../protocol/messages.ts';
import type { Row } from './rows.ts';

/** The columns that a series brings with it. */
type SentColumn = keyof SeriesView['columns'];
/** Those, and the indicators that the chart draws. */
export type ColumnName = SentColumn | 'rsi' | 'ema_20' | 'ema_50' | 'ema_200' | 'bb_upperband' | 'bb_lowerband';

/** What was computed for the candles of a series, by indicator and period; kept as long as they are. */
const computed = new WeakMap<SeriesView['columns'], Map<string, readonly Float64Array[]>>();

/** A column of a series. An indicator is computed when it is first drawn, as core computes it for gates and questions. */
export function columnOf({ columns }: SeriesView, name: ColumnName): Float64Array {
  if (isSent(columns, name)) {
    return columns[name];
  }
  const { indicator, period, output } = resolveColumn(name)!;
  const known = computed.get(columns) ?? new Map<string, readonly Float64Array[]>();
  computed.set(columns, known);
  const key = `${indicator.columns[0]} ${period}`;
  const outputs = known.get(key) ?? runToEnd(computeColumns(indicator, columns, period, talibEpsilon));
  known.set(key, outputs);
  return outputs[output]!;
}

function isSent(columns: SeriesView['columns'], name: string): name is SentColumn {
  return name in columns;
}

/** Index of the candle that opens at a time; -1 when there is none. */
export function findCandle(series: SeriesView, time: number): number {
  const times = columnOf(series, 'time');
  const index = lowerBound(times, time);
  return times[index] === time ? index : -1;
}

/** Index of the first candle that opens at a time or later. */
export function lowerBound(times: Float64Array, time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The price of the candle a row is about; null when the series does not hold the candle. */
export function priceOf(series: SeriesView, row: Row): number | null {
  return row.record?.price ?? columnOf(series, 'close')[findCandle(series, row.time)] ?? null;
}
