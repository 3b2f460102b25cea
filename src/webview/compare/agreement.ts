import { decisions, type Decision } from '../../core/signal/signal.ts';
import { percentAgreed, type ComparedPair } from '../../core/run/compare.ts';
import { element, hasFocus, span } from '../dom.ts';
import { formatCount, unknown } from '../format.ts';
import type { Model } from '../model.ts';
import { createRoving } from '../roving.ts';
import { kindOfDecision } from '../rows.ts';
import { kindShape } from '../shapes.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { kindWords } from '../words.ts';
import { pairOf, type ComparisonModel } from './comparisonModel.ts';
import { leftOut } from './leftOut.ts';

/** How often two runs decided alike, and what one decided where the other decided what. */
export function createAgreement(actions: Actions): View {
  const title = element('h2', { class: 'agreement-title' });
  const of = span('muted');
  const pairs = element('div', { class: 'pair-buttons', role: 'toolbar', 'aria-label': 'Runs of the table' });
  const table = element('table', { class: 'agreement-table' });
  const notes = element('p', { class: 'agreement-notes muted' });
  const roving = createRoving(pairs);
  const block = element('div', { class: 'agreement', 'data-region': 'agreement' }, element('div', { class: 'agreement-head' }, title, of), pairs, table, notes);
  const changed = createGuard();

  const render = ({ comparison }: Model): void => {
    const pair = comparison === null ? undefined : pairOf(comparison);
    if (comparison === null || pair === undefined || !changed(comparison.view, comparison.pair)) {
      return;
    }
    const [first, second] = lettersOf(comparison, pair);
    title.textContent = pair.share === null ? unknown : `${percentAgreed(pair.share)}% agree`;
    of.textContent = pair.answered === 0 ? 'No candle was answered by both.' : `${formatCount(pair.agreed)} of ${formatCount(pair.answered)} answered by both`;
    pairs.hidden = comparison.comparison.pairs.length < 2;
    const hadFocus = hasFocus(pairs);
    const buttons = comparison.comparison.pairs.map((other, position) => pairButton(actions, comparison, other, position));
    pairs.replaceChildren(...buttons);
    roving.update();
    if (hadFocus) {
      buttons[comparison.pair]?.focus();
    }
    table.replaceChildren(...tableParts(pair, first, second));
    notes.textContent = [`Rows are ${first}, columns are ${second}.`, ...leftOut(pair, first, second), ...comparison.comparison.notes].join(' ');
  };
  return { element: block, render };
}

function lettersOf({ view }: ComparisonModel, { first, second }: ComparedPair): readonly [string, string] {
  return [view.runs[first]!.letter, view.runs[second]!.letter];
}

function pairButton(actions: Actions, model: ComparisonModel, pair: ComparedPair, position: number): HTMLElement {
  const button = element('button', { type: 'button', class: 'list-count', 'aria-pressed': String(position === model.pair), tabindex: position === model.pair ? 0 : -1 }, lettersOf(model, pair).join(' and '));
  button.addEventListener('click', () => actions.change({ type: 'compare-pair', pair: position }));
  return button;
}

function tableParts({ confusion }: ComparedPair, first: string, second: string): readonly HTMLElement[] {
  const head = element('tr', {}, element('td', {}), ...decisions.map((decision) => element('th', { scope: 'col' }, ...named(decision, second))), element('th', { scope: 'col' }, 'Sum'));
  const rows = decisions.map((decision) => {
    const counts = decisions.map((other) => element('td', { class: decision === other ? 'agrees' : 'differs' }, formatCount(confusion[decision][other])));
    const sum = decisions.reduce((total, other) => total + confusion[decision][other], 0);
    return element('tr', {}, element('th', { scope: 'row' }, ...named(decision, first)), ...counts, element('td', { class: 'muted' }, formatCount(sum)));
  });
  return [element('thead', {}, head), element('tbody', {}, ...rows)];
}

function named(decision: Decision, letter: string): readonly Node[] {
  const kind = kindOfDecision[decision];
  return [span('visually-hidden', `${letter} `), span('named', kindShape(kind), kindWords[kind])];
}
