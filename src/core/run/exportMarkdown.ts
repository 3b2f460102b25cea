import { formatAmount, formatPercent as percent, formatRate } from '../backtest/amount.ts';
import type { KeptBacktest } from '../backtest/kept.ts';
import { plainText } from '../plainText.ts';
import { gateNames, type QuestionRecord } from './record.ts';
import { settledRecords } from './settled.ts';
import type { Funnel, GateFunnel, Run } from './summary.ts';

const missing = '–';
const outcomeWords = { answered: '', failed: 'No answer', skipped: 'Not asked' } as const satisfies Record<QuestionRecord['outcome'], string>;

/** A run as a Markdown report: what was asked of whom, where the candles went, every signal, and what came of them in Freqtrade. */
export function exportMarkdown(run: Run, records: Iterable<QuestionRecord>, backtests: readonly KeptBacktest[] = []): string {
  const settled = settledRecords(records);
  const { series } = run;
  return [
    `# Signals: ${markdownText(series.pair)} ${markdownText(series.timeframe)}`,
    summary(run, settled),
    '## Gate',
    table(['Gate', 'Condition', 'Candles left'], funnelRows(run.funnel)),
    '## Signals',
    table(['Time, UTC', 'Decision', 'Confidence', 'Price', 'Stop', 'Target', 'Risk', 'Reasoning'], settled.map(signalRow)),
    ...backtests.flatMap(backtestParts),
  ].map((part) => `${part}\n`).join('\n');
}

/**
 * Any text as Markdown that renders as that text in one line. Every character that could begin markup, a link, a
 * formula or HTML is escaped; a word joiner after @ keeps it from naming a person or an address.
 */
export function markdownText(text: string): string {
  return plainText(text)
    .replace(/[\\`*_{}[\]()<>#!|~&$]/g, '\\$&')
    .replace(/(?<=\p{L}):(?=\S)/gu, '\\:')
    .replace(/\/(?=\/)|(?<=\/)\//g, '\\/')
    .replace(/\.(?=\p{L})/gu, '\\.')
    .replaceAll('@', '\\@&#8288;');
}

function summary(run: Run, settled: readonly QuestionRecord[]): string {
  const { series, settings, totals, funnel } = run;
  const decided = (decision: string) => settled.filter(({ signal }) => signal?.decision === decision).length;
  const who = settings.provider === 'rules' ? 'technical rules, no language model' : `${settings.provider}, ${settings.model}`;
  const facts: readonly (readonly [string, string])[] = [
    ['Run', run.id],
    ['State', run.reason === null ? run.state : `${run.state}. ${run.reason}`],
    ['Candles', `${series.candles} of ${series.file}, ${series.from} to ${series.to}${series.filled === 0 ? '' : `, and ${series.filled} filled`}`],
    ['Asked', `${funnel.asked} candles, of ${who}`],
    ['Answered', `${totals.answered}: ${decided('BUY')} buy, ${decided('SELL')} sell, ${decided('HOLD')} hold`],
    ['No answer', `${totals.failed} failed, ${totals.skipped} not asked`],
    ['Cost', totals.usd === null ? 'unknown' : totals.usd === 0 ? 'free' : `$${totals.usd.toFixed(4)}`],
    ['Tokens', `${totals.tokens_in} in, ${totals.tokens_out} out`],
    ['Prompt', run.prompt === null ? 'none' : `${run.prompt.version}, SHA-256 ${run.prompt.sha256}`],
    ['Started', run.started],
  ];
  return facts.map(([name, value]) => `- ${name}: ${markdownText(value)}`).join('\n');
}

function funnelRows(funnel: Funnel): readonly (readonly string[])[] {
  const judged = funnel.candles - funnel.warmup - funnel.filled;
  const chains = gateNames.flatMap((name) => (funnel[name] === undefined ? [] : conditionRows(name, funnel[name], judged)));
  return [['all', 'candles', String(funnel.candles)], ['all', 'neither warming up nor filled', String(judged)], ...chains];
}

function conditionRows(name: string, { stopped }: GateFunnel, judged: number): readonly (readonly string[])[] {
  let left = judged;
  return Object.entries(stopped).map(([condition, count]) => {
    left -= count;
    return [name, condition, String(left)];
  });
}

function signalRow({ time, price, outcome, signal, error }: QuestionRecord): readonly string[] {
  const number = (value: number | undefined) => (value === undefined ? missing : String(value));
  return [
    minute(time),
    signal?.decision ?? outcomeWords[outcome],
    number(signal?.confidence), number(price), number(signal?.suggested_stop_loss), number(signal?.suggested_take_profit),
    signal?.risk_level ?? missing,
    signal?.reasoning ?? error?.message ?? '',
  ];
}

/** A backtest with its facts and trades; the newest comes first. */
function backtestParts({ strategy, created, from, to, notes, metrics, trades, stake_currency: currency }: KeptBacktest): readonly string[] {
  const facts: readonly (readonly [string, string])[] = [
    ['Made', created],
    ['Candles that could trade', `${from} to ${to}`],
    ['Trades', `${metrics.trades}: ${metrics.wins} won, ${metrics.losses} lost, ${metrics.draws} even`],
    ['Profit', `${formatAmount(metrics.profit, metrics.starting_balance)} ${currency} of ${metrics.starting_balance} (${percent(metrics.profit_ratio)})`],
    ['Market', metrics.market_change === null ? missing : percent(metrics.market_change)],
    ['Largest drawdown', `${formatAmount(metrics.drawdown, metrics.starting_balance)} ${currency} (${percent(metrics.drawdown_ratio)})`],
    ['Sharpe, Sortino, Calmar', [metrics.sharpe, metrics.sortino, metrics.calmar].map((ratio) => ratio?.toFixed(2) ?? missing).join(', ')],
    ...notes.map((note) => ['Note', note] as const),
  ];
  const rows = trades.map(({ opened, closed, side, open_rate: open, close_rate: close, profit_ratio: profit, enter_tag: enter, exit_reason: exit }) =>
    [minute(opened), minute(closed), side, formatRate(open), formatRate(close), percent(profit), enter ?? missing, exit ?? missing]);
  return [
    `## Backtest in Freqtrade: ${markdownText(strategy)}`,
    facts.map(([name, value]) => `- ${name}: ${markdownText(value)}`).join('\n'),
    ...(rows.length === 0 ? [] : [table(['Opened, UTC', 'Closed, UTC', 'Side', 'Open', 'Close', 'Profit', 'Entered by', 'Left by'], rows)]),
  ];
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}

function table(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  return [titles.join(' | '), titles.map(() => '---').join(' | '), ...rows.map((row) => row.map(markdownText).join(' | '))].map((line) => `| ${line} |`).join('\n');
}
