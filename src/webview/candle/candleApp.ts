/**
 * The Candle Chart of one file: its candles and indicators over the list of its problems. Messages and the user's
 * deeds change one model, which is rendered at most once a frame.
 */
import type { CandleState, FromCandleChart, ToCandleChart } from '../../protocol/candleMessages.ts';
import { createChartView } from '../chart/chart.ts';
import { createChartBar } from '../chart/chartBar.ts';
import { element, span } from '../dom.ts';
import type { PortOf } from '../port.ts';
import { createCandleFailure } from './candleFailure.ts';
import { button, createCandleHead } from './candleHead.ts';
import { candleStateOf, chartModelOf, initialCandleModel, isWhole, reduceCandles, selectedProblem, type CandleChange, type Candles } from './candleModel.ts';
import { describeCount, describeRows } from './candleWords.ts';
import { createProblemList } from './problemList.ts';

/** Below this height of the page, in px, the RSI pane hides until it is asked for. */
const roomyHeight = 480;

/** Builds the page into an element; the returned function takes what the host says. */
export function createCandleApp(root: HTMLElement, port: PortOf<FromCandleChart, CandleState>): (message: ToCandleChart) => void {
  let model = initialCandleModel(port.getState());
  let remembered = model;
  let frame = 0;

  const change = (next: CandleChange): void => {
    model = reduceCandles(model, next);
    frame ||= requestAnimationFrame(render);
  };
  const select = (position: number): void => change({ type: 'select-problem', position });
  const step = (by: number): void => {
    const position = model.selected === null ? 0 : model.selected + by;
    if (model.candles?.problems[position] !== undefined) {
      select(position);
    }
  };
  const openAsText = (): void => {
    const line = selectedProblem(model)?.line ?? null;
    port.post(line === null ? { type: 'open-as-text' } : { type: 'open-as-text', line });
  };

  const page = element('main', { class: 'candles', 'data-phase': 'waiting' });
  const hasRoom = (): boolean => page.clientHeight >= roomyHeight;
  const chart = createChartView({ change }, { hasRoom, step, listed: 'problem' });
  const chartBar = createChartBar({ toggle: (name, on) => change({ type: 'toggle', name, on }), showRange: chart.showRange, hasRoom }, false);
  const head = createCandleHead(port.post);
  const failure = createCandleFailure(port.post);
  const list = createProblemList({ model: () => model, select, openAsText, showOnChart: () => chart.element.focus() });
  const count = span('strong');
  const rows = span('muted');
  const repair = button('Write Repaired Copy…', 'secondary', () => port.post({ type: 'write-repaired-copy' }));
  const bar = element('div', { class: 'list-bar', 'data-region': 'problems-bar' }, element('div', { class: 'list-counts' }, count, rows), repair);

  const renderCandles = (candles: Candles): void => {
    const chartModel = chartModelOf(model);
    head.render(candles);
    if (chartModel !== null) {
      chartBar.render(chartModel);
      chart.render(chartModel);
    }
    list.render(candles, model.selected);
    count.textContent = describeCount(candles.series.problems, candles.problems.length);
    rows.textContent = describeRows(candles);
    repair.hidden = candles.series.problems === 0;
  };
  const render = (): void => {
    frame = 0;
    page.dataset['phase'] = model.candles !== null ? 'ready' : model.failure !== null ? 'failure' : 'loading';
    page.dataset['whole'] = String(model.candles !== null && isWhole(model.candles));
    page.dataset['problems'] = String(model.candles?.problems.length ?? 0);
    failure.render(model);
    if (model.candles !== null) {
      renderCandles(model.candles);
    }
    if (model !== remembered) {
      remembered = model;
      port.setState(candleStateOf(model));
    }
  };

  page.append(
    head.element,
    failure.element,
    element('div', { class: 'chart-area' }, chartBar.element, chart.element),
    element('div', { class: 'list-area' }, bar, list.element),
  );
  page.addEventListener('keydown', (event) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.altKey && by !== undefined) {
      event.preventDefault();
      step(by);
    }
  });
  root.append(page);
  new ResizeObserver(() => change({ type: 'redraw' })).observe(page);
  return (message) => change({ type: 'message', message });
}
