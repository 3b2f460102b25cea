import * as z from 'zod/mini';
import { isoTime } from '../candles/time/time.ts';
import { AppError } from '../errors.ts';
import type { Backtest, Metrics, Trade } from './backtest.ts';

const tradeSchema = z.object({
  open_timestamp: z.number(),
  close_timestamp: z.number(),
  open_rate: z.number(),
  close_rate: z.number(),
  stake_amount: z.number(),
  profit_abs: z.number(),
  profit_ratio: z.number(),
  is_short: z.boolean(),
  enter_tag: z.nullish(z.string()),
  exit_reason: z.nullish(z.string()),
});

const ratio = z.nullish(z.number());

const strategySchema = z.object({
  trades: z.array(tradeSchema),
  timeframe: z.string(),
  backtest_start_ts: z.number(),
  backtest_end_ts: z.number(),
  stake_currency: z.string(),
  starting_balance: z.number(),
  final_balance: z.number(),
  wins: z.number(),
  draws: z.number(),
  losses: z.number(),
  profit_total: z.number(),
  profit_total_abs: z.number(),
  max_drawdown_abs: z.number(),
  max_drawdown_account: z.number(),
  sharpe: ratio,
  sortino: ratio,
  calmar: ratio,
  profit_factor: ratio,
  market_change: ratio,
});

type Result = z.infer<typeof strategySchema>;

const resultSchema = z.object({ strategy: z.record(z.string(), z.unknown()) });

// What Freqtrade writes where the denominator of a ratio is zero.
const noRatio = -100;

/**
 * Reads the text of Freqtrade's `backtest-result-….json`.
 * @throws AppError `freqtrade-failed` because it is none, or holds no result of the strategy.
 */
export function parseResult(text: string, strategy: string, pair: string): Backtest {
  const result = z.safeParse(strategySchema, resultOf(text, strategy));
  if (!result.success) {
    const issue = result.error.issues[0];
    throw new AppError('freqtrade-failed', `Freqtrade's result of ${strategy} cannot be read: ${issue?.path.join('.') ?? 'it'} is not as expected.`, { hint: 'A newer Freqtrade may write it in another way.' });
  }
  const found = result.data;
  return {
    strategy,
    pair,
    timeframe: found.timeframe,
    from: isoTime(found.backtest_start_ts),
    to: isoTime(found.backtest_end_ts),
    stake_currency: found.stake_currency,
    metrics: metricsOf(found),
    trades: found.trades.map(tradeOf),
  };
}

function resultOf(text: string, strategy: string): unknown {
  try {
    return z.parse(resultSchema, JSON.parse(text)).strategy[strategy];
  } catch (error) {
    throw new AppError('freqtrade-failed', 'Freqtrade wrote no result that can be read.', { cause: error });
  }
}

function tradeOf(trade: z.infer<typeof tradeSchema>): Trade {
  return {
    opened: isoTime(trade.open_timestamp),
    closed: isoTime(trade.close_timestamp),
    side: trade.is_short ? 'short' : 'long',
    open_rate: trade.open_rate,
    close_rate: trade.close_rate,
    stake: trade.stake_amount,
    profit: trade.profit_abs,
    profit_ratio: trade.profit_ratio,
    // Freqtrade writes an empty tag where a strategy sets none.
    enter_tag: trade.enter_tag || null,
    exit_reason: trade.exit_reason || null,
  };
}

function metricsOf(found: Result): Metrics {
  const { trades, wins, draws, losses } = found;
  const known = (value: number | null | undefined) => (value === undefined || value === noRatio || trades.length === 0 ? null : value);
  return {
    trades: trades.length,
    wins,
    draws,
    losses,
    starting_balance: found.starting_balance,
    final_balance: found.final_balance,
    profit: found.profit_total_abs,
    profit_ratio: found.profit_total,
    drawdown: found.max_drawdown_abs,
    drawdown_ratio: found.max_drawdown_account,
    sharpe: known(found.sharpe),
    sortino: known(found.sortino),
    calmar: known(found.calmar),
    // Without a loss there is nothing to divide by.
    profit_factor: losses === 0 ? null : known(found.profit_factor),
    market_change: found.market_change ?? null,
  };
}
