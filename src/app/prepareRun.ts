import { AppError } from '../core/errors.ts';
import { gapModes, type GapMode } from '../core/candles/clean.ts';
import { momentumGates, type Gates } from '../core/gate/defaults.ts';
import { applyGates, type GateResult, type TimeRange } from '../core/gate/gate.ts';
import { formatCondition } from '../core/gate/expression.ts';
import { buildFrame, type IndicatorFrame } from '../core/indicators/frame.ts';
import type { Run } from '../core/run/summary.ts';
import { isoTime, parseTime } from '../core/candles/time.ts';
import type { OpenCandles } from './openCandles.ts';

/** What a user chooses for a run. */
export type RunChoices = {
  readonly gates: Gates;
  readonly range: TimeRange;
  readonly gaps: GapMode;
  readonly concurrency: number;
};

export const defaultChoices: RunChoices = { gates: momentumGates, range: { from: null, to: null }, gaps: gapModes[0], concurrency: 4 };

/** Everything known before the first question: candles, indicators and which candles will be asked about. */
export type PreparedRun = {
  readonly opened: OpenCandles;
  readonly pair: string;
  readonly frame: IndicatorFrame;
  readonly gate: GateResult;
  readonly choices: RunChoices;
};

/** @throws AppError `pair-unknown` because a question must name its pair. */
export function prepareRun(opened: OpenCandles, choices: RunChoices): PreparedRun {
  const { pair } = opened.series;
  if (pair === null) {
    throw new AppError('pair-unknown', `${opened.file} does not say which pair it holds.`, { hint: 'Give it, such as --pair BTC/USDT, or name the file BTC_USDT-5m.csv.' });
  }
  const frame = buildFrame(opened.series);
  return { opened, pair, frame, gate: applyGates(opened.series, frame, choices.gates, choices.range), choices };
}

/**
 * A time from the command line or a setting; null when it is not given.
 * @throws AppError `range-invalid` because it is no time.
 */
export function parseRangeEnd(text: string | undefined): number | null {
  const time = text === undefined ? undefined : parseTime(text);
  if (text !== undefined && time === undefined) {
    throw new AppError('range-invalid', `"${text}" is no time.`, { hint: 'Write it as 2018-01-16 or 2018-01-16T08:30Z.' });
  }
  return time?.ms ?? null;
}

/** The choices as `run.json` keeps them. */
export function describeChoices({ gates, range, gaps, concurrency }: RunChoices): Pick<Run['settings'], 'gates' | 'from' | 'to' | 'gaps' | 'concurrency'> {
  return {
    gates: { entry: gates.entry === undefined ? null : formatCondition(gates.entry), exit: gates.exit === undefined ? null : formatCondition(gates.exit) },
    from: range.from === null ? null : isoTime(range.from),
    to: range.to === null ? null : isoTime(range.to),
    gaps,
    concurrency,
  };
}
