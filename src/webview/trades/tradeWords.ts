import type { Backtest, Trade } from '../../core/backtest/backtest.ts';
import { amountDecimals } from '../../core/backtest/amount.ts';
import type { KeptBacktest } from '../../core/backtest/kept.ts';
import { parseTimeframe } from '../../core/candles/time/timeframe.ts';
import { formatChange, formatCount, formatCounted, formatDecimal } from '../format.ts';

/** What a backtest came to, as pairs of a word and a value; unknown is an en dash. */
export function metricWords({ metrics, stake_currency: currency }: Backtest): readonly (readonly [word: string, value: string])[] {
  const { trades, wins, losses, profit, profit_ratio: profitRatio, drawdown_ratio: drawdown, sharpe, market_change: market } = metrics;
  return [
    [formatCounted(trades, 'trade').replace(/^\S+ /, ''), formatCount(trades)],
    ['won', formatCount(wins)],
    ['lost', formatCount(losses)],
    ['Profit', `${formatChange(profitRatio * 100, 2)} (${formatDecimal(profit, amountDecimals(metrics.starting_balance))} ${currency})`],
    ['Market', formatChange(market === null ? null : market * 100, 2)],
    ['Drawdown', formatChange(drawdown * 100, 2).replace('+', '')],
    ['Sharpe', formatDecimal(sharpe, 2)],
  ];
}

/** What to know of how a backtest was made, and whether the run went on since; `answered` is how many answers it holds now. */
export function notesOf(backtest: KeptBacktest, answered: number): readonly string[] {
  const more = answered - backtest.answered;
  return [...backtest.notes, ...(more > 0 ? [`The run has ${formatCounted(more, 'answer')} more since then, which did not take part.`] : [])];
}

/** A backtest among others: when it was made, with which strategy, and what came of it. */
export function backtestName({ created, strategy, timerange, configs, metrics }: KeptBacktest): string {
  const facts = [strategy, timerange, configs.join(' + '), formatCounted(metrics.trades, 'trade'), formatChange(metrics.profit_ratio * 100, 2)];
  return `${created.slice(0, 16).replace('T', ' ')} UTC: ${facts.filter((fact) => fact !== null && fact !== '').join(', ')}`;
}

/** The open time of the candle whose signal a trade followed: the one before it was entered. */
export function signalTimeOf({ opened }: Trade, timeframe: string): number {
  const step = parseTimeframe(timeframe);
  return Date.parse(opened) - (step?.type === 'fixed' ? step.ms : 0);
}
