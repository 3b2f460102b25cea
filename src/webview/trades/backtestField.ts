import { element } from '../dom.ts';
import { createGuard, type Actions, type View } from '../view.ts';
import { backtestName } from './tradeWords.ts';

/** Picks one of several backtests of the run; hidden while there is one. */
export function createBacktestField({ change }: Actions): View {
  const field = element('select', { class: 'trades-field', 'aria-label': 'Backtest' });
  field.addEventListener('change', () => change({ type: 'show-backtest', created: field.value }));
  const changed = createGuard();
  return {
    element: field,
    render: ({ backtests, backtest }) => {
      field.hidden = backtests.length < 2;
      if (changed(backtests)) {
        field.replaceChildren(...backtests.map((each) => element('option', { value: each.created }, backtestName(each))));
      }
      field.value = backtest?.created ?? '';
    },
  };
}
