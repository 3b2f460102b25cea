import type { CandlesMessage, ToCandleChart } from '../../protocol/candleMessages.ts';

/** What the chart holds at once, with room to scroll in. */
const firstCandles = 24_000;
/** About 2 MB: over a slow connection the editor stays usable in between. */
const moreCandles = 40_000;

/** A message as it is sent: of the candles of a long file those around a candle, or the newest, go first and the others follow. */
export function* messagesOf(message: ToCandleChart, around: number | undefined): Iterable<ToCandleChart> {
  if (message.type !== 'candles') {
    yield message;
    return;
  }
  const { total, series } = message;
  const start = Math.round(Math.max(0, Math.min(total - firstCandles, (around ?? total) - firstCandles / 2)));
  const end = Math.min(total, start + firstCandles);
  yield { ...message, start, series: { ...series, ...candlesOf(series, start, end) } };
  for (const [from, to] of [[end, total], [0, start]] as const) {
    for (let at = from; at < to; at += moreCandles) {
      yield { type: 'more', start: at, ...candlesOf(series, at, Math.min(to, at + moreCandles)) };
    }
  }
}

/** Copies, for VS Code sends all of the memory that a column is a part of. */
function candlesOf({ columns, filled }: CandlesMessage['series'], from: number, to: number): Pick<CandlesMessage['series'], 'columns' | 'filled'> {
  const { time, open, high, low, close, volume } = columns;
  const cut = (column: Float64Array): Float64Array => column.slice(from, to);
  return { columns: { time: cut(time), open: cut(open), high: cut(high), low: cut(low), close: cut(close), volume: cut(volume) }, filled: filled.slice(from, to) };
}
