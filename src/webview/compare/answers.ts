import type { Repeats } from '../../core/run/repeats.ts';
import { answerCost } from '../detail/answerFacts.ts';
import { element, span } from '../dom.ts';
import { wordsOf } from '../filter.ts';
import { formatConfidence, formatDuration, formatPrice, formatShare } from '../format.ts';
import { highlight } from '../highlight.ts';
import type { Model } from '../model.ts';
import { kindShape, riskBars } from '../shapes.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { kindWords } from '../words.ts';
import { pairOf, type ComparisonModel } from './comparisonModel.ts';
import { letterBox } from './letter.ts';
import { kindOfAnswer } from './outcomes.ts';

/** What two runs answered about the selected candle, next to each other and unshortened. */
export function createAnswers(actions: Actions): View {
  const block = element('section', { class: 'answers', 'aria-label': 'Answers', 'data-region': 'answers' });
  const changed = createGuard();
  const render = ({ comparison }: Model): void => {
    const pair = comparison === null ? undefined : pairOf(comparison);
    if (comparison === null || pair === undefined || !changed(comparison.view, comparison.pair, comparison.selected, comparison.text)) {
      return;
    }
    const candle = comparison.rows.find(({ time }) => time === comparison.selected)?.candle;
    block.dataset['time'] = candle?.time ?? '';
    const cards = candle === undefined ? [element('p', { class: 'muted' }, 'Select a candle to read both reasonings.')] : [pair.first, pair.second].map((run) => card(comparison, run, candle.answers[run] ?? null, actions));
    block.replaceChildren(...cards);
  };
  return { element: block, render };
}

function card(model: ComparisonModel, run: number, answer: Repeats | null, actions: Actions): HTMLElement {
  const { letter } = model.view.runs[run]!;
  const kind = answer === null ? 'skipped' : kindOfAnswer(answer);
  const signal = answer?.record.signal ?? null;
  const sure = signal === null ? [] : [span('answer-sure', span('muted', 'confidence '), formatConfidence(signal.confidence)), span('answer-risk', riskBars(signal.risk_level), signal.risk_level.slice(0, 1).toUpperCase() + signal.risk_level.slice(1))];
  const head = element('header', { class: 'answer-head' }, letterBox(letter, run === 0), element('h2', { class: 'answer-title' }, kindShape(kind), kindWords[kind]), ...sure);
  const words = answer === null ? 'This run did not ask about this candle.' : (wordsOf(answer.record) ?? '');
  const reasoning = element('p', { class: signal === null ? 'reasoning muted' : 'reasoning' }, ...highlight(words, model.text));
  return element('article', { class: 'answer', 'aria-label': `Run ${letter}`, tabindex: 0 }, head, ...(answer === null ? [] : [subline(model, answer)]), reasoning, ...(answer === null || actions.isReadOnly ? [] : [links(model, run, answer, actions)]));
}

/** Who answered, how fast and for how much, and where the signal says to get out. */
function subline({ view }: ComparisonModel, { record, answered, flipRate }: Repeats): HTMLElement {
  const { signal } = record;
  const decimals = view.series.priceDecimals;
  const repeated = flipRate === undefined ? [] : [`flip rate ${formatShare(flipRate, 1)} of ${answered}`];
  const facts = [...(signal === null ? [] : [signal.model]), ...(record.cached ? ['already answered'] : record.latency_ms === null ? [] : [formatDuration(record.latency_ms)]), answerCost(record), ...repeated];
  const [stop, target] = [signal?.suggested_stop_loss, signal?.suggested_take_profit];
  const levels = stop === undefined && target === undefined ? [span('', signal === null ? '' : 'no stop, no target')] : [span('', 'stop ', span('answer-level', formatPrice(stop, decimals))), span('', ' target ', span('answer-level', formatPrice(target, decimals)))];
  return element('p', { class: 'answer-facts muted' }, span('', facts.join(', ')), span('answer-levels', ...levels));
}

function links({ view }: ComparisonModel, run: number, { record }: Repeats, actions: Actions): HTMLElement {
  const { folder } = view.runs[run]!;
  const link = (type: 'show-prompt' | 'show-reply', label: string): HTMLElement => {
    const button = element('button', { type: 'button', class: 'link', 'data-intent': type }, label);
    button.addEventListener('click', () => actions.post({ type, time: Date.parse(record.time), repeat: record.repeat, folder }));
    return button;
  };
  return element('div', { class: 'foot-links' }, link('show-prompt', 'Prompt'), ...(record.outcome === 'skipped' ? [] : [link('show-reply', record.outcome === 'failed' ? 'Error' : 'Reply')]));
}
