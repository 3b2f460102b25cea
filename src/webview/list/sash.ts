import { element } from '../dom.ts';
import type { Model } from '../model.ts';
import type { Actions, View } from '../view.ts';
import { rowHeight } from './window.ts';

/** Heights of the list in px: bar and heading, then at least one row and at most what the chart leaves. */
const smallest = 36 + 24 + rowHeight;
const usual = 36 + 24 + 9 * rowHeight + 4;
const leftForChart = 34 + 240 + 80;

/** The edge between chart and list: drag it, or press the arrow keys on it. */
export function createSash(actions: Actions, panel: HTMLElement): View {
  const sash = element('div', {
    class: 'sash',
    role: 'separator',
    tabindex: 0,
    'aria-orientation': 'horizontal',
    'aria-label': 'Resize list',
    'aria-valuemin': smallest,
  });
  let height = usual;

  const largest = (): number => Math.max(smallest, panel.clientHeight - leftForChart);
  const resize = (wanted: number): void => actions.change({ type: 'resize-list', height: clamp(wanted, smallest, largest()) });

  sash.addEventListener('pointerdown', (event) => {
    const start = { y: event.clientY, height };
    sash.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => resize(start.height + start.y - moved.clientY);
    sash.addEventListener('pointermove', move);
    sash.addEventListener('lostpointercapture', () => sash.removeEventListener('pointermove', move), { once: true });
  });
  sash.addEventListener('dblclick', () => resize(usual));
  sash.addEventListener('keydown', (event) => {
    const wanted = heightAfter(event.key, height, largest());
    if (wanted !== undefined) {
      event.preventDefault();
      resize(wanted);
    }
  });

  const render = (model: Model): void => {
    height = model.listHeight ?? usual;
    panel.style.setProperty('--list-height', `${height}px`);
    panel.classList.toggle('list-resized', model.listHeight !== null);
    sash.setAttribute('aria-valuenow', String(Math.round(height)));
    sash.setAttribute('aria-valuemax', String(largest()));
  };
  return { element: sash, render };
}

/** The height a key asks for; undefined when the key is none of the sash's. */
export function heightAfter(key: string, height: number, most: number): number | undefined {
  return { ArrowUp: height + rowHeight, ArrowDown: height - rowHeight, Home: most, End: smallest }[key];
}

function clamp(value: number, low: number, high: number): number {
  return Math.round(Math.max(low, Math.min(high, value)));
}
