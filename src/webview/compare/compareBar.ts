import { element, span } from '../dom.ts';
import { formatCount, formatRunCost, formatTime } from '../format.ts';
import { icon, type IconName } from '../icons.ts';
import type { Model } from '../model.ts';
import { createRoving } from '../roving.ts';
import { kindShape } from '../shapes.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { answererOf, countWords } from '../words.ts';
import type { FromWebview } from '../../protocol/messages.ts';
import type { ComparisonModel } from './comparisonModel.ts';
import { letterBox } from './letter.ts';
import { outcomesOf } from './outcomes.ts';

/** One line that says which runs are compared, and what came out of each. */
export function createCompareBar(actions: Actions): View {
  const facts = element('div', { class: 'facts-line' });
  const choose = iconButton(actions, 'Compare Other Runs…', 'add', { type: 'compare-runs' });
  const settings = iconButton(actions, 'Settings', 'settings', { type: 'show-settings' });
  const close = iconButton(actions, 'Close Comparison', 'close', { type: 'close-comparison' });
  const toolbar = element('div', { class: 'toolbar', role: 'toolbar', 'aria-label': 'Comparison', hidden: actions.isReadOnly }, choose, settings, close);
  const bar = element('section', { class: 'summary', 'data-region': 'compare-bar', 'aria-label': 'Runs compared' }, element('div', { class: 'facts' }, facts), toolbar);
  const roving = createRoving(toolbar);
  const changed = createGuard();

  const render = ({ comparison }: Model): void => {
    if (comparison !== null && changed(comparison.view)) {
      const { pair, timeframe, synthetic } = comparison.view.series;
      facts.replaceChildren(element('h1', { class: 'group group-identity' }, span('strong', pair), span('muted', timeframe), ...(synthetic ? [span('muted', 'synthetic')] : [])), ...comparison.view.runs.map((_, run) => runGroup(comparison, run)));
      roving.update();
    }
  };
  return { element: bar, render };
}

function runGroup(model: ComparisonModel, position: number): HTMLElement {
  const { letter, run } = model.view.runs[position]!;
  const counts = outcomesOf(model, position);
  const shown = (['buy', 'sell', 'hold', 'failed'] as const).filter((kind) => kind !== 'failed' || counts[kind] > 0);
  const answerer = answererOf(run.settings.provider, run.settings.model);
  return span(
    'group group-run',
    letterBox(letter, position === 0),
    element('span', { class: 'answerer', title: answerer }, answerer),
    element('span', { class: 'muted narrow-gone', title: 'Started, UTC' }, formatTime(Math.floor(Date.parse(run.started) / 60_000) * 60_000)),
    ...shown.map((kind) => element('span', { class: 'fact', 'data-count': kind }, kindShape(kind), span('strong', formatCount(counts[kind])), span('visually-hidden', ` ${countWords[kind]}`))),
    span('strong', formatRunCost(run.totals.usd)),
  );
}

function iconButton(actions: Actions, label: string, name: IconName, intent: FromWebview): HTMLButtonElement {
  const created = element('button', { type: 'button', class: 'icon-button', 'aria-label': label, title: label }, icon(name));
  created.addEventListener('click', () => actions.post(intent));
  return created;
}
