import type { Question } from '../../core/signal/question.ts';
import { element } from '../dom.ts';
import { columnOf, findCandle } from '../candles.ts';
import { formatPrice, formatTimeOfDay, formatVolume, unknown } from '../format.ts';
import { icon } from '../icons.ts';
import { hasRun, selectedRow, type RunModel, type Model } from '../model.ts';
import type { Row } from '../rows.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { recentCandles, wireValues } from './wireValues.ts';

type SectionName = 'indicators' | 'candles';

/** All that the question contained, in two sections that can be closed. */
export function createQuestionSections(actions: Actions): View {
  const indicators = section(actions, 'indicators');
  const candles = section(actions, 'candles');
  const sections = element('div', { class: 'question' }, indicators.element, candles.element);
  const changed = createGuard();

  const render = (model: Model): void => {
    indicators.element.open = model.sections.indicators;
    candles.element.open = model.sections.candles;
    const row = selectedRow(model);
    if (!hasRun(model) || !changed(row, model.series)) {
      return;
    }
    const question = row?.record?.question;
    sections.hidden = question === undefined;
    if (row !== null && question !== undefined) {
      indicators.show('Question: indicators', valueList(question, model.series.priceDecimals));
      const count = recentCandles(question).length;
      candles.element.hidden = count === 0;
      candles.show(count === 1 ? 'Question: last candle' : `Question: last ${count} candles`, candleTable(model, row, question));
    }
  };
  return { element: sections, render };
}

function section(actions: Actions, name: SectionName) {
  const title = element('span');
  const body = element('div', { class: 'section-body' });
  const details = element('details', { class: 'section', 'data-section': name }, element('summary', {}, icon('chevronRight'), title), body);
  details.addEventListener('toggle', () => actions.change({ type: 'open-section', name, open: details.open }));
  return {
    element: details,
    show: (heading: string, content: Node): void => {
      title.textContent = heading;
      body.replaceChildren(content);
    },
  };
}

function valueList(question: Question, decimals: number): HTMLElement {
  const pairs = wireValues(question, decimals).map(({ name, text }) =>
    element('div', {}, element('dt', {}, element('code', {}, name)), element('dd', {}, text)),
  );
  return element('dl', { class: 'pairs' }, ...pairs);
}

/** The question carries no times, so they come from the series, where the candles end with the one asked about. */
function candleTable(model: RunModel, row: Row, question: Question): HTMLElement {
  const decimals = model.series.priceDecimals;
  const candles = recentCandles(question);
  const times = columnOf(model.series, 'time');
  const last = findCandle(model.series, row.time);
  const rows = candles.map((candle, position) => {
    const time = last < 0 ? undefined : times[last - (candles.length - 1 - position)];
    const prices = [candle.open, candle.high, candle.low, candle.close].map((price) => formatPrice(price, decimals));
    const cells = [time === undefined ? unknown : formatTimeOfDay(time), ...prices, formatVolume(candle.volume)];
    return element('tr', {}, ...cells.map((text) => element('td', {}, text)));
  });
  const headings = ['Time', 'Open', 'High', 'Low', 'Close', 'Volume'].map((text) => element('th', { scope: 'col' }, text));
  return element('table', { class: 'candle-table' }, element('thead', {}, element('tr', {}, ...headings)), element('tbody', {}, ...rows));
}
