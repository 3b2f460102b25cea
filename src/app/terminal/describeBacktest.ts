import type { Metrics, Trade } from '../../core/backtest/backtest.ts';
import type { KeptBacktest } from '../../core/backtest/kept.ts';
import { formatAmount, formatPercent as percent, formatRate } from '../../core/backtest/amount.ts';
import { count, counted } from './describeSeries.ts';
import { formatTable, plainLine, type TableColumn } from './table.ts';

const missing = '–';
const tagWidth = 28;

const columns: readonly TableColumn[] = [
  { title: 'Opened, UTC', align: 'left' },
  { title: 'Closed, UTC', align: 'left' },
  { title: 'Side', align: 'left' },
  { title: 'Open', align: 'right' },
  { title: 'Close', align: 'right' },
  { title: 'Profit', align: 'right' },
  { title: 'Entered by', align: 'left' },
  { title: 'Left by', align: 'left' },
];

/** A backtest for a person: its trades, what came of them, what to know of how it was made, and why there may be none. */
export function describeBacktest({ strategy, pair, timeframe, from, to, metrics, trades, stake_currency: currency, notes }: KeptBacktest): string {
  return [
    `${strategy} on ${pair} ${timeframe}, ${minute(from)} to ${minute(to)}\n`,
    trades.length === 0 ? 'No trades. What Freqtrade printed says why: look for lines of llm_signal_provider.\n' : `\n${formatTable(columns, trades.map(tradeRow))}\n`,
    describeMetrics(metrics, currency),
    ...notes.map((note) => `${note}\n`),
  ].join('');
}

function describeMetrics(metrics: Metrics, currency: string): string {
  const { wins, draws, losses } = metrics;
  const draw = draws === 0 ? '' : `, ${count(draws)} even`;
  const market = metrics.market_change === null ? '' : `; the market ${percent(metrics.market_change)}`;
  return [
    `${counted(metrics.trades, 'trade')}: ${count(wins)} won, ${count(losses)} lost${draw}.\n`,
    `Profit ${formatAmount(metrics.profit, metrics.starting_balance)} ${currency} of ${metrics.starting_balance} (${percent(metrics.profit_ratio)})${market}. Largest drawdown ${formatAmount(metrics.drawdown, metrics.starting_balance)} ${currency} (${percent(metrics.drawdown_ratio)}).\n`,
    `Sharpe ${ratio(metrics.sharpe)}, Sortino ${ratio(metrics.sortino)}, Calmar ${ratio(metrics.calmar)}, profit factor ${ratio(metrics.profit_factor)}.\n`,
  ].join('');
}

function tradeRow(trade: Trade): readonly string[] {
  return [
    minute(trade.opened), minute(trade.closed), trade.side, formatRate(trade.open_rate), formatRate(trade.close_rate), percent(trade.profit_ratio),
    trade.enter_tag === null ? missing : plainLine(trade.enter_tag, tagWidth), trade.exit_reason === null ? missing : plainLine(trade.exit_reason, tagWidth),
  ];
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

function ratio(value: number | null): string {
  return value === null ? missing : value.toFixed(2);
}
