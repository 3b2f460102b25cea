/**
 * Runs laid side by side: their signals in lanes under the candles, how far they agree, the candles about which they
 * differ, and for the selected one the reasonings next to each other. It stands where the run stood, until it is closed.
 */
import { createChart } from './compareChart.ts';
import { createAgreement } from './agreement.ts';
import { createAnswers } from './answers.ts';
import { createCompareBar } from './compareBar.ts';
import { createCompareList } from './compareList.ts';
import { element } from '../dom.ts';
import type { Model } from '../model.ts';
import type { Actions, View } from '../view.ts';

/** What of the page needs to know the size of the panel. */
export type Room = { readonly hasRoom: () => boolean };

/** The page, and how to get to its list and its search from anywhere. */
export type ComparePage = View & { readonly focus: () => void; readonly focusSearch: () => void };

/** Builds the page of a comparison; it is hidden while there is none. */
export function createComparePage(actions: Actions, room: Room): ComparePage {
  const bar = createCompareBar(actions);
  const step = (by: -1 | 1): void => {
    const time = timeAfter(actions.model(), by);
    if (time !== undefined) {
      actions.change({ type: 'compare-select', time });
    }
  };
  const chart = createChart(actions, room, step);
  const agreement = createAgreement(actions);
  const list = createCompareList(actions);
  const answers = createAnswers(actions);
  const side = element('section', { class: 'compare-side', 'aria-label': 'Agreement' }, agreement.element, list.element);
  const page = element('main', { class: 'compare', hidden: true }, bar.element, chart.element, side, answers.element);
  page.addEventListener('keydown', (event) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : undefined;
    if (event.altKey && by !== undefined) {
      event.preventDefault();
      step(by);
    }
  });
  const render = (model: Model): void => {
    page.hidden = model.comparison === null;
    for (const view of [bar, chart, agreement, list, answers]) {
      view.render(model);
    }
  };
  return { element: page, render, focus: list.focus, focusSearch: list.focusSearch };
}

/** The candle before or after the selected one in the list; of what is not in it, the neighbour in time. */
function timeAfter({ comparison }: Model, by: -1 | 1): number | undefined {
  const { listed = [], selected = null } = comparison ?? {};
  const times = listed.map(({ time }) => time);
  if (selected === null) {
    return times[0];
  }
  return by === 1 ? times.find((time) => time > selected) : times.findLast((time) => time < selected);
}
