import { seriesRange } from '../../core/candles/load.ts';
import type { CandleSeries, Problem } from '../../core/candles/series.ts';
import { isoTime } from '../../core/candles/time/time.ts';

const shownPerRule = 3;

/** The series as `run --json` and `inspect --json` give it. */
export function seriesFacts(series: CandleSeries): object {
  return {
    pair: series.pair,
    timeframe: series.timeframe,
    candles: series.length - series.filledCount,
    filled: series.filledCount,
    ...seriesRange(series),
  };
}

/** The whole of `inspect --json`. */
export function inspectFacts(series: CandleSeries): object {
  const { dialect, zone, gaps } = series.source;
  return {
    ...seriesFacts(series),
    dialect,
    zone,
    gaps: gaps.map(({ after, missing }) => ({ after: isoTime(after), missing })),
    problems: series.problems,
  };
}

/** A heading line for a person: what the file holds. */
export function describeSeries(series: CandleSeries): string {
  const { from, to } = seriesRange(series);
  const { source } = series;
  const rows = [
    counted(source.rows, 'row'),
    ...(source.dropped > 0 ? [`${count(source.dropped)} left out`] : []),
    ...(source.merged > 0 ? [`${count(source.merged)} merged`] : []),
    ...(series.filledCount > 0 ? [`${counted(series.filledCount, 'candle')} filled in ${counted(source.gaps.length, 'gap')}`] : []),
  ];
  const zone = source.zone === 'assumed-utc' ? 'no zone named, taken as UTC' : source.zone === 'utc' ? 'UTC' : `zone ${source.zone}`;
  return [
    `${series.pair ?? 'Pair unknown'} ${series.timeframe}: ${counted(series.length - series.filledCount, 'candle')} from ${from} to ${to}\n`,
    `${rows.join(', ')}; ${source.dialect}; ${zone}\n`,
  ].join('');
}

/** The problems by rule, the first few of each with their line; nothing when there are none. */
export function describeProblems(problems: readonly Problem[]): string {
  if (problems.length === 0) {
    return '';
  }
  const lines = [...new Set(problems.map((problem) => problem.rule))].flatMap((rule) => {
    const found = problems.filter((problem) => problem.rule === rule);
    return [
      `  ${rule}: ${count(found.length)}`,
      ...found.slice(0, shownPerRule).map(({ line, message }) => `    ${line === null ? '' : `line ${line}: `}${message}`),
      ...(found.length > shownPerRule ? [`    and ${count(found.length - shownPerRule)} more`] : []),
    ];
  });
  return [counted(problems.length, 'problem'), ...lines].map((line) => `${line}\n`).join('');
}

/** A count with its noun, such as `1 candle` and `2,000 candles`. */
export function counted(value: number, singular: string): string {
  return `${count(value)} ${singular}${value === 1 ? '' : 's'}`;
}

/** A count with its thousands grouped. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}
