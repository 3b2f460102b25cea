import { element, span } from '../dom.ts';
import { formatCount } from '../format.ts';
import { hasRun, isRunning, kindCounts, type Model } from '../model.ts';
import { kinds } from '../rows.ts';
import { kindShape } from '../shapes.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { kindWords } from '../words.ts';

/** The bar over the list: how many rows there are of each kind, and Follow newest while the run goes on. */
export function createListBar(actions: Actions): View {
  const counts = element('div', { class: 'list-counts' });
  const checkbox = element('input', { type: 'checkbox' });
  const follow = element('label', { class: 'follow' }, checkbox, 'Follow newest');
  const bar = element('div', { class: 'list-bar', 'data-region': 'list-bar' }, counts, follow);
  checkbox.addEventListener('change', () => actions.change({ type: 'follow', on: checkbox.checked }));
  const changed = createGuard();

  const render = (model: Model): void => {
    if (!hasRun(model) || !changed(model.rows, model.follow, model.run.state)) {
      return;
    }
    const numbers = kindCounts(model);
    counts.replaceChildren(
      span('list-count', 'All ', span('strong', formatCount(model.rows.length))),
      ...kinds
        .filter((kind) => numbers[kind] > 0)
        .map((kind) => span('list-count', kindShape(kind), span('count-word', `${kindWords[kind]} `), span('', formatCount(numbers[kind])))),
    );
    if (model.rows.length === 0) {
      counts.append(span('muted', isRunning(model) ? 'No answer has come yet.' : 'No candle passed the gates, so nothing was asked.'));
    }
    follow.hidden = !isRunning(model);
    checkbox.checked = model.follow;
  };
  return { element: bar, render };
}
