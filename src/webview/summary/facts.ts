import { element, span } from '../dom.ts';
import { formatCount, formatDuration, formatRunCost, formatSignificant } from '../format.ts';
import { icon } from '../icons.ts';
import { kindCounts, type RunModel } from '../model.ts';
import type { Kind } from '../rows.ts';
import { kindShape } from '../shapes.ts';
import { candlesLookedAt } from '../why.ts';
import { answererOf, countWords } from '../words.ts';
import { noticesOf, type Notice } from './notices.ts';
import type { Progress } from './progress.ts';

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
    fact(formatCount(counts.buy + counts.sell + counts.hold), 'answered', 'narrow-hidden'),
  );
  const cost = group('cost', costOf(run.totals.usd), span('strong', formatDuration(run.totals.duration_ms)));
  return [...identity(model), funnel, kindFacts(counts), cost, ...noticeGroup(noticesOf(series, run))];
}

/** The facts while questions are being asked. */
export function runningFacts(model: RunModel, progress: Progress): readonly HTMLElement[] {
  const counts = kindCounts(model);
  const answered = group(
    'funnel',
    fact(formatCount(progress.done - counts.failed - counts.skipped), `of ${formatCount(progress.asked)} answered`),
    fact(formatCount(counts.asking), 'in flight', 'narrow-hidden'),
  );
  const pace = [
    ...(progress.rate === null ? [] : [fact(formatSignificant(progress.rate, 2), 'per second')]),
    ...(progress.timeLeftMs === null ? [] : [span('fact', 'about ', span('strong', formatDuration(Math.max(1000, progress.timeLeftMs))), ' left')]),
  ];
  const cost = group('cost', costOf(model.run.totals.usd), ...pace);
  const notices = noticesOf(model.series, model.run);
  return [...identity(model), answered, kindFacts(counts), cost, ...noticeGroup(notices)];
}

function identity({ series, run }: RunModel): readonly HTMLElement[] {
  // Where the notice is only an icon, the word moves here: a synthetic series is always called that.
  const synthetic = series.synthetic ? [span('muted medium-only', 'synthetic')] : [];
  return [
    element('h1', { class: 'group group-identity' }, span('strong', series.pair), span('muted', series.timeframe), ...synthetic),
    group('answerer', span('muted', answererOf(run.settings.provider, run.settings.model))),
    span('line-break'),
  ];
}

function kindFacts(counts: Readonly<Record<Kind, number>>): HTMLElement {
  const always: readonly Kind[] = ['buy', 'sell', 'hold'];
  const shown = [...always, ...(['failed', 'skipped'] as const).filter((kind) => counts[kind] > 0)];
  return group(
    'kinds',
    ...shown.map((kind) => element('span', { class: 'fact', 'data-count': kind }, kindShape(kind), ...words(formatCount(counts[kind]), countWords[kind], 'medium-hidden'))),
  );
}

/** Free is a word; a price keeps its label for readers that see no place. */
function costOf(usd: number | null): HTMLElement {
  return span('fact', ...(usd === null ? [span('muted tiny-hidden', 'cost ')] : []), span('strong', formatRunCost(usd)));
}

function noticeGroup(notices: readonly Notice[]): readonly HTMLElement[] {
  if (notices.length === 0) {
    return [];
  }
  const text = notices.map((notice) => notice.text).join(' · ');
  const level = notices.some((notice) => notice.level === 'warning') ? 'warning' : 'info';
  const shown = element('span', { class: `notice notice-${level}`, title: text }, icon(level), span('notice-text', text));
  return [group('notices', shown)];
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
