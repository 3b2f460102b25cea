import { element, setAttributes, span } from '../dom.ts';
import { formatConfidence, formatCount, formatCounted, formatTime, unknown } from '../format.ts';
import { createSearchField } from '../list/searchField.ts';
import { positionAfter, rowHeight, scrollTopFor, windowOf } from '../list/window.ts';
import type { Model } from '../model.ts';
import { createRoving } from '../roving.ts';
import { kindShape } from '../shapes.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { kindWords } from '../words.ts';
import { groupCounts, groupNames, pairOf, type ComparedRow, type ComparisonModel, type GroupName } from './comparisonModel.ts';
import { letterBox } from './letter.ts';
import { kindOfAnswer } from './outcomes.ts';

const groupWords = { differ: 'Differ', opposite: 'Opposite', agree: 'Agree', single: 'One answer' } as const satisfies Record<GroupName, string>;

/** The candles of one group, those about which the runs differ first, and a search in what was said of them. Only the rows in sight exist. */
export function createCompareList(actions: Actions): View & { readonly focus: () => void; readonly focusSearch: () => void } {
  const buttons = groupNames.map((name) => ({ name, ...groupButton(actions, name) }));
  const groups = element('div', { class: 'list-counts', role: 'toolbar', 'aria-label': 'Show' }, ...buttons.map((button) => button.element));
  const roving = createRoving(groups);
  const search = createSearchField({ textOf: ({ comparison }) => comparison?.text ?? '', search: (text) => actions.change({ type: 'compare-search', text }) });
  const found = element('div', { class: 'visually-hidden', role: 'status' });
  const body = element('div', { class: 'rows', role: 'rowgroup' });
  const letters = element('div', { class: 'compare-row compare-heading', role: 'row', 'aria-rowindex': 1 });
  const heading = element('div', { class: 'list-heading', role: 'rowgroup' }, letters);
  const grid = element('div', { class: 'list', role: 'grid', tabindex: 0, 'aria-label': 'Candles compared', 'data-region': 'compare-list' }, heading, body);
  const nothing = element('p', { class: 'compare-nothing muted' });
  const changed = createGuard();
  const changedSelection = createGuard();
  const changedRuns = createGuard();
  let current: ComparisonModel | null = null;

  const height = (): number => grid.clientHeight - heading.offsetHeight;
  const draw = (model: ComparisonModel): void => {
    const { first, end } = windowOf(grid.scrollTop, height(), model.listed.length);
    const rows = model.listed.slice(first, end).map((row, offset) => createRow(model, row, first + offset));
    body.replaceChildren(...rows);
    const isDrawn = model.listed.slice(first, end).some(({ time }) => time === model.selected);
    setAttributes(grid, { 'aria-activedescendant': isDrawn ? rowId(model.selected!) : undefined });
  };

  const render = (model: Model): void => {
    const { comparison } = model;
    current = comparison;
    if (comparison === null || !changed(comparison.listed, comparison.selected, grid.clientHeight)) {
      return;
    }
    search.render(model);
    found.textContent = comparison.text === '' ? '' : `${formatCounted(comparison.listed.length, 'candle matches', 'candles match')}.`;
    const counts = groupCounts(comparison);
    for (const { name, show } of buttons) {
      show(counts[name], name === comparison.group);
    }
    roving.update();
    if (changedRuns(comparison.view, comparison.pair)) {
      letters.replaceChildren(...headingCells(comparison));
    }
    grid.setAttribute('aria-rowcount', String(comparison.listed.length + 1));
    body.style.height = `${comparison.listed.length * rowHeight}px`;
    nothing.hidden = comparison.listed.length > 0;
    nothing.textContent = nothingWords(comparison);
    if (changedSelection(comparison.selected, comparison.listed)) {
      const position = comparison.listed.findIndex(({ time }) => time === comparison.selected);
      grid.scrollTop = position < 0 ? grid.scrollTop : scrollTopFor(position, grid.scrollTop, height());
    }
    draw(comparison);
  };

  const redraw = (): void => {
    if (current !== null) {
      draw(current);
    }
  };
  grid.addEventListener('scroll', redraw, { passive: true });
  grid.addEventListener('click', (event) => {
    const time = (event.target as HTMLElement).closest<HTMLElement>('[data-time]')?.dataset['time'];
    if (time !== undefined) {
      actions.change({ type: 'compare-select', time: Date.parse(time) });
    }
  });
  grid.addEventListener('keydown', (event) => {
    const { comparison } = actions.model();
    if (comparison === null || event.altKey || event.ctrlKey || event.metaKey) {
      return;
    }
    const position = comparison.listed.findIndex(({ time }) => time === comparison.selected);
    const row = comparison.listed[positionAfter(event.key, position, comparison.listed.length, height()) ?? -1];
    if (row !== undefined) {
      event.preventDefault();
      actions.change({ type: 'compare-select', time: row.time });
    }
  });
  return { element: element('div', { class: 'compare-list' }, element('div', { class: 'list-bar' }, groups, search.element, found), grid, nothing), render, focus: () => grid.focus(), focusSearch: search.focus };
}

function nothingWords({ group, text }: ComparisonModel): string {
  if (text !== '') {
    return 'No candle matches.';
  }
  return group === 'differ' ? 'No candle. The runs decided alike wherever both answered.' : 'No candle.';
}

function groupButton(actions: Actions, name: GroupName) {
  const count = span('');
  const button = element('button', { type: 'button', class: 'list-count', 'data-group': name }, `${groupWords[name]} `, count);
  button.addEventListener('click', () => actions.change({ type: 'compare-group', group: name }));
  return {
    element: button,
    show: (number: number, isPressed: boolean): void => {
      count.textContent = formatCount(number);
      button.setAttribute('aria-pressed', String(isPressed));
      button.hidden = number === 0 && name === 'single' && !isPressed;
    },
  };
}

function headingCells(model: ComparisonModel): readonly HTMLElement[] {
  const pair = pairOf(model);
  const runs = pair === undefined ? [] : [pair.first, pair.second];
  return [
    element('span', { class: 'cell cell-time', role: 'columnheader' }, 'Time, UTC'),
    ...runs.flatMap((run) => [
      element('span', { class: 'cell', role: 'columnheader' }, letterBox(model.view.runs[run]!.letter, run === 0)),
      element('span', { class: 'cell', role: 'columnheader' }, span('visually-hidden', `${model.view.runs[run]!.letter} confidence`)),
    ]),
  ];
}

function createRow(model: ComparisonModel, { time, candle }: ComparedRow, position: number): HTMLElement {
  const pair = pairOf(model);
  const runs = pair === undefined ? [] : [pair.first, pair.second];
  const cells = runs.flatMap((run) => {
    const answer = candle.answers[run] ?? null;
    const kind = answer === null ? 'skipped' : kindOfAnswer(answer);
    return [
      element('span', { class: 'cell cell-decision', role: 'gridcell' }, kindShape(kind), kindWords[kind]),
      element('span', { class: 'cell number muted', role: 'gridcell' }, answer === null ? unknown : formatConfidence(answer.record.signal?.confidence)),
    ];
  });
  const row = element(
    'div',
    { class: 'row compare-row', role: 'row', id: rowId(time), 'aria-rowindex': position + 2, 'aria-selected': time === model.selected ? 'true' : 'false', 'data-time': new Date(time).toISOString() },
    element('span', { class: 'cell cell-time', role: 'gridcell' }, formatTime(time)),
    ...cells,
  );
  row.style.top = `${position * rowHeight}px`;
  return row;
}

function rowId(time: number): string {
  return `compared-${time}`;
}
