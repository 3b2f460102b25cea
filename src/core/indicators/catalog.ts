/**
 * Every column that gates and questions can name, beside the candle's own: TA-Lib's name in lower case, with its period
 * where it has one (`atr_14`), and the suffix of a coarser timeframe (`rsi_1h`). A new indicator is a row of a table below.
 */
import { parseTimeframe } from '../candles/time/timeframe.ts';
import { momentumIndicators } from './catalogMomentum.ts';
import { patternIndicators } from './catalogPatterns.ts';
import { trendIndicators } from './catalogTrend.ts';
import { volatilityIndicators } from './catalogVolatility.ts';
import { volumeIndicators } from './catalogVolume.ts';
import { candleColumnNames, type Indicator } from './indicator.ts';
import { informativeProblem } from './informative.ts';

/** What a column's name means: an indicator, its period and, for an informative column, the coarser timeframe. */
export type ColumnSpec = {
  readonly name: string;
  readonly indicator: Indicator;
  /** Its place in what the indicator computes. */
  readonly output: number;
  /** In candles of the timeframe; 0 where none can be chosen. */
  readonly period: number;
  /** The coarser timeframe the indicator is computed on; null is the timeframe of the series. */
  readonly timeframe: string | null;
  /** How many candles, of `timeframe` where there is one, stand before the first value. */
  readonly warmup: number;
};

const ownColumns: readonly Indicator[] = candleColumnNames.map((name) => ({ columns: [name], period: null, warmup: () => 0, compute: (candles) => [candles[name]] }));
const indicators: readonly Indicator[] = [...ownColumns, ...trendIndicators, ...momentumIndicators, ...volatilityIndicators, ...volumeIndicators, ...patternIndicators];
const byColumn = new Map(indicators.flatMap((indicator) => indicator.columns.map((column, output) => [column, { indicator, output }] as const)));

/** Names for completion and error messages, with their usual periods; any other period and a suffix such as `_1h` work too. */
export const columnNames: readonly string[] = indicators.flatMap(({ columns, period }) => {
  const suffixes = period === null || period.usual.length === 0 ? [''] : period.usual.map((length) => `_${length}`);
  return suffixes.flatMap((suffix) => columns.map((column) => column + suffix));
});

/** What the name of a column means; undefined when there is no such column. */
export function resolveColumn(name: string): ColumnSpec | undefined {
  const [, plain, timeframe] = /^(.+)_(\d+[a-zA-Z]+)$/.exec(name) ?? [];
  if (plain === undefined || timeframe === undefined) {
    return resolvePlain(name, name, null);
  }
  return parseTimeframe(timeframe) === undefined ? undefined : resolvePlain(name, plain, timeframe);
}

/** Why a column cannot be computed on candles of `timeframe`, in a sentence; undefined when it can. */
export function columnProblem(name: string, timeframe: string): string | undefined {
  const spec = resolveColumn(name);
  if (spec === undefined) {
    return `Expected the name of a column, got "${name}".`;
  }
  return spec.timeframe === null ? undefined : informativeProblem(timeframe, spec.timeframe);
}

/** A sentence such as `ema_200 needs 199 candles before its first value.` */
export function describeWarmup({ name, warmup, timeframe }: ColumnSpec): string {
  const unit = timeframe === null ? '' : ` of ${timeframe}`;
  return `${name} needs ${warmup} ${warmup === 1 ? 'candle' : 'candles'}${unit} before its first value.`;
}

function resolvePlain(name: string, plain: string, timeframe: string | null): ColumnSpec | undefined {
  const whole = byColumn.get(plain);
  if (whole !== undefined) {
    const period = whole.indicator.period === null ? 0 : whole.indicator.period.bare;
    return period === null ? undefined : specOf(name, whole, period, timeframe);
  }
  const [, base, digits] = /^(.+)_([1-9]\d{0,3})$/.exec(plain) ?? [];
  const found = base === undefined ? undefined : byColumn.get(base);
  const period = Number(digits);
  const allowed = found?.indicator.period ?? null;
  return found === undefined || allowed === null || period < allowed.least ? undefined : specOf(name, found, period, timeframe);
}

function specOf(name: string, { indicator, output }: { readonly indicator: Indicator; readonly output: number }, period: number, timeframe: string | null): ColumnSpec {
  return { name, indicator, output, period, timeframe, warmup: indicator.warmup(period, output) };
}
