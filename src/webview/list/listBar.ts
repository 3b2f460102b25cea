import { element, span } from '../dom.ts';
import { formatCounted } from '../format.ts';
import { isFiltering } from '../filter.ts';
import { icon, type IconName } from '../icons.ts';
import { hasRun, isRunning, type Model } from '../model.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { createConfidenceField } from './confidenceField.ts';
import { createGateField } from './gateField.ts';
import { createOutcomeButtons } from './outcomeButtons.ts';
import { createSearchField } from './searchField.ts';
import { createSortMenu } from './sortMenu.ts';

/** The bar over the list, and how to get to its search from anywhere. */
export type ListBar = View & { readonly focusSearch: () => void };

/** Which rows there are and which of them are shown, and Follow newest while the run goes on. */
export function createListBar(actions: Actions): ListBar {
  const outcomes = createOutcomeButtons(actions);
  const confidence = createConfidenceField(actions);
  const gate = createGateField(actions);
  const search = createSearchField({ textOf: ({ filter }) => filter.text, search: (text) => actions.change({ type: 'filter', filter: { text } }) });
  const sort = createSortMenu(actions);
  const note = span('list-note muted');
  const checkbox = element('input', { type: 'checkbox' });
  const follow = element('label', { class: 'follow' }, checkbox, 'Follow newest');
  const extras = element('div', { class: 'list-extras' }, confidence.element, gate.element, search.element);
  const openExtras = (open: boolean): void => {
    bar.classList.toggle('extras-open', open);
    more.setAttribute('aria-expanded', String(open));
  };
  const more = barButton('More Filters', 'filter', () => openExtras(!bar.classList.contains('extras-open')));
  const find = barButton('Search in Reasoning', 'search', () => focusSearch());
  more.setAttribute('aria-expanded', 'false');
  const found = element('div', { class: 'visually-hidden', role: 'status' });
  const bar = element('div', { class: 'list-bar', 'data-region': 'list-bar' }, outcomes.element, note, follow, element('span', { class: 'list-more' }, sort.element, more, find), extras, found);
  checkbox.addEventListener('change', () => actions.change({ type: 'follow', on: checkbox.checked }));
  const changed = createGuard();

  const focusSearch = (): void => {
    openExtras(true);
    search.focus();
  };
  const render = (model: Model): void => {
    if (!hasRun(model) || !changed(model.rows, model.filter, model.sort, model.follow, model.run.state, model.run.waiting, model.elsewhere)) {
      return;
    }
    for (const part of [outcomes, confidence, gate, search, sort]) {
      part.render(model);
    }
    bar.classList.toggle('filtering', isFiltering(model.filter));
    note.textContent = model.rows.length > 0 ? '' : isRunning(model) || model.run.waiting !== null ? 'No answer has come yet.' : 'No candle passed the gates, so nothing was asked.';
    extras.hidden = model.rows.length === 0;
    found.textContent = isFiltering(model.filter) ? `${formatCounted(model.shown.length, 'signal matches', 'signals match')}.` : '';
    follow.hidden = !isRunning(model) || model.elsewhere;
    checkbox.checked = model.follow;
  };
  return { element: bar, render, focusSearch };
}

function barButton(label: string, name: IconName, act: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label }, icon(name));
  button.addEventListener('click', act);
  return button;
}
