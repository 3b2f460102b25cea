import type { FromCandleChart } from '../../protocol/candleMessages.ts';
import { element, span } from '../dom.ts';
import { formatCount, formatTime } from '../format.ts';
import { icon } from '../icons.ts';
import { createGuard } from '../view.ts';
import { describeSource } from './candleWords.ts';
import { isWhole, type Candles } from './candleModel.ts';

/** What the file holds, and what can be done with it. */
export function createCandleHead(post: (intent: FromCandleChart) => void): { readonly element: HTMLElement; readonly render: (candles: Candles) => void } {
  const facts = element('div', { class: 'facts-line' });
  const toolbar = element(
    'div',
    { class: 'toolbar candle-actions', role: 'group', 'aria-label': 'File' },
    button('Open as Text', 'secondary', () => post({ type: 'open-as-text' })),
    button('Run Signals', 'primary', () => post({ type: 'run-signals' })),
  );
  const head = element('section', { class: 'summary', 'data-region': 'head', 'aria-label': 'Candle file' }, element('div', { class: 'facts' }, facts), toolbar);
  const changed = createGuard();
  const render = (candles: Candles): void => {
    if (changed(candles)) {
      facts.replaceChildren(...factsOf(candles));
    }
  };
  return { element: head, render };
}

/** A button with a label. */
export function button(label: string, kind: 'primary' | 'secondary', press: () => void): HTMLElement {
  const created = element('button', { type: 'button', class: `button ${kind}` }, label);
  created.addEventListener('click', press);
  return created;
}

function factsOf(candles: Candles): readonly HTMLElement[] {
  const { series, source, problems, from, to } = candles;
  const count = (severity: 'error' | 'warning'): number => problems.filter((problem) => problem.severity === severity).length;
  const errors = count('error');
  const warnings = count('warning');
  return [
    element('h1', { class: 'group group-identity' }, span('strong', series.pair), span('muted', series.timeframe)),
    group(fact(series.candles, 'candles'), span('muted narrow-gone', `${formatTime(from)} to ${formatTime(to)} UTC`), ...(isWhole(candles) ? [] : [span('muted', `${formatCount(series.filled.length)} so far`)])),
    element('span', { class: 'group group-source' }, span('muted', describeSource(source))),
    ...(errors + warnings === 0
      ? []
      : [group(...(errors === 0 ? [] : [severityFact('error', errors)]), ...(warnings === 0 ? [] : [severityFact('warning', warnings)]))]),
  ];
}

function severityFact(severity: 'error' | 'warning', count: number): HTMLElement {
  const name = count === 1 ? severity : `${severity}s`;
  return element('span', { class: `fact flaw-${severity}`, 'data-count': severity }, icon(severity), span('strong', formatCount(count)), span('label tiny-hidden', ` ${name}`));
}

function fact(count: number, word: string): HTMLElement {
  return span('fact', span('strong', formatCount(count)), ` ${word}`);
}

function group(...children: readonly Node[]): HTMLElement {
  return span('group', ...children);
}
