import type { GapMode } from '../../core/candles/clean.ts';
import { formatColumnMapping } from '../../core/candles/csv/mapping.ts';
import { isoTime, parseTime } from '../../core/candles/time/time.ts';
import { AppError } from '../../core/errors.ts';
import { formatCondition } from '../../core/gate/format.ts';
import { applyGates, type GateResult, type Gates, type TimeRange } from '../../core/gate/gate.ts';
import { defaultPreset } from '../../core/gate/presets.ts';
import { columnsOfGates, columnsOfSeries, resolveGates, type GateTexts } from '../../core/gate/resolve.ts';
import { buildFrameInSteps, type IndicatorFrame } from '../../core/indicators/frame.ts';
import type { Run } from '../../core/run/summary.ts';
import { resolveMarketData, type MarketDataMap } from '../../core/signal/marketData.ts';
import type { OpenCandles } from '../candles/openCandles.ts';
import { createPause, runPaced, type Pacing } from '../candles/pace.ts';

/** What a user chooses for a run. */
export type RunChoices = {
  readonly gates: GateTexts;
  /** The user's own values of the question, by name and column. */
  readonly marketData: MarketDataMap;
  readonly range: TimeRange;
  readonly gaps: GapMode;
  readonly concurrency: number;
  /** How often each question is asked. */
  readonly repeats: number;
};

export const defaultChoices: RunChoices = {
  gates: { entry: defaultPreset, exit: defaultPreset },
  marketData: {},
  range: { from: null, to: null },
  gaps: 'fill',
  concurrency: 4,
  repeats: 1,
};

/** Everything known before the first question: candles, indicators and which candles will be asked about. */
export type PreparedRun = {
  readonly opened: OpenCandles;
  readonly pair: string;
  readonly frame: IndicatorFrame;
  readonly gate: GateResult;
  /** The columns the gates read. */
  readonly gateColumns: readonly string[];
  /** Every value of the question and the column it carries. */
  readonly marketData: MarketDataMap;
  readonly settings: Pick<Run['settings'], 'gates' | 'market_data' | 'from' | 'to' | 'gaps' | 'columns' | 'concurrency' | 'repeats'>;
};

// Of the whole time; the gates take the rest.
const frameShare = 0.7;

/**
 * Resolves what was chosen against the candles, with pauses in which others can work.
 * @throws AppError `pair-unknown` because a question must name its pair; `gate-invalid` or `market-data-invalid`
 * because they name what does not exist; `cancelled` after the signal was aborted.
 */
export async function prepareRun(opened: OpenCandles, choices: RunChoices, pacing: Pacing = {}): Promise<PreparedRun> {
  const { series, file } = opened;
  if (series.pair === null) {
    throw new AppError('pair-unknown', `${file} does not say which pair it holds.`, { hint: 'Give it, such as --pair BTC/USDT, or name the file BTC_USDT-5m.csv.' });
  }
  const columns = columnsOfSeries(series);
  const gates = resolveGates(choices.gates, columns);
  const marketData = resolveMarketData(choices.marketData, columns);
  const gateColumns = columnsOfGates(gates);
  const pause = createPause(pacing);
  const frame = await runPaced(buildFrameInSteps(series, [...gateColumns, ...Object.values(choices.marketData)]), (share) => pause(frameShare * share));
  const gate = await runPaced(applyGates(series, frame, gates, choices.range), (share) => pause(frameShare + (1 - frameShare) * share));
  return { opened, pair: series.pair, frame, gate, gateColumns, marketData, settings: describeChoices(choices, gates, opened) };
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

function describeChoices({ marketData, range, gaps, concurrency, repeats }: RunChoices, gates: Gates, { columns }: OpenCandles): PreparedRun['settings'] {
  return {
    gates: { entry: gates.entry === undefined ? null : formatCondition(gates.entry), exit: gates.exit === undefined ? null : formatCondition(gates.exit) },
    market_data: marketData,
    from: range.from === null ? null : isoTime(range.from),
    to: range.to === null ? null : isoTime(range.to),
    gaps,
    columns: columns === undefined ? null : formatColumnMapping(columns),
    concurrency,
    repeats,
  };
}
