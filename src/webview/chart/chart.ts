import { CandlestickSeries, createChart, type ISeriesApi } from 'lightweight-charts';
import type { VisibleRange } from '../../protocol/panelState.ts';
import { columnOf } from '../candles.ts';
import { element, setAttributes } from '../dom.ts';
import { findRow } from '../rows.ts';
import { createGuard } from '../view.ts';
import { describeChart, describeRow, type Listed } from '../words.ts';
import { createAttribution } from './attribution.ts';
import { priceMargins } from './axis.ts';
import type { BarWindow } from './barWindow.ts';
import type { ChartActions, ChartModel } from './chartModel.ts';
import { createCrosshair } from './crosshair.ts';
import { candleData } from './data.ts';
import { createFlawsLayer } from './flawsLayer.ts';
import { createGlide } from './glide.ts';
import { addPriceLayers, addRsiPane, countDrawn, feedRsiPane, markRsiPane } from './layers.ts';
import { createLegend } from './legend.ts';
import { firstMarkAt } from './marks.ts';
import { candleOptions, chartOptions, fixedOptions } from './options.ts';
import { allOf, firstRange, rangeOf, reveal, zoom } from './ranges.ts';
import { sceneOf, type Scene } from './scene.ts';
import { onThemeChange, readTheme } from './theme.ts';
import { createTimeAxis } from './timeAxis.ts';
import type { ChartCommand } from './keys.ts';

/** How long a range must stand still before it is remembered. */
const settledMs = 250;

/** Farther than so many screens a glide would only flicker. */
const farScreens = 4;

/** The part of the height that the price pane takes when the RSI pane is shown. */
const priceShare = 0.8;

/** The chart, and what the chart bar can ask of it. */
export type ChartView = {
  readonly element: HTMLElement;
  readonly render: (model: ChartModel) => void;
  readonly showRange: (duration: number | null) => void;
};

/** What the page around the chart decides. */
export type ChartPlace = {
  /** Whether the RSI pane fits. */
  readonly hasRoom: () => boolean;
  /** Moves the selection in the list. */
  readonly step: (by: -1 | 1) => void;
  readonly listed: Listed;
};

