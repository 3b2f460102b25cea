import { element } from './dom.ts';
import type { Model } from './model.ts';
import type { Actions, View } from './view.ts';

/** What to do when there is no run to show. */
export function createEmptyState(actions: Actions): View {
  const run = element('button', { type: 'button', class: 'button primary' }, 'Run Signals on Candles…');
  const sample = element('button', { type: 'button', class: 'link' }, 'Try the Synthetic Sample');
  const sampleLabel = element('span', { class: 'muted' });
  run.addEventListener('click', () => actions.post({ type: 'run-candles' }));
  sample.addEventListener('click', () => actions.post({ type: 'run-sample' }));
  const text = 'Choose a file of candles. Until you choose a provider, the built-in technical rules answer: they need no key and send nothing anywhere.';
  const block = element(
    'section',
    { class: 'empty', 'data-region': 'empty', 'aria-label': 'No signals yet' },
    element(
      'div',
      { class: 'empty-block' },
      element('h1', {}, 'No signals yet'),
      element('p', { class: 'muted' }, text),
      run,
      element('div', { class: 'empty-links' }, sample, sampleLabel),
    ),
  );
  const render = (model: Model): void => {
    block.hidden = model.empty === null;
    sampleLabel.textContent = model.empty?.sample ?? '';
  };
  return { element: block, render };
}
