import type { FromCandleChart } from '../../protocol/candleMessages.ts';
import { element } from '../dom.ts';
import { withPeriod } from '../words.ts';
import { button } from './candleHead.ts';
import type { CandleModel } from './candleModel.ts';

/** What stands in place of the chart while the file is read, or when it cannot be shown. */
export function createCandleFailure(post: (intent: FromCandleChart) => void): { readonly element: HTMLElement; readonly render: (model: CandleModel) => void } {
  const title = element('h1');
  const message = element('p', {});
  const hint = element('p', { class: 'muted' });
  const map = button('Map Columns…', 'primary', () => post({ type: 'map-columns' }));
  const openAsText = button('Open as Text', 'secondary', () => post({ type: 'open-as-text' }));
  const actions = element('div', { class: 'failure-actions' }, map, openAsText);
  const block = element('section', { class: 'empty', 'data-region': 'failure', 'aria-live': 'polite' }, element('div', { class: 'empty-block' }, title, message, hint, actions));
  const render = ({ file, failure, candles }: CandleModel): void => {
    block.hidden = candles !== null || (failure === null && file === '');
    title.textContent = failure === null ? `Reading ${file}…` : failure.canMap ? 'Not recognised as candles' : 'The candles cannot be shown';
    message.textContent = failure === null ? '' : withPeriod(failure.message);
    hint.textContent = failure?.hint ? withPeriod(failure.hint) : '';
    actions.hidden = failure === null;
    map.hidden = failure?.canMap !== true;
    openAsText.className = `button ${failure?.canMap === true ? 'secondary' : 'primary'}`;
  };
  return { element: block, render };
}
