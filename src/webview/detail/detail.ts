import type { QuestionRecord } from '../../core/run/record.ts';
import { element, hasFocus, span } from '../dom.ts';
import { formatCount, formatTime } from '../format.ts';
import { icon, type IconName } from '../icons.ts';
import { hasRun, isRunning, listedPosition, rowAfter, selectedCandle, selectedRow, type Model, type RunModel } from '../model.ts';
import type { Row } from '../rows.ts';
import { columnOf, findCandle } from '../candles.ts';
import { repeatsAt } from '../repeats.ts';
import { createRoving } from '../roving.ts';
import { kindShape } from '../shapes.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { kindWords } from '../words.ts';
import { answerPart, factsPart, levelsPart, reasoningPart } from './answer.ts';
import { candlePart } from './candle.ts';
import { consensusPart } from './consensus.ts';
import { createFoot } from './foot.ts';
import { noAnswerPart } from './noAnswer.ts';
import { createQuestionSections } from './question.ts';
import { repeatsPart } from './repeats.ts';
import { ownReasoning } from './votes.ts';

/** Everything about the selected question: what was answered and why, and all that was asked. */
export function createDetail(actions: Actions, step: (by: -1 | 1) => void, goToList: () => void): View & { readonly focus: () => void } {
  const previous = stepButton('Previous Signal', 'chevronLeft', () => step(-1));
  const next = stepButton('Next Signal', 'chevronRight', () => step(1));
  const position = span('detail-position muted');
  const steps = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Signals' }, previous, next);
  const title = element('h2', { class: 'detail-title' });
  const when = element('p', { class: 'detail-time muted' });
  const head = element('header', { class: 'detail-head' }, title, position, steps);
  const parts = element('div', { class: 'detail-parts' });
  const sections = createQuestionSections(actions);
  const nothing = element('p', { class: 'detail-nothing muted' });
  const content = element('div', { class: 'detail-content' }, head, when, parts, sections.element);
  const foot = createFoot(actions);
  const detail = element('section', { class: 'detail', 'data-region': 'detail', 'aria-label': 'Signal', tabindex: 0 }, content, nothing, foot.element);
  const roving = createRoving(steps);
  const changed = createGuard();

  const render = (model: Model): void => {
    const row = selectedRow(model);
    sections.render(model);
    foot.render(model);
    if (!hasRun(model) || !changed(row, model.selected, model.listed, model.filter.text, model.series, model.gate, model.run.state, model.run.prompt?.version)) {
      return;
    }
    const candle = selectedCandle(model);
    content.hidden = row === null && candle < 0;
    nothing.hidden = !content.hidden;
    nothing.textContent = model.rows.length === 0 ? 'There is no signal to read.' : 'Select a signal to read its reasoning.';
    previous.disabled = rowAfter(model, -1) === undefined;
    next.disabled = rowAfter(model, 1) === undefined;
    roving.update();
    if (row !== null) {
      const number = listedPosition(model, row.time);
      position.textContent = number < 0 ? 'hidden by the filter' : `${formatCount(number + 1)} of ${formatCount(model.listed.length)}`;
      showRow(model, row);
    } else if (candle >= 0) {
      position.textContent = '';
      showCandle(model, candle);
    }
  };

  const recordParts = (record: QuestionRecord, model: RunModel): readonly Node[] => {
    const { signal } = record;
    const words = signal === null ? noAnswerPart(record, actions, !isRunning(model)) : reasoningPart(ownReasoning(signal), record.warnings, model.filter.text);
    const votes = signal === null ? [] : consensusPart(signal);
    const known = record.cached ? [element('p', { class: 'detail-known muted' }, 'Already answered, $0.00.')] : [];
    const time = Date.parse(record.time);
    const repeats = model.flips.size === 0 && model.run.settings.repeats === 1 ? [] : repeatsPart(repeatsAt(model.records, time), model.flips.get(time), model.filter.text);
    return [...known, factsPart(record), ...levelsPart(record, model.series.priceDecimals), ...words, ...repeats, ...votes, ...answerPart(record, promptOf(model, record))];
  };

  const changedRow = createGuard();
  const showRow = (model: RunModel, row: Row): void => {
    if (!changedRow(row, isRunning(model), model.run.prompt?.version, model.filter.text, model.flips.get(row.time))) {
      return;
    }
    show(model, row.time, [kindShape(row.kind), kindWords[row.kind]], row.record === null ? [inFlightPart()] : recordParts(row.record, model));
    detail.dataset['outcome'] = row.record?.outcome ?? 'asking';
  };

  const changedCandle = createGuard();
  const showCandle = (model: RunModel, index: number): void => {
    const time = columnOf(model.series, 'time')[index]!;
    if (changedCandle(time, model.gate, isRunning(model)) || changedRow(null)) {
      show(model, time, ['Candle'], candlePart(model, index, actions));
      delete detail.dataset['outcome'];
    }
  };

  const show = (model: RunModel, selected: number, words: readonly (Node | string)[], content: readonly Node[]): void => {
    const time = new Date(selected).toISOString();
    const isOther = detail.dataset['time'] !== time;
    const hadFocus = hasFocus(parts);
    const candle = findCandle(model.series, selected);
    detail.dataset['time'] = time;
    title.replaceChildren(...words);
    when.textContent = `${formatTime(selected)} UTC${candle < 0 ? '' : `, candle ${formatCount(candle + 1)}`}`;
    parts.replaceChildren(...content);
    if (hadFocus) {
      detail.focus();
    }
    if (isOther) {
      detail.scrollTop = 0;
    }
  };

  detail.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      goToList();
    }
  });
  return { element: detail, render, focus: () => detail.focus() };
}

/** The version of the prompt that a record was asked with; a run that went on with another model has only the last one's. */
function promptOf({ run }: RunModel, { signal }: QuestionRecord): string | null {
  return signal?.provider === run.settings.provider && signal.model === run.settings.model ? (run.prompt?.version ?? null) : null;
}

function inFlightPart(): HTMLElement {
  return element('p', { class: 'reasoning muted' }, 'The question is in flight. Its answer appears here.');
}

function stepButton(label: string, name: IconName, act: () => void): HTMLButtonElement {
  const button = element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label }, icon(name));
  button.addEventListener('click', act);
  return button;
}
