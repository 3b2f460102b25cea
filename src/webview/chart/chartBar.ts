import type { ToggleName } from '../../protocol/panelState.ts';
import { element, span } from '../dom.ts';
import { icon } from '../icons.ts';
import { isShown } from '../model.ts';
import { createRoving } from '../roving.ts';
import { createGuard } from '../view.ts';
import type { ChartModel } from './chartModel.ts';
import { ranges } from './ranges.ts';

const lines: readonly Toggle[] = [
  { name: 'ema20', label: 'EMA 20' },
  { name: 'ema50', label: 'EMA 50' },
  { name: 'ema200', label: 'EMA 200' },
  { name: 'bollinger', label: 'Bollinger' },
];
const volumeAndRsi: readonly Toggle[] = [
  { name: 'volume', label: 'Volume' },
  { name: 'rsi', label: 'RSI' },
];
const gate: readonly Toggle[] = [{ name: 'gate', label: 'Gate' }];

type Toggle = { readonly name: ToggleName; readonly label: string };

/** What the chart bar asks of the page it stands on. */
export type ChartBarActions = {
  readonly toggle: (name: ToggleName, on: boolean) => void;
  readonly showRange: (duration: number | null) => void;
  /** Whether the RSI pane fits. */
  readonly hasRoom: () => boolean;
};

/** What the chart shows and how much of it. In a narrow page the toggles stand in a menu. */
export type ChartBar = { readonly element: HTMLElement; readonly render: (model: ChartModel) => void };

/** Makes the chart bar of a page with gates, or without. */
export function createChartBar({ toggle, showRange, hasRoom }: ChartBarActions, hasGate: boolean): ChartBar {
  const parts = hasGate ? [...volumeAndRsi, ...gate] : volumeAndRsi;
  const buttons = new Map<ToggleName, HTMLButtonElement>();
  const createToggle = ({ name, label }: Toggle): HTMLElement => {
    const button = element('button', { type: 'button', class: 'toggle', 'data-toggle': name }, span(`swatch swatch-${name}`), label);
    button.addEventListener('click', () => toggle(name, button.getAttribute('aria-pressed') !== 'true'));
    buttons.set(name, button);
    return button;
  };
  const toggles = element('div', { class: 'toggles', role: 'group', 'aria-label': 'Indicators' }, ...lines.map(createToggle), span('divider'), ...parts.map(createToggle));
  const menu = element('button', { type: 'button', class: 'toggle-menu', 'aria-expanded': 'false' }, 'Indicators', icon('chevronDown'));
  const shownNames = span('toggle-names muted');
  const rangeButtons = ranges.map(({ label, duration }) => {
    const button = element('button', { type: 'button', class: 'range', 'data-range': label, 'aria-label': rangeName(label) }, label);
    button.addEventListener('click', () => showRange(duration));
    return button;
  });
  const bar = element(
    'div',
    { class: 'chart-bar', role: 'toolbar', 'aria-label': 'Chart', 'data-region': 'chart-bar' },
    menu,
    toggles,
    shownNames,
    element('div', { class: 'ranges', role: 'group', 'aria-label': 'Range' }, ...rangeButtons),
  );
  const roving = createRoving(bar);
  const openMenu = (open: boolean): void => {
    menu.setAttribute('aria-expanded', String(open));
    bar.classList.toggle('menu-open', open);
  };
  menu.addEventListener('click', () => openMenu(menu.getAttribute('aria-expanded') !== 'true'));
  bar.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && menu.getAttribute('aria-expanded') === 'true') {
      openMenu(false);
      menu.focus();
    }
  });
  document.addEventListener('pointerdown', (event) => {
    if (!bar.contains(event.target as Node)) {
      openMenu(false);
    }
  });

  const changed = createGuard();
  const render = (model: ChartModel): void => {
    if (!changed(model.toggles, model.series, hasRoom(), bar.clientWidth)) {
      return;
    }
    for (const [name, button] of buttons) {
      button.setAttribute('aria-pressed', String(isShown(model.toggles, name, hasRoom())));
    }
    const names = [...lines, ...parts].filter(({ name }) => isShown(model.toggles, name, hasRoom())).map(({ label }) => label);
    shownNames.textContent = names.join(', ');
    roving.update();
  };
  return { element: bar, render };
}

function rangeName(label: string): string {
  return { '1d': '1d, show one day', '3d': '3d, show three days', '1w': '1w, show one week', All: 'All, show all candles' }[label] ?? label;
}
