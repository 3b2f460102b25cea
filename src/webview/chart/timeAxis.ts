import type { IChartApi } from 'lightweight-charts';
import type { VisibleRange } from '../../protocol/panelState.ts';
import { barAt, fits, sizeFor, toBars, toCandles, windowFor, type BarWindow } from './barWindow.ts';
import type { Viewport } from './viewport.ts';

/** The time axis in candles of the whole series, whichever part of it the chart library holds at the moment. */
export type TimeAxis = {
  /** Takes up a series of a length and shows a range of it. */
  readonly load: (length: number, range: VisibleRange) => void;
  /** The candles in sight; null before there are any. */
  readonly visible: () => VisibleRange | null;
  readonly show: (range: VisibleRange) => void;
  /** To be called when the width may have changed. */
  readonly fit: () => void;
  readonly window: () => BarWindow;
  /** Where candles stand in px; null when the chart has none or no size yet. */
  readonly viewport: () => Viewport | null;
};

/** Makes the time axis of a chart; `feed` hands a window to the library, `moved` is told whenever other candles are in sight. */
export function createTimeAxis(chart: IChartApi, canvas: HTMLElement, feed: (window: BarWindow) => void, moved: () => void): TimeAxis {
  const scale = chart.timeScale();
  let window: BarWindow = { start: 0, size: 1, bars: 0 };
  let length = 0;
  /** What was asked for and is in sight from the next frame on: the library does not move at once. */
  let asked: VisibleRange | null = null;
  let isFeeding = false;
  let isDragging = false;

  const visible = (): VisibleRange | null => {
    const range = scale.getVisibleLogicalRange();
    return asked ?? (range === null || length === 0 ? null : toCandles(window, range));
  };
  const sizeOf = (range: VisibleRange): number => sizeFor(range.to - range.from, Math.max(1, scale.width() || canvas.clientWidth), length);

  const ask = (range: VisibleRange): void => {
    asked = range;
    scale.setVisibleLogicalRange(toBars(window, range));
    requestAnimationFrame(() => {
      asked = asked === range ? null : asked;
    });
  };
  const hold = (next: BarWindow, range: VisibleRange): void => {
    window = next;
    isFeeding = true;
    feed(window);
    isFeeding = false;
    ask(range);
    moved();
  };
  const show = (range: VisibleRange): void => {
    const size = sizeOf(range);
    if (size !== window.size || !fits(window, range, length)) {
      hold(windowFor(range, size, length), range);
    } else {
      ask(range);
    }
  };
  // The library remembers bars while it is dragged, so its bars stay until it is let go; a screen of them is in reserve.
  const fit = (): void => {
    const range = visible();
    if (range !== null && !isDragging && !isFeeding && (sizeOf(range) !== window.size || !fits(window, range, length))) {
      show(range);
    }
  };

  scale.subscribeVisibleLogicalRangeChange(() => {
    if (!isFeeding) {
      // Not now: the library is in the middle of moving.
      queueMicrotask(fit);
      moved();
    }
  });
  canvas.addEventListener('pointerdown', () => (isDragging = true));
  for (const end of ['pointerup', 'pointercancel', 'blur']) {
    globalThis.addEventListener(end, () => {
      isDragging = false;
      fit();
    });
  }

  const viewport = (): Viewport | null => {
    const range = visible();
    const left = scale.logicalToCoordinate(0 as never);
    const right = scale.logicalToCoordinate(1 as never);
    if (range === null || left === null || right === null) {
      return null;
    }
    const first = Math.max(0, Math.floor(range.from));
    const last = Math.min(length - 1, Math.ceil(range.to));
    const held = window;
    const x = (index: number): number => left + barAt(held, index) * (right - left);
    return first > last ? null : { first, last, size: held.size, spacing: (right - left) / held.size, x };
  };

  return {
    load: (next, range) => {
      length = next;
      hold(windowFor(range, sizeOf(range), length), range);
    },
    visible,
    show,
    fit,
    window: () => window,
    viewport,
  };
}

/** The first candle of the bar nearest to a place on the axis; null beside the bars of a window. */
export function firstOfBar({ start, size, bars }: BarWindow, place: number): number | null {
  const bar = Math.round(place);
  return bar < 0 || bar >= bars ? null : start + bar * size;
}
