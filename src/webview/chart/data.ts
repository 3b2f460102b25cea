import type { CandlestickData, UTCTimestamp } from 'lightweight-charts';
import type { SeriesView } from '../../protocol/messages.ts';
import { columnOf } from '../candles.ts';
import type { ChartTheme } from './theme.ts';

/**
 * The candles as the chart library takes them. This is the only place that feeds it: lines, volume, ribbon and
 * marks are drawn from the columns, so a long series can be fed in windows here without touching them.
 */
export function candleData(series: SeriesView, theme: ChartTheme): CandlestickData<UTCTimestamp>[] {
  const [open, high, low, close] = (['open', 'high', 'low', 'close'] as const).map((name) => columnOf(series, name));
  const hollow = { color: 'transparent', borderColor: theme.faint, wickColor: theme.faint };
  return Array.from(columnOf(series, 'time'), (time, index) => ({
    time: toChartTime(time),
    open: open![index]!,
    high: high![index]!,
    low: low![index]!,
    close: close![index]!,
    ...(series.filled[index] === 1 ? hollow : {}),
  }));
}

/** The chart library counts seconds. */
export function toChartTime(time: number): UTCTimestamp {
  return (time / 1000) as UTCTimestamp;
}
