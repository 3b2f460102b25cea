import type { Metrics, Trade } from '../../core/backtest/backtest.ts';
import type { KeptBacktest } from '../../core/backtest/kept.ts';
import { count } from './describeSeries.ts';
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
    `${count(metrics.trades)} trades: ${count(wins)} won, ${count(losses)} lost${draw}.\n`,
    `Profit ${metrics.profit.toFixed(2)} ${currency} of ${metrics.starting_balance} (${percent(metrics.profit_ratio)})${market}. Largest drawdown ${metrics.drawdown.toFixed(2)} ${currency} (${percent(metrics.drawdown_ratio)}).\n`,
    `Sharpe ${ratio(metrics.sharpe)}, Sortino ${ratio(metrics.sortino)}, Calmar ${ratio(metrics.calmar)}, profit factor ${ratio(metrics.profit_factor)}.\n`,
  ].join('');
}

function tradeRow(trade: Trade): readonly string[] {
  return [
    minute(trade.opened), minute(trade.closed), trade.side, String(trade.open_rate), String(trade.close_rate), percent(trade.profit_ratio),
    trade.enter_tag === null ? missing : plainLine(trade.enter_tag, tagWidth), trade.exit_reason === null ? missing : plainLine(trade.exit_reason, tagWidth),
  ];
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function ratio(value: number | null): string {
  return value === null ? missing : value.toFixed(2);
}
