import type { KeptBacktest } from '../core/backtest/kept.ts';
import type { QuestionRecord } from '../core/run/record.ts';
import type { Run } from '../core/run/summary.ts';
import type { BudgetView, GateView, Notice, SeriesView, ToWebview } from '../protocol/messages.ts';
import type { Filter, PanelState, Sort, ToggleName } from '../protocol/panelState.ts';
import { findCandle } from './candles.ts';
import type { ComparisonModel } from './compare/comparisonModel.ts';
import { noFilter } from './filter.ts';
import { countKinds, findRow, lowerBound, type Kind, type Row } from './rows.ts';
import { timeOrder } from './sort.ts';

/** Everything the webview knows. Plain data: `reduce` makes the next one, the views render it. */
export type Model = {
  /** The label of the sample when the host has no run to show; null otherwise. */
  readonly empty: { readonly sample: string } | null;
  readonly series: SeriesView | null;
  readonly gate: GateView | null;
  readonly folder: string | null;
  readonly run: Run | null;
  /** Which of several files the run is about; null when it is about one. */
  readonly file: FileOfSeveral | null;
  /** Whether another window or the terminal writes the run, so that nothing here can stop it. */
  readonly elsewhere: boolean;
  /** Whether the user has asked the run to pause and it has not yet. */
  readonly pausing: boolean;
  /** In completion order, as they came. */
  readonly records: readonly QuestionRecord[];
  /** How often the answers about a candle differ from what most of them decided, by its open time. */
  readonly flips: ReadonlyMap<number, number>;
  /** The records in time order. */
  readonly known: readonly Row[];
  /** Open times of the questions in flight. */
  readonly asking: readonly number[];
  /** The records and the questions in flight, in time order. */
  readonly rows: readonly Row[];
  readonly filter: Filter;
  readonly sort: Sort;
  /** The rows that the filter lets through, in time order: what the chart marks. */
  readonly shown: readonly Row[];
  /** The same as the list sorts them. */
  readonly listed: readonly Row[];
  /** The runs that are compared; null while one run is shown. */
  readonly comparison: ComparisonModel | null;
  /** Null when nothing bounds what the run may spend, or that is unknown. */
  readonly budget: BudgetView | null;
  /** What the run came to in Freqtrade, newest first. */
  readonly backtests: readonly KeptBacktest[];
  /** The one of them that is shown; null when the run was not backtested. */
  readonly backtest: KeptBacktest | null;
  readonly notice: Notice | null;
  /** The candles that passed a gate up to one of its conditions are to be lit up on the chart; null for none. */
  readonly lit: GateStep | null;
  /** Open time of the selected question, or of a candle that was not asked about. */
  readonly selected: number | null;
  /** Whether the selection moves with the newest signal; off as soon as the user selects. */
  readonly follow: boolean;
  readonly range: PanelState['range'];
  readonly toggles: PanelState['toggles'];
  readonly listHeight: number | null;
  readonly sections: PanelState['sections'];
  /** What was remembered of a run that the host has not shown yet. */
  readonly remembered: PanelState | null;
};

export type FileOfSeveral = NonNullable<Extract<ToWebview, { type: 'run' }>['file']>;

/** A condition of a gate by its position. */
export type GateStep = { readonly chain: GateView['chains'][number]['name']; readonly condition: number };

/** A model of a run: all that the views of a run need is known. */
export type RunModel = Model & { readonly series: SeriesView; readonly gate: GateView; readonly run: Run; readonly folder: string };

/** The parts of the chart that are shown until the user decides. */
export const defaultToggles: PanelState['toggles'] = {
  ema20: true,
  ema50: false,
  ema200: true,
  bollinger: true,
  volume: true,
  rsi: null,
  gate: true,
};

/** The model before the host's first message, with what the panel remembers. */
export function initialModel(remembered: PanelState | undefined): Model {
  return {
    empty: null,
    series: null,
    gate: null,
    folder: null,
    run: null,
    file: null,
    elsewhere: false,
    pausing: false,
    records: [],
    flips: new Map(),
    known: [],
    asking: [],
    rows: [],
    filter: noFilter,
    sort: timeOrder,
    shown: [],
    listed: [],
    comparison: null,
    budget: null,
    backtests: [],
    backtest: null,
    notice: null,
    lit: null,
    selected: null,
    follow: true,
    range: null,
    toggles: remembered?.toggles ?? defaultToggles,
    listHeight: remembered?.listHeight ?? null,
    sections: remembered?.sections ?? { indicators: true, candles: true },
    remembered: remembered ?? null,
  };
}

/** Whether there is a run to show. */
export function hasRun(model: Model): model is RunModel {
  return model.series !== null && model.gate !== null && model.run !== null && model.folder !== null;
}

/** Whether questions are still being asked. */
export function isRunning(model: Model): boolean {
  return model.run?.state === 'running';
}

/** The selected row; null when nothing is selected. */
export function selectedRow(model: Model): Row | null {
  return model.rows[findRow(model.rows, model.selected)] ?? null;
}

/** Index of the selected candle when nothing was asked about it; -1 otherwise. */
export function selectedCandle(model: RunModel): number {
  return model.selected === null || selectedRow(model) !== null ? -1 : findCandle(model.series, model.selected);
}

/** Where the list shows the row of a time, or -1. */
export function listedPosition({ listed, sort }: Model, time: number | null): number {
  return sort.by === 'time' && !sort.descending ? findRow(listed, time) : listed.findIndex((row) => row.time === time);
}

/** The row so many rows after the selected one in the list; what is selected and not in the list has neighbours in time. */
export function rowAfter(model: Model, by: -1 | 1): Row | undefined {
  const position = listedPosition(model, model.selected);
  if (position >= 0 || model.selected === null) {
    return model.listed[position + by];
  }
  const next = lowerBound(model.shown, model.selected);
  return model.shown[by === 1 ? next : next - 1];
}

/** How many questions came to each end so far. */
export function kindCounts(model: Model): Readonly<Record<Kind, number>> {
  return countKinds(model.rows);
}

/** Whether a part of the chart is shown, given whether the panel is high enough for the RSI pane. */
export function isShown(toggles: PanelState['toggles'], name: ToggleName, hasRoom: boolean): boolean {
  return toggles[name] ?? hasRoom;
}

/** What to remember of a model; the last run's choices stay until the next run is shown. */
export function panelStateOf(model: Model): PanelState {
  const { toggles, listHeight, sections } = model;
  const compared = model.comparison?.view.runs.map(({ folder }) => folder) ?? [];
  if (model.folder === null) {
    return { folder: null, selected: null, follow: true, range: null, filter: noFilter, sort: timeOrder, ...model.remembered, compared, toggles, listHeight, sections };
  }
  const { folder, selected, follow, range, filter, sort } = model;
  return { folder, selected, follow, range, filter, sort, compared, toggles, listHeight, sections };
}
