/**
 * The panel: messages and the user's deeds change one model, and each view renders it, at most once a frame.
 * In a report the same page shows recorded messages; there is no host then, and nothing that needs one is offered.
 */
import type { ToWebview } from '../protocol/messages.ts';
import type { ToggleName } from '../protocol/panelState.ts';
import { createBanner } from './banner.ts';
import { createChartView } from './chart/chart.ts';
import type { ChartModel } from './chart/chartModel.ts';
import { createChartBar } from './chart/chartBar.ts';
import { createComparePage, type ComparePage } from './compare/comparePage.ts';
import { createDetail } from './detail/detail.ts';
import { element, hasFocus } from './dom.ts';
import { createEmptyState } from './emptyState.ts';
import { createGateStrip } from './gateStrip.ts';
import { createList } from './list/list.ts';
import { createListBar } from './list/listBar.ts';
import { createNoMatch } from './list/noMatch.ts';
import { createSash } from './list/sash.ts';
import { createLiveRegion } from './liveRegion.ts';
import { hasRun, initialModel, panelStateOf, rowAfter } from './model.ts';
import type { Port } from './port.ts';
import { reduce, type Change } from './reduce.ts';
import { createSummaryBar } from './summary/summaryBar.ts';
import { createTrades } from './trades/trades.ts';
import type { Actions, View } from './view.ts';

/** Below this height of the panel, in px, the RSI pane hides until it is asked for. */
const roomyHeight = 560;

/** Builds the panel into an element; the returned function takes what the host says. */
export function createApp(root: HTMLElement, port: Port): (message: ToWebview) => void {
  let model = initialModel(port.getState());
  let frame = 0;
  let remembered = model;

  const change = (next: Change): void => {
    model = reduce(model, next);
    frame ||= requestAnimationFrame(render);
  };
  const actions: Actions = { model: () => model, change, post: port.post, isReadOnly: port.isReadOnly };
  const step = (by: -1 | 1): void => {
    const row = rowAfter(model, by);
    if (row !== undefined) {
      change({ type: 'select', time: row.time });
    }
  };

  const panel = element('main', { class: 'panel' });
  const hasRoom = (): boolean => root.clientHeight >= roomyHeight;
  let compare: ComparePage | undefined;
  const chart = createChartView(actions, { hasRoom, step, listed: 'signal' });
  const toggle = (name: ToggleName, on: boolean): void => change({ type: 'toggle', name, on });
  const chartBar = createChartBar({ toggle, showRange: chart.showRange, hasRoom }, true);
  const listBar = createListBar(actions);
  const list = createList(actions, () => detail.focus());
  const detail = createDetail(actions, step, () => list.focus());
  const chartArea = element('div', { class: 'chart-area' });
  const listArea = element('div', { class: 'list-area' });
  const areas = {
    top: [createSummaryBar(actions), createGateStrip(actions)],
    chart: [ofRun(chartBar), ofRun(chart)],
    sash: createSash(actions, panel),
    list: [listBar, list, createNoMatch(actions)],
  };
  const banner = createBanner(actions);
  const empty = createEmptyState(actions);
  const trades = createTrades(actions);
  const views: readonly View[] = [trades, banner, empty, ...areas.top, ...areas.chart, areas.sash, ...areas.list, detail, createLiveRegion(() => performance.now())];

  const render = (): void => {
    frame = 0;
    // A run arrives in several messages. To hide the panel between the first two would take the focus from where it is.
    if (model.series !== null && !hasRun(model)) {
      return;
    }
    panel.hidden = model.comparison !== null;
    panel.dataset['phase'] = hasRun(model) ? 'run' : model.empty === null ? 'waiting' : 'empty';
    // Most panels never compare, so that page and its chart are made for the first comparison.
    compare ??= model.comparison === null ? undefined : addComparePage();
    compare?.render(model);
    // What hides takes the focus along; the list that takes its place gets it.
    const isOther = hasRun(model) && hasFocus(empty.element);
    const isCompared = model.comparison !== null;
    const isTurned = isCompared !== (remembered.comparison !== null) && document.hasFocus();
    for (const view of model.comparison === null ? views : []) {
      view.render(model);
    }
    if (isOther || isTurned) {
      (isCompared ? compare : list)?.focus();
    }
    if (model !== remembered) {
      remembered = model;
      port.setState(panelStateOf(model));
    }
  };

  chartArea.append(...areas.chart.map((view) => view.element));
  listArea.append(...areas.list.map((view) => view.element));
  const [summary, gate] = areas.top.map((view) => view.element);
  gate!.append(trades.element);
  panel.append(summary!, banner.element, gate!, empty.element, chartArea, areas.sash.element, listArea, detail.element, views.at(-1)!.element);
  panel.addEventListener('keydown', (event) => {
    const isInListOrChart = list.element.contains(event.target as Node) || chart.element.contains(event.target as Node);
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
    if (event.altKey && isInListOrChart && by !== undefined) {
      event.preventDefault();
      step(by);
    }
  });
  document.addEventListener('keydown', (event) => {
    const bar = model.comparison !== null ? compare : hasRun(model) ? listBar : undefined;
    if (bar !== undefined && isFind(event)) {
      event.preventDefault();
      bar.focusSearch();
    }
  });
  const observer = new ResizeObserver(() => change({ type: 'redraw' }));
  const addComparePage = (): ComparePage => {
    const page = createComparePage(actions, { hasRoom });
    root.append(page.element);
    observer.observe(page.element);
    return page;
  };
  root.append(panel);
  observer.observe(panel);
  return (message) => change({ type: 'message', message });
}

/** Ctrl+F, or Command+F on a Mac. */
function isFind({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean {
  return key.toLowerCase() === 'f' && ctrlKey !== metaKey && !altKey && !shiftKey;
}

const noFlaws: ChartModel['flaws'] = [];
const noTrades: ChartModel['trades'] = [];

/** A view of the chart's model as a view of the panel: it shows runs. */
function ofRun({ element: shown, render }: { readonly element: HTMLElement; readonly render: (model: ChartModel) => void }): View {
  return { element: shown, render: (model) => hasRun(model) && render({ ...model, rows: model.shown, trades: model.backtest?.trades ?? noTrades, lanes: null, flaws: noFlaws }) };
}
