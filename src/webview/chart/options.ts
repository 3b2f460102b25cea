import { ColorType, CrosshairMode, LineStyle, TickMarkType, type CandlestickSeriesPartialOptions, type ChartOptions, type DeepPartial, type Time } from 'lightweight-charts';
import { formatPrice, formatTime } from '../format.ts';
import { formatTicks } from './axis.ts';
import type { ChartTheme } from './theme.ts';

/** Options of the chart that follow the theme. */
export function chartOptions(theme: ChartTheme): DeepPartial<ChartOptions> {
  const line = { color: theme.muted, width: 1 as const, style: LineStyle.Dotted, labelBackgroundColor: theme.hover };
  return {
    layout: {
      background: { type: ColorType.Solid, color: theme.background },
      textColor: theme.muted,
      fontSize: 11,
      fontFamily: theme.fontFamily,
      panes: { separatorColor: theme.hairline, enableResize: false },
    },
    grid: { vertLines: { visible: false }, horzLines: { color: theme.grid } },
    crosshair: { mode: CrosshairMode.Normal, vertLine: line, horzLine: line },
    timeScale: { borderColor: theme.hairline },
  };
}

/** Options of the chart that never change. */
export const fixedOptions: DeepPartial<ChartOptions> = {
  autoSize: true,
  // The library's own logo appends a style element, which the content security policy forbids; the view has a link.
  layout: { attributionLogo: false },
  rightPriceScale: { borderVisible: false, minimumWidth: 76 },
  timeScale: {
    timeVisible: true,
    secondsVisible: false,
    minBarSpacing: 0.001,
    minimumHeight: 28,
    lockVisibleTimeRangeOnResize: true,
    enableConflation: true,
    tickMarkFormatter: formatTick,
  },
  localization: { timeFormatter: (time: Time) => formatTime(Number(time) * 1000) },
  // Bars may only change while nothing moves by itself.
  kineticScroll: { mouse: false, touch: false },
};

/** Rising candles are hollow, falling ones filled. */
export function candleOptions(theme: ChartTheme, decimals: number): CandlestickSeriesPartialOptions {
  return {
    upColor: 'transparent',
    borderUpColor: theme.rising,
    wickUpColor: theme.rising,
    downColor: theme.falling,
    borderDownColor: theme.falling,
    wickDownColor: theme.falling,
    lastValueVisible: false,
    priceLineVisible: false,
    priceFormat: {
      type: 'custom',
      minMove: 10 ** -decimals,
      formatter: (price: number) => formatPrice(price, decimals),
      tickmarksFormatter: (prices: readonly number[]) => formatTicks(prices, decimals),
    },
  };
}

/** Years, months and days are said once, at their start; times otherwise. All UTC, the same in every locale. */
export function formatTick(time: Time, type: TickMarkType): string {
  const iso = new Date(Number(time) * 1000).toISOString();
  switch (type) {
    case TickMarkType.Year:
      return iso.slice(0, 4);
    case TickMarkType.Month:
      return new Date(Number(time) * 1000).toLocaleString('en-US', { month: 'short', timeZone: 'UTC' });
    case TickMarkType.DayOfMonth:
      return String(Number(iso.slice(8, 10)));
    case TickMarkType.TimeWithSeconds:
      return iso.slice(11, 19);
    case TickMarkType.Time:
    default:
      return iso.slice(11, 16);
  }
}