/** Candles, indicators, gate and signals or problems on one time axis. */
export function createChartView(actions: ChartActions, { hasRoom, step, listed }: ChartPlace): ChartView {
  const canvas = element('div', { class: 'chart-canvas', 'aria-hidden': 'true' });
  const legend = createLegend();
  const spoken = element('div', { class: 'visually-hidden', 'aria-live': 'polite' });
  const root = element('section', { class: 'chart', role: 'application', tabindex: 0, 'data-region': 'chart' }, canvas, legend.element, createAttribution(), spoken);

  const chart = createChart(canvas, fixedOptions);
  const candles = chart.addSeries(CandlestickSeries);
  let theme = readTheme();
  let scene: Scene | null = null;
  let rsi: ISeriesApi<'Line'> | null = null;
  let isPlaced = false;

  const feed = (window: BarWindow): void => {
    if (scene !== null) {
      candles.setData(candleData(scene.series, window, theme));
      if (rsi !== null) {
        feedRsiPane(rsi, scene, window);
      }
    }
  };
  const axis = createTimeAxis(chart, canvas, feed, () => settle());
  // What the canvas shows, for those who cannot see it: tests.
  const redraw = addPriceLayers(axis, candles, () => scene, (marks, ringed, trades) => {
    for (const [kind, count] of countDrawn(marks)) {
      root.setAttribute(`data-markers-${kind}`, String(count));
    }
    if (listed === 'signal') {
      setAttributes(root, { 'data-trades': trades, ...selectedAttributes(ringed) });
    }
  });
  candles.attachPrimitive(
    createFlawsLayer(() => scene, axis.viewport, ({ errors, warnings, ringed }) => {
      if (listed === 'problem') {
        setAttributes(root, { 'data-problems-error': errors, 'data-problems-warning': warnings, ...selectedAttributes(ringed) });
      }
    }),
  );
  const { visible } = axis;
  const glide = createGlide(axis.show);
  const show = (range: VisibleRange): void => {
    glide.stop();
    axis.show(range);
  };
  const glideTo = (range: VisibleRange): void => {
    const before = visible();
    if (before === null || (range.from === before.from && range.to === before.to)) {
      return;
    }
    const isFar = Math.abs(range.from - before.from) > farScreens * (before.to - before.from);
    if (isFar) {
      show(range);
    } else {
      glide.start(before, range);
    }
  };
  const crosshair = createCrosshair({ root, chart, axis, candles, spoken, scene: () => scene, moved: () => showLegend() });
  const showLegend = (): void => {
    if (scene !== null) {
      legend.show(scene, crosshair.index() ?? scene.selected ?? scene.length - 1);
    }
  };

  const run = (command: ChartCommand): void => {
    const range = visible();
    if (scene === null || range === null) {
      return;
    }
    switch (command.type) {
      case 'candle': {
        const next = crosshair.next(command.by);
        if (next !== null) {
          glideTo(reveal(range, next));
          crosshair.goTo(next);
        }
        break;
      }
      case 'signal':
        crosshair.clear();
        step(command.by);
        break;
      case 'zoom':
        show(zoom(range, command.factor, crosshair.index() ?? middleOf(range, scene), scene.length));
        break;
      case 'all':
        show(allOf(scene.length));
        break;
      case 'choose':
        select(columnOf(scene.series, 'time')[crosshair.index() ?? -1]);
        break;
    }
  };
  canvas.addEventListener('pointerdown', glide.stop);
  canvas.addEventListener('wheel', glide.stop, { passive: true });
  const select = (time: number | undefined): void => {
    // Of a file only what has a problem can be selected.
    if (time !== undefined && (listed !== 'problem' || scene?.flaws.some((flaw) => flaw.time === time) === true)) {
      actions.change({ type: 'select', time });
    }
  };
  crosshair.listen(run, select);

  let settling: ReturnType<typeof setTimeout> | undefined;
  let settled: VisibleRange | null = null;
  const settle = (): void => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      settled = visible();
      actions.change(settled !== null && isPlaced ? { type: 'show-range', range: { from: settled.from, to: settled.to } } : { type: 'redraw' });
    }, settledMs);
  };

  const changedScene = createGuard();
  const isOtherSeries = createGuard();
  const changedSeries = createGuard();
  const changedSelection = createGuard();
  const changedRsi = createGuard();
  const changedHeight = createGuard();

  const render = (model: ChartModel): void => {
    const room = hasRoom();
    if (changedScene(model.series, model.gate, model.rows, model.flips, model.trades, model.lanes, model.lit, model.flaws, model.selected, model.toggles, theme, room)) {
      scene = sceneOf(model, room, theme, scene);
      drawScene(scene, model);
    }
    if (changedHeight(root.clientHeight, rsi)) {
      candles.priceScale().applyOptions({ scaleMargins: priceMargins(root.clientHeight * (rsi === null ? 1 : priceShare)) });
    }
    axis.fit();
    describe();
  };

  const drawScene = (current: Scene, model: ChartModel): void => {
    if (isOtherSeries(current.series)) {
      isPlaced = false;
      crosshair.clear();
    }
    if (changedSeries(current.series, theme)) {
      const before = isPlaced ? visible() : null;
      chart.applyOptions(chartOptions(theme));
      candles.applyOptions(candleOptions(theme, current.series.priceDecimals));
      glide.stop();
      axis.load(current.length, before ?? model.range ?? firstRange(current.length, current.selected));
    }
    if (changedRsi(current.series, theme, current.shown.rsi)) {
      showRsi(current);
    }
    if (changedSelection(current.series, current.selected)) {
      place(current, model);
    }
    redraw();
    showLegend();
  };

  const showRsi = (current: Scene): void => {
    if (!current.shown.rsi) {
      if (rsi !== null) {
        chart.removeSeries(rsi);
        rsi = null;
      }
      return;
    }
    rsi ??= addRsiPane(chart, axis, () => scene);
    feedRsiPane(rsi, current, axis.window());
    markRsiPane(rsi, current);
    const [price, under] = chart.panes();
    price?.setStretchFactor(priceShare);
    under?.setStretchFactor(1 - priceShare);
  };

  /** At first shows what was remembered or the neighbourhood of the selection; later only follows the selection. */
  const place = (current: Scene, model: ChartModel): void => {
    const range = visible();
    if (!isPlaced) {
      show(model.range ?? firstRange(current.length, current.selected));
      isPlaced = listed === 'problem' || model.range !== null || current.selected !== null;
    } else if (current.selected !== null && range !== null) {
      const target = reveal(range, current.selected);
      glideTo(target);
      // Remembered at once: a panel hidden on the way there comes back at its goal.
      actions.change({ type: 'show-range', range: { from: target.from, to: target.to } });
    }
    const row = current.rows[findRow(current.rows, model.selected)];
    if (row !== undefined && root === document.activeElement) {
      spoken.textContent = describeRow(row, current.series.priceDecimals);
    }
  };

  const changedLabel = createGuard();
  const describe = (): void => {
    const range = visible();
    if (scene === null || range === null || !changedLabel(scene.series, scene.marks, scene.flaws, scene.lanes, settled)) {
      return;
    }
    const from = Math.max(0, Math.ceil(range.from));
    const to = Math.min(scene.length - 1, Math.floor(range.to));
    const shown = { signal: scene.marks, problem: scene.flaws, difference: scene.lanes?.differing ?? [] }[listed];
    root.setAttribute('aria-label', describeChart(scene.series, from, to, firstMarkAt(shown, to + 1) - firstMarkAt(shown, from), listed));
  };

  onThemeChange(() => {
    const next = readTheme();
    // The editor announces one change several times; feeding all candles again costs time.
    if (JSON.stringify(next) !== JSON.stringify(theme)) {
      theme = next;
      actions.change({ type: 'redraw' });
    }
  });

  const showRange = (duration: number | null): void => {
    const range = visible();
    if (scene !== null && range !== null) {
      const [first = 0, second = first + 1] = columnOf(scene.series, 'time');
      show(rangeOf(duration, second - first, scene.length, middleOf(range, scene)));
    }
  };
  return { element: root, render, showRange };
}

/** What the canvas rings, for those who cannot see it: tests. */
function selectedAttributes(ringed: { readonly time: number; readonly x: number; readonly y: number } | undefined): Readonly<Record<string, string | number | undefined>> {
  return {
    'data-selected': ringed && new Date(ringed.time).toISOString(),
    'data-selected-x': ringed && Math.round(ringed.x),
    'data-selected-y': ringed && Math.round(ringed.y),
  };
}

/** What a zoom keeps in place: the selection when it is in sight, else the middle. */
function middleOf(range: VisibleRange, { selected }: Scene): number {
  return selected !== null && selected >= range.from && selected <= range.to ? selected : (range.from + range.to) / 2;
}
