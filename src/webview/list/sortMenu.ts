import { sortNames, type Sort, type SortName } from '../../protocol/panelState.ts';
import { element } from '../dom.ts';
import { icon } from '../icons.ts';
import type { Model } from '../model.ts';
import { sortAfter, timeOrder } from '../sort.ts';
import type { Actions, View } from '../view.ts';

const names = { time: 'Time', decision: 'Decision', confidence: 'Confidence', risk: 'Risk' } as const satisfies Record<SortName, string>;
const firsts = {
  time: { ascending: 'oldest first', descending: 'newest first' },
  decision: { ascending: 'buys first', descending: 'buys last' },
  confidence: { ascending: 'lowest first', descending: 'highest first' },
  risk: { ascending: 'lowest first', descending: 'highest first' },
} as const satisfies Record<SortName, { readonly ascending: string; readonly descending: string }>;

/** Every order the list can have, each column as a click on its name would sort it first. */
const orders: readonly Sort[] = sortNames.flatMap((by) => {
  const first = by === 'time' ? timeOrder : sortAfter(timeOrder, by);
  return [first, sortAfter(first, by)];
});

/** The order of the list, for a panel so narrow that the names of the columns, which sort it elsewhere, have no room. */
export function createSortMenu(actions: Actions): View {
  const options = orders.map((sort) => element('option', { value: valueOf(sort) }, `${names[sort.by]}, ${firsts[sort.by][directionOf(sort)]}`));
  const menu = element('select', { 'aria-label': 'Sort By' }, ...options);
  const field = element('span', { class: 'icon-button sort-menu', title: 'Sort By' }, icon('sort'), menu);
  menu.addEventListener('change', () => actions.change({ type: 'sort', sort: orders.find((sort) => valueOf(sort) === menu.value) ?? timeOrder }));
  const render = ({ sort }: Model): void => {
    menu.value = valueOf(sort);
    field.classList.toggle('sorted', valueOf(sort) !== valueOf(timeOrder));
  };
  return { element: field, render };
}

function valueOf(sort: Sort): string {
  return `${sort.by} ${directionOf(sort)}`;
}

function directionOf({ descending }: Sort): 'ascending' | 'descending' {
  return descending ? 'descending' : 'ascending';
}
