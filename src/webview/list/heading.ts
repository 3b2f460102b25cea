import type { SortName } from '../../protocol/panelState.ts';
import { element, setAttributes, span } from '../dom.ts';
import { icon } from '../icons.ts';
import type { Model } from '../model.ts';
import { createRoving } from '../roving.ts';
import { sortAfter } from '../sort.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { columns } from './row.ts';

/** The names of the columns. A click on one sorts by it, a second click the other way round. */
export function createHeading(actions: Actions): View {
  const sorts: { readonly by: SortName; readonly cell: HTMLElement }[] = [];
  const cells = columns.map(({ name, heading, isNumber, sort }) => {
    const cell = element('span', { class: `cell cell-${name}${isNumber ? ' number' : ''}`, role: 'columnheader' });
    if (sort === null) {
      cell.append(heading);
    } else {
      const button = element('button', { type: 'button', class: 'sort', 'data-sort': sort }, heading, span('sort-arrow', icon('arrowUp')));
      button.addEventListener('click', () => actions.change({ type: 'sort', sort: sortAfter(actions.model().sort, sort) }));
      cell.append(button);
      sorts.push({ by: sort, cell });
    }
    return cell;
  });
  const heading = element('div', { class: 'list-heading', role: 'rowgroup' }, element('div', { class: 'heading-row', role: 'row', 'aria-rowindex': 1 }, ...cells));
  const roving = createRoving(heading);
  const changed = createGuard();

  const render = ({ sort }: Model): void => {
    if (changed(sort)) {
      for (const { by, cell } of sorts) {
        setAttributes(cell, { 'aria-sort': sort.by !== by ? 'none' : sort.descending ? 'descending' : 'ascending' });
      }
      roving.update();
    }
  };
  return { element: heading, render };
}
