import { LineSeries, LineStyle, type IChartApi, type ISeriesApi } from 'lightweight-charts';
import { columnOf, type ColumnName } from '../candles.ts';
import { kinds } from '../rows.ts';
import type { BarWindow } from './barWindow.ts';
import { highest, lowest } from './buckets.ts';
import { toChartTime } from './data.ts';
import { drawFailedStretches, drawSelectionBand } from './drawBands.ts';
import { drawLit, drawRibbon, drawVolume } from './drawFoot.ts';
import { drawLine, type LineStyle as Stroke } from './drawLine.ts';
import { drawMarks, drawSelectionRing } from './drawMarks.ts';
import { createLayer } from './layer.ts';
import { drawDiffering, drawLanes } from './lanesLayer.ts';
import { createLevelsLayer } from './levelsLayer.ts';
import { firstMarkAt, groupMarks, markNear, mergeMarks, type PlacedMark } from './marks.ts';
import { drawTrades } from '../trades/drawTrades.ts';
import type { Scene } from './scene.ts';
import type { TimeAxis } from './timeAxis.ts';
import { priceScaleOf, type Viewport } from './viewport.ts';

const markDistance = 11;
/** How near to a mark, in px, the pointer is on it. */
export const markReach = 9;
/** Below this distance between candles, in px, neighbouring marks merge into one with a count. */
const mergeSpacing = 2;
const mergeWidth = 14;

/** The scene to draw; null before the first one. */
type CurrentScene = () => Scene | null;

/**
 * Puts everything but the candles on the price pane. `drawn` is told which marks were drawn, which of them is ringed, and
 * how many trades were drawn.
 * Returns a function that draws all panes again.
 */
export function addPriceLayers(
  axis: TimeAxis,
  candles: ISeriesApi<'Candlestick'>,
  current: CurrentScene,
  drawn: (marks: readonly PlacedMark[], ringed: PlacedMark | undefined, trades: number) => void,
): () => void {
  let placed: readonly PlacedMark[] = [];
  let redraw = (): void => undefined;
  const behind = createLayer('bottom', (context, _width, height) => {
    const scene = current();
    const viewport = axis.viewport();
    if (scene === null || viewport === null) {
      return;
    }
    drawSelectionBand(context, scene, viewport, height);
    drawFailedStretches(context, scene, viewport, height);
    drawLit(context, scene, viewport, height);
    if (scene.lanes !== null) {
      drawDiffering(context, scene.lanes, scene.theme, viewport, height);
    }
    if (scene.shown.volume) {
      drawVolume(context, scene, viewport, height);
    }
    if (scene.shown.gate) {
      drawRibbon(context, scene, viewport, height);
    }
    const toY = priceScaleOf(candles, height);
    if (toY !== null) {
      for (const { column, style } of priceLines(scene)) {
        drawLine(context, columnOf(scene.series, column), viewport, toY, style);
      }
    }
  });
  const inFront = createLayer('top', (context, width, height) => {
    const scene = current();
    placed = scene === null ? [] : placeMarks(axis.viewport(), candles, scene, height);
    const ringed = scene === null ? undefined : placed.find((mark) => standsForSelected(mark, scene));
    const viewport = axis.viewport();
    if (scene !== null && scene.lanes !== null && viewport !== null) {
      drawLanes(context, scene.lanes, scene.theme, viewport, width, height);
    }
    const toY = priceScaleOf(candles, height);
    const trades = scene === null || viewport === null || toY === null ? 0 : drawTrades(context, scene.trades, scene.theme, viewport, toY);
    if (scene !== null) {
      drawMarks(context, placed, scene.theme);
      if (ringed !== undefined) {
        drawSelectionRing(context, ringed.x, ringed.y, scene.theme);
      }
    }
    drawn(placed, ringed, trades);
  });
  candles.attachPrimitive(behind);
  candles.attachPrimitive(createLevelsLayer(axis, candles, current));
  candles.attachPrimitive({
    ...inFront,
    attached: ({ requestUpdate }) => {
      redraw = requestUpdate;
    },
    hitTest: (x, y) => {
      const mark = markNear(placed, x, y, markReach);
      return mark === undefined ? null : { externalId: String(mark.time), zOrder: 'top', cursorStyle: 'pointer' };
    },
  });
  return () => redraw();
}

