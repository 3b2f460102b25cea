import type { Backtest, Trade } from '../../core/backtest/backtest.ts';
import { element, span } from '../dom.ts';
import { formatChange, formatPrice, unknown } from '../format.ts';
import { icon } from '../icons.ts';
import { hasRun, type Model } from '../model.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { createBacktestField } from './backtestField.ts';
import { metricWords, notesOf, signalTimeOf } from './tradeWords.ts';

const titles = ['Opened, UTC', 'Closed, UTC', 'Side', 'Open', 'Close', 'Profit', 'Entered by', 'Left by'];

/**
 * What the run came to in Freqtrade: one line; opened, how that was made and its trades, of which each leads to its
 * signal. The newest of several backtests is shown until the user picks another.
 */
export function createTrades(actions: Actions): View {
  const line = element('summary', { class: 'trades-line' });
  const body = element('tbody');
  const head = element('tr', {}, ...titles.map((title) => element('th', { scope: 'col' }, title)));
  const table = element('table', { class: 'trades-table' }, element('thead', {}, head), body);
  const field = createBacktestField(actions);
  const notes = element('div');
  const aside = element('div', { class: 'trades-notes' }, field.element, notes);
  const section = element('details', { class: 'trades', 'data-region': 'trades', hidden: true }, line, element('div', { class: 'trades-body', tabindex: 0, role: 'region', 'aria-label': 'Trades' }, table, aside));
  const changed = createGuard();

  const render = (model: Model): void => {
    const { backtest } = model;
    section.hidden = backtest === null;
    field.render(model);
    if (backtest === null || !hasRun(model) || !changed(backtest, model.run.totals.answered)) {
      return;
    }
    const facts = metricWords(backtest).map(([word, value], at) => (at < 3 ? span('trades-fact', span('strong', value), ` ${word}`) : span('trades-fact', `${word} `, span('strong', value))));
    line.replaceChildren(icon('chevronRight'), span('muted', 'Backtest'), span('trades-name', backtest.strategy), ...facts);
    notes.replaceChildren(...notesOf(backtest, model.run.totals.answered).map((note) => element('p', {}, note)));
    body.replaceChildren(...backtest.trades.map((trade) => rowOf(trade, backtest, model.series.priceDecimals, (time) => actions.change({ type: 'select', time }))));
    table.hidden = backtest.trades.length === 0;
  };
  return { element: section, render };
}

function rowOf(trade: Trade, { timeframe }: Backtest, decimals: number, select: (time: number) => void): HTMLElement {
  const opened = element('button', { type: 'button', class: 'trades-open', title: 'Show its signal' }, minute(trade.opened));
  opened.addEventListener('click', () => select(signalTimeOf(trade, timeframe)));
  const texts = [minute(trade.closed), trade.side, formatPrice(trade.open_rate, decimals), formatPrice(trade.close_rate, decimals), formatChange(trade.profit_ratio * 100, 2), trade.enter_tag ?? unknown, trade.exit_reason ?? unknown];
  return element('tr', {}, element('td', {}, opened), ...texts.map((text) => element('td', {}, text)));
}

function minute(time: string): string {
  return time.slice(0, 16).replace('T', ' ');
}
