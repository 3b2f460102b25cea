import type { QuestionRecord } from '../../core/run/record.ts';
import { element, span } from '../dom.ts';
import { formatAnswerCost, formatChange, formatConfidence, formatCount, formatDuration, formatPrice, formatRatio, unknown } from '../format.ts';
import { levelsOf, type Levels } from '../levels.ts';
import { riskBars } from '../shapes.ts';
import { answererOf, withPeriod } from '../words.ts';

/** Confidence, risk, and reward to risk. */
export function factsPart(record: QuestionRecord): HTMLElement {
  const { signal } = record;
  const levels = signal === null ? null : levelsOf(signal, record.price);
  const risk = signal === null ? [unknown] : [riskBars(signal.risk_level), signal.risk_level.slice(0, 1).toUpperCase() + signal.risk_level.slice(1)];
  const last = signal === null ? fact('Cost', costText(record)) : fact('Reward to risk', formatRatio(levels?.rewardToRisk));
  return element('dl', { class: 'facts-grid' }, fact('Confidence', formatConfidence(signal?.confidence)), fact('Risk', ...risk), last);
}

/** Stop, price and target on one line to scale; nothing when the signal names neither stop nor target. */
export function levelsPart(record: QuestionRecord, decimals: number): readonly Node[] {
  const levels = record.signal === null ? null : levelsOf(record.signal, record.price);
  if (levels === null) {
    return [];
  }
  const words = element(
    'div',
    { class: 'level-words' },
    span('', ...levelWords('Stop', levels.stop, levels.stopChange, decimals)),
    span('level-entry', span('visually-hidden', 'Price '), formatPrice(levels.entry, decimals)),
    span('', ...levelWords('Target', levels.target, levels.targetChange, decimals)),
  );
  return [element('div', { class: 'levels' }, ...levelBar(levels), words)];
}

/** The reasoning as it was written, or what happened instead. */
export function reasoningPart(record: QuestionRecord): readonly Node[] {
  const warnings = record.warnings.map((warning) => element('li', {}, warning));
  const corrected = warnings.length === 0 ? [] : [heading('Corrected'), element('ul', { class: 'warnings' }, ...warnings)];
  if (record.signal !== null) {
    return [heading('Reasoning'), element('p', { class: 'reasoning' }, record.signal.reasoning), ...corrected];
  }
  const question = record.outcome === 'skipped' ? 'Why' : 'What happened';
  const message = record.error === null ? 'Nothing more is known.' : withPeriod(record.error.message);
  const code = record.error === null ? [] : [element('code', {}, record.error.code)];
  const consequence = record.outcome === 'skipped' ? 'The question was not sent.' : 'A failed question is not a hold.';
  return [heading(question), element('p', { class: 'reasoning' }, message), element('p', { class: 'reasoning muted' }, ...code, code.length > 0 ? ' · ' : '', consequence), ...corrected];
}

/** Who answered, how fast and for how much. */
export function answerPart(record: QuestionRecord): readonly Node[] {
  const { signal, usage } = record;
  if (signal === null) {
    return [];
  }
  const isRules = signal.provider === 'rules';
  const pairs = [
    pair('Provider', isRules ? answererOf(signal.provider, signal.model).toLowerCase() : signal.provider),
    pair('Latency', record.cached ? 'already answered' : formatDuration(record.latency_ms)),
    pair('Model', signal.model),
    pair('Tokens', usage === null ? unknown : `${formatCount(usage.input)} in, ${formatCount(usage.output)} out`),
    pair('Gate', record.gates.join(' and ')),
    pair('Cost', costText(record)),
  ];
  return [heading('Answer'), element('dl', { class: 'pairs' }, ...pairs)];
}

function costText(record: QuestionRecord): string {
  if (record.cached) {
    return '$0.00';
  }
  return record.outcome === 'answered' ? formatAnswerCost(record.usd) : record.usd === null ? unknown : formatAnswerCost(record.usd);
}

function levelBar({ riskShare }: Levels): readonly Node[] {
  if (riskShare === null) {
    return [];
  }
  const risk = span('level-risk');
  const reward = span('level-reward');
  risk.style.flexGrow = String(riskShare);
  reward.style.flexGrow = String(1 - riskShare);
  return [element('div', { class: 'level-bar', 'aria-hidden': 'true' }, risk, reward)];
}

function levelWords(word: string, level: number | null, change: number | null, decimals: number): readonly Node[] {
  return [span('muted', `${word} `), span('', formatPrice(level, decimals)), ...(level === null ? [] : [span('muted', ` ${formatChange(change)}`)])];
}

function heading(text: string): HTMLElement {
  return element('h3', { class: 'heading' }, text);
}

function fact(name: string, ...value: readonly (Node | string)[]): HTMLElement {
  return element('div', {}, element('dt', {}, name), element('dd', {}, ...value));
}

function pair(name: string, value: string): HTMLElement {
  return element('div', {}, element('dt', {}, name), element('dd', {}, value));
}