/** Adds the RSI pane under the price pane; removing the returned series removes the pane. */
export function addRsiPane(chart: IChartApi, axis: TimeAxis, current: CurrentScene): ISeriesApi<'Line'> {
  const rsi = chart.addSeries(
    LineSeries,
    {
      color: 'transparent',
      lastValueVisible: false,
      priceLineVisible: false,
      crosshairMarkerVisible: false,
      autoscaleInfoProvider: () => ({ priceRange: { minValue: 0, maxValue: 100 } }),
      priceFormat: { type: 'custom', minMove: 0.01, formatter: (value: number) => value.toFixed(0), tickmarksFormatter: (values: readonly number[]) => values.map(() => '') },
    },
    1,
  );
  rsi.priceScale().applyOptions({ scaleMargins: { top: 0.08, bottom: 0.08 } });
  rsi.attachPrimitive(
    createLayer('bottom', (context, _width, height) => {
      const scene = current();
      const viewport = axis.viewport();
      const toY = priceScaleOf(rsi, height);
      if (scene !== null && viewport !== null && toY !== null) {
        drawSelectionBand(context, scene, viewport, height);
        drawLine(context, columnOf(scene.series, 'rsi'), viewport, toY, { color: scene.theme.rsi, width: 1 });
      }
    }),
  );
  return rsi;
}

/** Gives the RSI pane a scale as long as a window. The line itself is drawn from the column. */
export function feedRsiPane(rsi: ISeriesApi<'Line'>, scene: Scene, { start, size, bars }: BarWindow): void {
  const times = columnOf(scene.series, 'time');
  const ends = bars > 1 ? [start, start + (bars - 1) * size] : [start];
  rsi.setData(ends.flatMap((index) => (times[index] === undefined ? [] : [{ time: toChartTime(times[index]), value: 50 }])));
}

/** Gives the RSI pane its two marks on the axis. */
export function markRsiPane(rsi: ISeriesApi<'Line'>, scene: Scene): void {
  for (const line of rsi.priceLines()) {
    rsi.removePriceLine(line);
  }
  for (const price of [30, 70]) {
    rsi.createPriceLine({
      price,
      color: scene.theme.muted,
      lineWidth: 1,
      lineStyle: LineStyle.Dotted,
      axisLabelVisible: true,
      axisLabelColor: scene.theme.background,
      axisLabelTextColor: scene.theme.muted,
    });
  }
}

/** How many marks of each kind were drawn, counting those that a merged mark stands for. */
export function countDrawn(marks: readonly PlacedMark[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>(kinds.map((kind) => [kind, 0]));
  for (const mark of marks) {
    counts.set(mark.kind, (counts.get(mark.kind) ?? 0) + mark.count);
  }
  return counts;
}

function placeMarks(viewport: Viewport | null, candles: ISeriesApi<'Candlestick'>, scene: Scene, height: number): readonly PlacedMark[] {
  const toY = priceScaleOf(candles, height);
  if (viewport === null || toY === null) {
    return [];
  }
  const low = lowest(columnOf(scene.series, 'low'), viewport.size);
  const high = highest(columnOf(scene.series, 'high'), viewport.size);
  const barOf = (index: number): number => Math.floor(index / viewport.size);
  const marks = groupMarks(scene.marks, viewport.size);
  const placed = marks.slice(firstMarkAt(marks, viewport.first), firstMarkAt(marks, viewport.last + 1)).map((mark) => ({
    ...mark,
    x: viewport.x(mark.index),
    y: mark.side === 'below' ? toY(low[barOf(mark.index)]!) + markDistance : toY(high[barOf(mark.index)]!) - markDistance,
  }));
  return viewport.spacing < mergeSpacing ? mergeMarks(placed, mergeWidth) : placed;
}

function standsForSelected(mark: PlacedMark, { selected, marks }: Scene): boolean {
  return selected !== null && mark.index <= selected && selected <= mark.end && marks[firstMarkAt(marks, selected)]?.kind === mark.kind;
}

function priceLines({ shown, theme }: Scene): readonly { readonly column: ColumnName; readonly style: Stroke }[] {
  const bands: Stroke = { color: theme.bollinger, width: 1, dash: [3, 2] };
  return [
    ...(shown.bollinger ? (['bb_upperband', 'bb_lowerband'] as const).map((column) => ({ column, style: bands })) : []),
    ...(shown.ema200 ? [{ column: 'ema_200' as const, style: { color: theme.purple, width: 1.3 } }] : []),
    ...(shown.ema50 ? [{ column: 'ema_50' as const, style: { color: theme.orange, width: 1.3 } }] : []),
    ...(shown.ema20 ? [{ column: 'ema_20' as const, style: { color: theme.blue, width: 1.3 } }] : []),
  ];
}
