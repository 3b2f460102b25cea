import type { CandlestickData, UTCTimestamp } from 'lightweight-charts';
import type { SeriesView } from '../../protocol/messages.ts';
import { columnOf } from '../candles.ts';
import type { BarWindow } from './barWindow.ts';
import { highest, lowest } from './buckets.ts';
import type { ChartTheme } from './theme.ts';

/**
 * The bars of a window as the chart library takes them: open of the first candle, highest high, lowest low, close of
 * the last. This is the only place that feeds it; lines, volume, ribbon and marks are drawn from the columns.
 */
export function candleData(series: SeriesView, { start, size, bars }: BarWindow, theme: ChartTheme): CandlestickData<UTCTimestamp>[] {
  const [time, open, close] = (['time', 'open', 'close'] as const).map((name) => columnOf(series, name));
  const high = highest(columnOf(series, 'high'), size);
  const low = lowest(columnOf(series, 'low'), size);
  const hollow = { color: 'transparent', borderColor: theme.faint, wickColor: theme.faint };
  return Array.from({ length: bars }, (_, bar) => {
    const first = start + bar * size;
    const last = Math.min(time!.length, first + size) - 1;
    return {
      time: toChartTime(time![first]!),
      open: open![first]!,
      high: high[first / size]!,
      low: low[first / size]!,
      close: close![last]!,
      ...(series.filled[first] === 1 && series.filled[last] === 1 ? hollow : {}),
    };
  });
}

/** The chart library counts seconds. */
export function toChartTime(time: number): UTCTimestamp {
  return (time / 1000) as UTCTimestamp;
}
