import { assertNever } from '../../core/assertNever.ts';
import type { CandlesMessage, CandleState, MoreCandles, ProblemView, ToCandleChart } from '../../protocol/candleMessages.ts';
import type { SeriesView } from '../../protocol/messages.ts';
import type { ToggleName, VisibleRange } from '../../protocol/panelState.ts';
import { noQuestions, type ChartChange, type ChartModel } from '../chart/chartModel.ts';
import { flawOf, flawsOf, type Flaw } from '../chart/flaws.ts';
import { middleOf } from '../chart/ranges.ts';
import { defaultToggles } from '../model.ts';

/** The candles of the file, of a long one at first a part, and the problems that have a place on the chart. */
export type Candles = Omit<CandlesMessage, 'type'> & { readonly flaws: readonly Flaw[] };

/** Everything the Candle Chart knows; `range` counts candles of the whole file. Exactly one of `candles` and `failure` is there once the file was read. */
export type CandleModel = CandleState & {
  readonly file: string;
  readonly candles: Candles | null;
  /** Candles that came later; the chart takes them up when they are all there. */
  readonly more: readonly MoreCandles[];
  readonly failure: { readonly message: string; readonly hint: string | null; readonly canMap: boolean } | null;
};

/** What can change the model: a message of the host, or something the user did here. */
export type CandleChange =
  | ChartChange
  | { readonly type: 'message'; readonly message: ToCandleChart }
  | { readonly type: 'select-problem'; readonly position: number }
  | { readonly type: 'toggle'; readonly name: ToggleName; readonly on: boolean };

/** The model before the host's first message, with what the editor remembers. */
export function initialCandleModel(remembered: CandleState | undefined): CandleModel {
  return { file: '', candles: null, more: [], failure: null, selected: null, range: null, toggles: defaultToggles, ...remembered };
}

/** The model after a change. */
export function reduceCandles(model: CandleModel, change: CandleChange): CandleModel {
  switch (change.type) {
    case 'message':
      return reduceMessage(model, change.message);
    case 'select':
      return { ...model, selected: positionAt(model, change.time) ?? model.selected };
    case 'select-problem':
      return { ...model, selected: change.position };
    case 'toggle':
      return { ...model, toggles: { ...model.toggles, [change.name]: change.on } };
    case 'show-range':
      return { ...model, range: rememberedRange(model, change.range) };
    case 'redraw':
      return model;
    default:
      return assertNever(change);
  }
}

function reduceMessage(model: CandleModel, message: ToCandleChart): CandleModel {
  switch (message.type) {
    case 'loading':
      return { ...model, file: message.file, candles: null, failure: null };
    case 'candles': {
      const selected = model.selected !== null && model.selected < message.problems.length ? model.selected : null;
      return { ...model, selected, candles: { ...message, flaws: flawsOf(message.problems, message.series) }, more: [], failure: null };
    }
    case 'more':
      return model.candles === null ? model : takeMore(model, model.candles, message);
    case 'failure':
      return { ...model, candles: null, failure: { message: message.message, hint: message.hint, canMap: message.canMap } };
    default:
      return assertNever(message);
  }
}

/** The selected problem; null when none is. */
export function selectedProblem({ candles, selected }: CandleModel): ProblemView | null {
  return selected === null ? null : (candles?.problems[selected] ?? null);
}

/** What the chart shows of a model; null while there are no candles. */
export function chartModelOf(model: CandleModel): ChartModel | null {
  if (model.candles === null) {
    return null;
  }
  const { series, flaws, start } = model.candles;
  const problem = selectedProblem(model);
  const selected = problem === null ? null : (flawOf(problem, series)?.time ?? null);
  return { ...noQuestions, series, flaws, selected, range: isInPart(model.candles, model.range) ? shifted(model.range, -start) : null, toggles: model.toggles };
}

/** What to remember of a model. */
export function candleStateOf({ selected, range, toggles }: CandleModel): CandleState {
  return { selected, range, toggles };
}

/** The model with candles that came now; once all are there, in one series. */
function takeMore(model: CandleModel, candles: Candles, message: MoreCandles): CandleModel {
  const more = [...model.more, message];
  const parts = [{ start: candles.start, columns: candles.series.columns, filled: candles.series.filled }, ...more];
  if (parts.reduce((count, { filled }) => count + filled.length, 0) < candles.total) {
    return { ...model, more };
  }
  const joined = <Values extends Float64Array | Uint8Array>(whole: Values, valuesOf: (part: (typeof parts)[number]) => Values): Values => {
    parts.forEach((part) => whole.set(valuesOf(part), part.start));
    return whole;
  };
  const column = (name: keyof SeriesView['columns']): Float64Array => joined(new Float64Array(candles.total), ({ columns }) => columns[name]);
  const columns = { time: column('time'), open: column('open'), high: column('high'), low: column('low'), close: column('close'), volume: column('volume') };
  const series = { ...candles.series, columns, filled: joined(new Uint8Array(candles.total), ({ filled }) => filled) };
  return { ...model, candles: { ...candles, series, start: 0, flaws: flawsOf(candles.problems, series) }, more: [] };
}

/** Whether all candles of the file are there. */
export function isWhole({ series, total }: Candles): boolean {
  return series.filled.length === total;
}

/** What to remember of a range of the part shown. The place that is remembered waits until it has come. */
function rememberedRange({ candles, range }: CandleModel, shown: VisibleRange): VisibleRange | null {
  return candles === null || (range !== null && !isInPart(candles, range)) ? range : shifted(shown, candles.start);
}

/** Whether a range of the file can be shown now. */
function isInPart(candles: Candles, range: VisibleRange | null): range is VisibleRange {
  const { start, series } = candles;
  return range !== null && (isWhole(candles) || (middleOf(range) >= start && middleOf(range) < start + series.filled.length));
}

function shifted({ from, to }: VisibleRange, by: number): VisibleRange {
  return { from: from + by, to: to + by };
}

function positionAt({ candles }: CandleModel, time: number): number | null {
  const position = candles?.problems.findIndex((problem) => flawOf(problem, candles.series)?.time === time) ?? -1;
  return position < 0 ? null : position;
}
