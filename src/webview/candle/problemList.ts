import { element, setAttributes } from '../dom.ts';
import { positionAfter, rowHeight, scrollTopFor, windowOf } from '../list/window.ts';
import type { Candles, CandleModel } from './candleModel.ts';
import { createProblemRow, problemColumns, problemRowId } from './problemRow.ts';

/** What the list asks of the page. */
export type ProblemListActions = {
  readonly model: () => CandleModel;
  readonly select: (position: number) => void;
  /** Goes to the selected problem on the chart. */
  readonly showOnChart: () => void;
  /** Opens the line of the selected problem in the text editor. */
  readonly openAsText: () => void;
};

/** The problems as a grid. Only the rows in sight exist; the rest is height. */
export function createProblemList(actions: ProblemListActions): { readonly element: HTMLElement; readonly render: (candles: Candles, selected: number | null) => void } {
  const body = element('div', { class: 'rows', role: 'rowgroup' });
  const cells = problemColumns.map(({ name, heading, isNumber }) => element('span', { class: `cell cell-${name}${isNumber ? ' number' : ''}`, role: 'columnheader' }, heading));
  const heading = element('div', { class: 'list-heading', role: 'rowgroup' }, element('div', { class: 'heading-row', role: 'row', 'aria-rowindex': 1 }, ...cells));
  const grid = element('div', { class: 'list', role: 'grid', tabindex: 0, 'aria-label': 'Problems', 'data-region': 'problems' }, heading, body);
  const drawn = new Map<number, HTMLElement>();
  let shown: Candles | null = null;
  let shownSelection: number | null = null;
  let selection: number | null = null;

  const height = (): number => grid.clientHeight - heading.offsetHeight;

  const draw = (): void => {
    if (shown === null) {
      return;
    }
    const { problems } = shown;
    const { first, end } = windowOf(grid.scrollTop, height(), problems.length);
    // The selected row always exists, so that a screen reader can be told which it is.
    const wanted = new Set(Array.from({ length: end - first }, (_, offset) => first + offset)).add(selection ?? first);
    for (const [position, row] of drawn) {
      if (!wanted.has(position)) {
        row.remove();
        drawn.delete(position);
      }
    }
    for (const position of [...wanted].filter((candidate) => candidate < problems.length).sort((a, b) => a - b)) {
      const row = drawn.get(position) ?? createProblemRow(problems[position]!, position);
      row.style.top = `${position * rowHeight}px`;
      row.setAttribute('aria-selected', String(position === selection));
      if (!drawn.has(position)) {
        drawn.set(position, row);
        body.append(row);
      }
    }
    setAttributes(grid, { 'aria-activedescendant': selection === null ? undefined : problemRowId(selection) });
  };

  const render = (candles: Candles, selected: number | null): void => {
    if (shown !== candles) {
      shown = candles;
      shownSelection = null;
      body.replaceChildren();
      drawn.clear();
      setAttributes(grid, { 'aria-rowcount': candles.problems.length + 1, hidden: candles.problems.length === 0 });
      body.style.height = `${candles.problems.length * rowHeight}px`;
    }
    selection = selected;
    if (selected !== null && selected !== shownSelection) {
      grid.scrollTop = scrollTopFor(selected, grid.scrollTop, height());
      shownSelection = selected;
    }
    draw();
  };

  grid.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(grid);
  const positionOf = (event: Event): number | undefined => {
    const position = (event.target as HTMLElement).closest<HTMLElement>('.row')?.dataset['position'];
    return position === undefined ? undefined : Number(position);
  };
  grid.addEventListener('click', (event) => {
    const position = positionOf(event);
    if (position !== undefined) {
      actions.select(position);
    }
  });
  grid.addEventListener('dblclick', (event) => positionOf(event) !== undefined && actions.openAsText());
  grid.addEventListener('keydown', (event) => {
    const { candles, selected } = actions.model();
    if (event.key === 'Enter') {
      event.preventDefault();
      (event.ctrlKey || event.metaKey ? actions.openAsText : actions.showOnChart)();
      return;
    }
    if (event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const position = positionAfter(event.key, selected ?? -1, candles?.problems.length ?? 0, height());
    if (position !== undefined) {
      event.preventDefault();
      actions.select(position);
    }
  });
  return { element: grid, render };
}
