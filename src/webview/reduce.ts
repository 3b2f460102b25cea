import { assertNever } from '../core/assertNever.ts';
import type { KeptBacktest } from '../core/backtest/kept.ts';
import type { ToWebview } from '../protocol/messages.ts';
import type { Filter, PanelState, Sort, ToggleName, VisibleRange } from '../protocol/panelState.ts';
import { changeComparison, startComparison, type ComparisonChange } from './compare/comparisonModel.ts';
import { filterRows, noFilter } from './filter.ts';
import { initialModel, isRunning, panelStateOf, type GateStep, type Model } from './model.ts';
import { addRecords, findRow, newestSignal, withAsking, type Row } from './rows.ts';
import { flipRates } from './repeats.ts';
import { sortRows, timeOrder } from './sort.ts';
import { signalTimeOf } from './trades/tradeWords.ts';

/** What can change the model: a message of the host, or something the user did here. */
export type Change =
  | { readonly type: 'message'; readonly message: ToWebview }
  | { readonly type: 'select'; readonly time: number }
  | { readonly type: 'follow'; readonly on: boolean }
  | { readonly type: 'toggle'; readonly name: ToggleName; readonly on: boolean }
  | { readonly type: 'show-range'; readonly range: VisibleRange }
  | { readonly type: 'resize-list'; readonly height: number }
  | { readonly type: 'open-section'; readonly name: keyof PanelState['sections']; readonly open: boolean }
  | { readonly type: 'filter'; readonly filter: Partial<Filter> }
  | { readonly type: 'clear-filter' }
  | { readonly type: 'sort'; readonly sort: Sort }
  /** Candles to light up on the chart; null for none. */
  | { readonly type: 'light'; readonly step: GateStep | null }
  /** The user asked the run to pause. */
  | { readonly type: 'pause' }
  /** The user picked one of several backtests. */
  | { readonly type: 'show-backtest'; readonly created: string }
  | ComparisonChange
  | { readonly type: 'dismiss-notice' }
  /** Nothing but the theme or the size of the panel changed. */
  | { readonly type: 'redraw' };

/** The model after a change. */
export function reduce(model: Model, change: Change): Model {
  switch (change.type) {
    case 'message':
      return reduceMessage(model, change.message);
    case 'select':
      return { ...model, selected: change.time, follow: false };
    case 'follow':
      return change.on ? { ...model, follow: true, selected: newestOf(model)?.time ?? model.selected } : { ...model, follow: false };
    case 'toggle':
      return { ...model, toggles: { ...model.toggles, [change.name]: change.on } };
    case 'show-range':
      return { ...model, range: change.range };
    case 'resize-list':
      return { ...model, listHeight: change.height };
    case 'open-section':
      return { ...model, sections: { ...model.sections, [change.name]: change.open } };
    case 'filter':
      return withShown({ ...model, filter: { ...model.filter, ...change.filter } });
    case 'clear-filter':
      return withShown({ ...model, filter: noFilter });
    case 'sort':
      return withShown({ ...model, sort: change.sort });
    case 'light':
      return { ...model, lit: change.step };
    case 'pause':
      return { ...model, pausing: true };
    case 'show-backtest':
      return { ...model, backtest: model.backtests.find(({ created }) => created === change.created) ?? model.backtest };
    case 'compare-pair':
    case 'compare-group':
    case 'compare-search':
    case 'compare-select':
    case 'compare-range':
      return model.comparison === null ? model : { ...model, comparison: changeComparison(model.comparison, change) };
    case 'dismiss-notice':
      return { ...model, notice: null };
    case 'redraw':
      return model;
    default:
      return assertNever(change);
  }
}

function reduceMessage(model: Model, message: ToWebview): Model {
  switch (message.type) {
    case 'empty':
      return { ...withoutRun(model), empty: { sample: message.sample } };
    case 'series':
      return { ...withoutRun(model), series: message.series, gate: message.gate };
    case 'run':
      return takeRun(model, message);
    case 'records': {
      const isNext = message.from === model.records.length;
      const records = [...model.records.slice(0, message.from), ...message.records];
      const known = isNext ? addRecords(model.known, message.records) : addRecords([], records);
      const settled = new Set(message.records.map(({ time }) => Date.parse(time)));
      const asking = model.asking.filter((time) => !settled.has(time));
      return followNewest(withRows({ ...model, records, flips: isNext ? flipRates(records, message.records, model.flips) : flipRates(records), known, asking }));
    }
    case 'asking':
      return withRows({ ...model, asking: message.times });
    case 'budget':
      return { ...model, budget: message.budget };
    case 'comparison':
      return { ...model, comparison: message.comparison === null ? null : startComparison(message.comparison) };
    case 'backtests':
      return takeBacktests(model, message.backtests);
    case 'notice': {
      const { severity, message: text, hint, action } = message;
      return { ...model, notice: { severity, message: text, hint, action } };
    }
    default:
      return assertNever(message);
  }
}

/** A new backtest is shown, and where its newest trade came from; a backtest and a signal that the user chose stay. */
function takeBacktests(model: Model, backtests: readonly KeptBacktest[]): Model {
  const [newest = null] = backtests;
  if (newest === null || newest.created === model.backtests[0]?.created) {
    return { ...model, backtests, backtest: newest === null ? null : model.backtest };
  }
  const trade = newest.trades.at(-1);
  const time = trade === undefined ? null : signalTimeOf(trade, newest.timeframe);
  const isSignal = findRow(model.rows, time) >= 0;
  return { ...model, backtests, backtest: newest, selected: model.follow && isSignal ? time : model.selected };
}

/** Forgets the run shown, but neither the user's choices nor what was remembered of it, nor the runs compared. */
function withoutRun(model: Model): Model {
  return { ...initialModel(panelStateOf(model)), comparison: model.comparison };
}

function takeRun(model: Model, { folder, run, file, elsewhere = false }: Extract<ToWebview, { type: 'run' }>): Model {
  const next = { ...model, run, file: file ?? null, elsewhere, pausing: model.pausing && run.state === 'running' };
  if (folder !== model.folder) {
    return startRun(next, folder);
  }
  return isRunning(model) && !isRunning(next) ? followNewest(next) : next;
}

/** Takes up the run of a folder where the panel left it, if it did. */
function startRun(model: Model, folder: string): Model {
  const { remembered } = model;
  if (remembered?.folder !== folder) {
    return followNewest({ ...model, folder, filter: noFilter, sort: timeOrder });
  }
  const { selected, follow, range, filter, sort } = remembered;
  return followNewest(withShown({ ...model, folder, selected, follow, range, filter, sort }));
}

function withRows(model: Model): Model {
  const rows = withAsking(model.known, model.asking);
  return rows === model.rows ? model : withShown({ ...model, rows });
}

/** What the filter hides leaves the list and the chart. */
function withShown(model: Model): Model {
  const shown = filterRows(model.rows, model.filter);
  return { ...model, shown, listed: sortRows(shown, model.sort) };
}

function followNewest(model: Model): Model {
  return model.follow ? { ...model, selected: newestOf(model)?.time ?? null } : model;
}

/** While the run goes on what was answered or failed last, afterwards the newest signal; of those in the list. */
function newestOf(model: Model): Row | undefined {
  const last = model.records.findLast(({ outcome, repeat }) => outcome !== 'skipped' && repeat === 1);
  const row = isRunning(model) && last !== undefined ? model.shown[findRow(model.shown, Date.parse(last.time))] : undefined;
  return row ?? newestSignal(model.shown);
}
