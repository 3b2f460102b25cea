import { element, setAttributes } from '../dom.ts';
import { hasRun, type Model, type RunModel } from '../model.ts';
import { findRow, type Row } from '../rows.ts';
import { priceOf } from '../candles.ts';
import type { Actions, View } from '../view.ts';
import { columns, createRow, rowId } from './row.ts';
import { positionAfter, rowHeight, scrollTopFor, windowOf } from './window.ts';

/** The questions as a grid. Only the rows in sight exist; the rest is height. */
export function createList(actions: Actions, goToDetail: () => void): View & { readonly focus: () => void } {
  const body = element('div', { class: 'rows', role: 'rowgroup' });
  const heading = createHeading();
  const grid = element('div', { class: 'list', role: 'grid', tabindex: 0, 'aria-label': 'Signals', 'data-region': 'list' }, heading, body);
  const drawn = new Map<number, { readonly row: Row; readonly element: HTMLElement }>();
  let current: RunModel | undefined;
  let shownSelection: number | null = null;
  let shownColumns: unknown;

  /** What the heading, which stays at the top, leaves for rows; in a narrow panel it takes no room. */
  const height = (): number => grid.clientHeight - (getComputedStyle(heading).position === 'sticky' ? heading.offsetHeight : 0);

  const draw = (model: RunModel): void => {
    const { rows, selected } = model;
    const { first, end } = windowOf(grid.scrollTop, height(), rows.length);
    const position = findRow(rows, selected);
    // The selected row always exists, so that a screen reader can be told which it is.
    const positions = Array.from({ length: end - first }, (_, offset) => first + offset);
    const isAside = position >= 0 && (position < first || position >= end);
    const wanted = !isAside ? positions : position < first ? [position, ...positions] : [...positions, position];
    const times = new Set(wanted.map((wantedPosition) => rows[wantedPosition]!.time));
    for (const [time, entry] of drawn) {
      if (!times.has(time)) {
        entry.element.remove();
        drawn.delete(time);
      }
    }
    wanted.forEach((wantedPosition, order) => {
      const placed = place(model, rows[wantedPosition]!, wantedPosition, wantedPosition === position);
      if (body.children[order] !== placed) {
        body.insertBefore(placed, body.children[order] ?? null);
      }
    });
    setAttributes(grid, { 'aria-activedescendant': position >= 0 ? rowId(selected!) : undefined });
  };

  const place = (model: RunModel, row: Row, position: number, isSelected: boolean): HTMLElement => {
    let entry = drawn.get(row.time);
    if (entry?.row !== row) {
      entry?.element.remove();
      entry = { row, element: createRow(row, priceOf(model.series, row), model.series.priceDecimals) };
      drawn.set(row.time, entry);
    }
    entry.element.style.top = `${position * rowHeight}px`;
    setAttributes(entry.element, { 'aria-rowindex': position + 2, 'aria-selected': isSelected ? 'true' : 'false' });
    return entry.element;
  };

  const render = (model: Model): void => {
    if (!hasRun(model)) {
      return;
    }
    if (shownColumns !== model.series) {
      body.replaceChildren();
      drawn.clear();
      shownSelection = null;
      shownColumns = model.series;
    }
    current = model;
    grid.setAttribute('aria-rowcount', String(model.rows.length + 1));
    body.style.height = `${model.rows.length * rowHeight}px`;
    const position = findRow(model.rows, model.selected);
    if (model.selected !== shownSelection && position >= 0) {
      grid.scrollTop = scrollTopFor(position, grid.scrollTop, height());
      shownSelection = model.selected;
    }
    draw(model);
  };

  const redraw = (): void => {
    if (current !== undefined) {
      draw(current);
    }
  };
  grid.addEventListener('scroll', redraw, { passive: true });
  new ResizeObserver(redraw).observe(grid);
  grid.addEventListener('click', (event) => {
    const time = (event.target as HTMLElement).closest<HTMLElement>('.row')?.dataset['time'];
    if (time !== undefined) {
      actions.change({ type: 'select', time: Date.parse(time) });
    }
  });
  grid.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const { rows, selected } = actions.model();
    if (event.key === 'Enter') {
      event.preventDefault();
      goToDetail();
      return;
    }
    const position = positionAfter(event.key, findRow(rows, selected), rows.length, height());
    const row = position === undefined ? undefined : rows[position];
    if (row !== undefined) {
      event.preventDefault();
      actions.change({ type: 'select', time: row.time });
    }
  });
  return { element: grid, render, focus: () => grid.focus() };
}

function createHeading(): HTMLElement {
  const cells = columns.map(({ name, heading: text, isNumber }) =>
    element('span', { class: `cell cell-${name}${isNumber ? ' number' : ''}`, role: 'columnheader' }, text),
  );
  return element('div', { class: 'list-heading', role: 'rowgroup' }, element('div', { class: 'heading-row', role: 'row', 'aria-rowindex': 1 }, ...cells));
}
