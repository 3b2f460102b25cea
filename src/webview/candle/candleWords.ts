import type { CandlesMessage, ProblemView } from '../../protocol/candleMessages.ts';
import { formatCount, formatCounted } from '../format.ts';

const severityWords = { error: 'Error', warning: 'Warning' } as const satisfies Record<ProblemView['severity'], string>;

/** What became of the row or rows of a problem, in a word or two. */
export const effectWords = {
  dropped: 'Left out',
  merged: 'Merged',
  kept: 'Kept',
  filled: 'Filled',
} as const satisfies Record<ProblemView['effect'], string>;

/** A rule as words: `low-above-high` is "Low above high". */
export function ruleWords(rule: string): string {
  const words = rule.replaceAll('-', ' ');
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** A problem in one line for a screen reader. */
export function describeProblem(problem: ProblemView): string {
  const { line, column, value } = problem;
  const where = [
    ...(line === null ? [] : [`line ${formatCount(line)}`]),
    ...(column === null ? [] : [`column ${column}`]),
    ...(value === '' ? [] : [`value ${value}`]),
  ];
  return `${[`${severityWords[problem.severity]}: ${ruleWords(problem.rule)}`, ...where].join(', ')}. ${problem.message}`;
}

/** How many problems there are, and how many of them the list holds when that is not all. */
export function describeCount(total: number, listed: number): string {
  if (total === 0) {
    return 'No problems';
  }
  return formatCounted(total, 'problem') + (listed < total ? `, the first ${formatCount(listed)} listed` : '');
}

/** What became of the rows of the file; every row is in exactly one of the counts. */
export function describeRows({ source, series }: Pick<CandlesMessage, 'source' | 'series'>): string {
  const { rows, dropped, merged } = source;
  const parts = [
    formatCounted(series.candles, 'candle'),
    ...(dropped === 0 ? [] : [`${formatCounted(dropped, 'row')} left out`]),
    ...(merged === 0 ? [] : [`${formatCounted(merged, 'row')} merged`]),
  ];
  const last = parts.pop()!;
  return `${formatCounted(rows, 'row is', 'rows are')} ${parts.length === 0 ? last : `${parts.join(', ')} and ${last}`}`;
}

/** The dialect and the zone of a file, as the head says them. */
export function describeSource({ dialect, zone }: CandlesMessage['source']): string {
  const zones: Readonly<Record<string, string>> = { utc: 'UTC', 'assumed-utc': 'no zone named, taken as UTC' };
  return `${dialectWords[dialect] ?? dialect}, ${zones[zone] ?? `zone ${zone}`}`;
}

/** The dialects whose names a person would write differently. */
const dialectWords: Readonly<Record<string, string>> = {
  'csv-header': 'CSV',
  'csv-no-header': 'CSV without a header',
  'csv-mapped': 'CSV with mapped columns',
  'binance-klines': 'Binance klines',
  tradingview: 'TradingView CSV',
  cryptodatadownload: 'CryptoDataDownload CSV',
  kraken: 'Kraken CSV',
  bitstamp: 'Bitstamp CSV',
  metatrader: 'MetaTrader',
  excel: 'Excel CSV',
  feather: 'Feather',
  parquet: 'Parquet',
  json: 'JSON',
};
