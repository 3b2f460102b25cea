import { element, span } from '../dom.ts';
import { formatCount, formatDuration, formatRate, formatTimeLeft } from '../format.ts';
import { icon } from '../icons.ts';
import { kindCounts, type RunModel } from '../model.ts';
import type { Kind } from '../rows.ts';
import { kindShape } from '../shapes.ts';
import { candlesLookedAt } from '../why.ts';
import { answererOf, countWords } from '../words.ts';
import { budgetBar, costFact } from './cost.ts';
import { noticesOf } from './notices.ts';
import type { Progress } from './progress.ts';

type Counts = Readonly<Record<Kind, number>>;

/** The facts of the summary bar as groups, each told apart from the next by a hairline. */
export function runFacts(model: RunModel): readonly HTMLElement[] {
  const { gate, run, series } = model;
  const counts = kindCounts(model);
  const funnel = group(
    'funnel',
    fact(formatCount(candlesLookedAt(gate, series.filled)), 'candles', 'narrow-hidden'),
    icon('chevronRight'),
    fact(formatCount(gate.asked), 'asked'),
    icon('chevronRight'),
    fact(formatCount(answeredOf(counts)), 'answered', 'narrow-hidden'),
  );
  const cost = group('cost', costFact(run.totals, null, false), span('strong', formatDuration(run.totals.duration_ms)));
  return [...identity(model), funnel, kindFacts(counts, ['failed', 'skipped', 'waiting'], 'medium-hidden'), cost, ...noticeGroup(noticesOf(series, run))];
}

/** The facts while questions are being asked. */
export function runningFacts(model: RunModel, progress: Progress): readonly HTMLElement[] {
  const { run, budget } = model;
  const counts = kindCounts(model);
  const answered = group(
    'funnel',
    fact(formatCount(answeredOf(counts)), `of ${formatCount(progress.asked)} answered`),
    span('fact narrow-gone', ...words(formatCount(counts.asking), countWords.asking, '')),
  );
  const pace = [
    ...(progress.rate === null ? [] : [fact(...formatRate(progress.rate))]),
    ...(progress.timeLeftMs === null ? [] : [span('fact', span('muted', 'about '), span('strong', formatTimeLeft(progress.timeLeftMs)), span('muted', ' left'))]),
  ];
  const bar = budget === null || run.totals.usd === null ? [] : [budgetBar(budget)];
  const cost = group('cost', costFact(run.totals, budget, true), ...bar);
  return [...identity(model), answered, kindFacts(counts, ['failed'], 'visually-hidden'), cost, ...(pace.length === 0 ? [] : [group('pace', ...pace)]), ...noticeGroup(noticesOf(model.series, run))];
}

/** The facts of a run that was paused or stopped: what it still has to ask stands beside what it answered. */
export function haltedFacts(model: RunModel): readonly HTMLElement[] {
  const { gate, run, series, budget } = model;
  const known = kindCounts(model);
  // What a pause by hand or an interruption left has no record.
  const counts = { ...known, waiting: known.waiting + Math.max(0, gate.asked - model.rows.length) };
  const funnel = group(
    'funnel',
    fact(formatCount(gate.asked), 'to ask'),
    icon('chevronRight'),
    fact(formatCount(answeredOf(counts)), 'answered', 'narrow-hidden'),
    ...countFacts(counts, someOf(counts, ['failed', 'skipped', 'waiting']), 'medium-hidden'),
  );
  const after = run.waiting === null ? span('fact', span('muted', `${run.state} after `), span('strong', formatDuration(run.totals.duration_ms))) : span('fact', span('muted', 'waits for a batch'));
  // What waits for a batch is paid for when that is home.
  const cost = group('cost', ...(run.waiting !== null && run.totals.usd === 0 ? [] : [costFact(run.totals, budget, false)]), after);
  return [...identity(model), funnel, kindFacts(counts, [], 'medium-hidden'), cost, ...noticeGroup(noticesOf(series, run))];
}

function answeredOf({ buy, sell, hold }: Counts): number {
  return buy + sell + hold;
}

function identity({ series, run, file }: RunModel): readonly HTMLElement[] {
  const answerer = answererOf(run.settings.provider, run.settings.model);
  // A synthetic series is always called that.
  const synthetic = series.synthetic ? [span('muted', 'synthetic')] : [];
  return [
    element('h1', { class: 'group group-identity' }, span('strong', series.pair), span('muted', series.timeframe), ...synthetic),
    ...(file === null ? [] : [group('file', span('muted', `file ${formatCount(file.number)} of ${formatCount(file.of)}`))]),
    group('answerer', element('span', { class: 'answerer muted', title: answerer }, answerer)),
    span('line-break'),
  ];
}

/** How many signals there are of each decision, then those of the other kinds that there are any of. */
function kindFacts(counts: Counts, others: readonly Kind[], wordClass: string): HTMLElement {
  return group('kinds', ...countFacts(counts, ['buy', 'sell', 'hold', ...someOf(counts, others)], wordClass));
}

function someOf(counts: Counts, kinds: readonly Kind[]): readonly Kind[] {
  return kinds.filter((kind) => counts[kind] > 0);
}

function countFacts(counts: Counts, kinds: readonly Kind[], wordClass: string): readonly HTMLElement[] {
  return kinds.map((kind) => element('span', { class: 'fact', 'data-count': kind }, kindShape(kind), ...words(formatCount(counts[kind]), countWords[kind], wordClass)));
}

function noticeGroup(notices: readonly string[]): readonly HTMLElement[] {
  if (notices.length === 0) {
    return [];
  }
  const text = notices.join(' · ');
  return [group('notices', element('span', { class: 'notice', title: text }, icon('info'), span('notice-text', text)))];
}

function group(name: string, ...children: readonly Node[]): HTMLElement {
  return element('span', { class: `group group-${name}` }, ...children);
}

function fact(count: string, word: string, wordClass = ''): HTMLElement {
  return span('fact', ...words(count, word, wordClass));
}

function words(count: string, word: string, wordClass: string): readonly Node[] {
  return [span('strong', count), span(`label ${wordClass}`, ` ${word}`)];
}
