import type { ISeriesApi, ISeriesPrimitive, ISeriesPrimitiveAxisView, Time } from 'lightweight-charts';
import { formatPrice } from '../format.ts';
import type { Levels } from '../levels.ts';
import { indexAt } from './barWindow.ts';
import { createLayer } from './layer.ts';
import type { Scene } from './scene.ts';
import type { TimeAxis } from './timeAxis.ts';
import { priceScaleOf } from './viewport.ts';

/** How many candles the zones reach after the signal. */
const reach = 46;

type Line = { readonly name: 'entry' | 'stop' | 'target'; readonly word: string; readonly price: number; readonly color: string; readonly dash: readonly number[] };

/** Stop, entry and target of the selected signal: lines and zones from its candle on, and their prices on the axis. */
export function createLevelsLayer(axis: TimeAxis, candles: ISeriesApi<'Candlestick'>, scene: () => Scene | null): ISeriesPrimitive<Time> {
  const layer = createLayer('bottom', (context, width, height) => {
    const current = scene();
    const viewport = axis.viewport();
    const toY = priceScaleOf(candles, height);
    if (current?.levels && current.selected !== null && viewport !== null && toY !== null) {
      const left = viewport.x(current.selected);
      drawLevels(context, current, current.levels, left, Math.min(width, left + reach * viewport.spacing), toY);
    }
  });
  let views: readonly ISeriesPrimitiveAxisView[] = [];
  return {
    ...layer,
    updateAllViews: () => {
      const current = scene();
      views = current === null ? [] : linesOf(current).map((line) => axisView(current, candles, line));
    },
    priceAxisViews: () => views,
    autoscaleInfo: (first, last) => {
      const current = scene();
      if (!current?.levels || current.selected === null || current.selected > indexAt(axis.window(), last) || current.selected + reach < indexAt(axis.window(), first)) {
        return null;
      }
      const prices = linesOf(current).map((line) => line.price);
      return { priceRange: { minValue: Math.min(...prices), maxValue: Math.max(...prices) } };
    },
  };
}

function linesOf({ levels, theme }: Scene): readonly Line[] {
  if (levels === null) {
    return [];
  }
  const entry: Line = { name: 'entry', word: '', price: levels.entry, color: theme.text, dash: [] };
  const stop: Line[] = levels.stop === null ? [] : [{ name: 'stop', word: 'Stop', price: levels.stop, color: theme.falling, dash: [2, 3] }];
  const target: Line[] = levels.target === null ? [] : [{ name: 'target', word: 'Target', price: levels.target, color: theme.rising, dash: [6, 3] }];
  return [...target, entry, ...stop];
}

function drawLevels(context: CanvasRenderingContext2D, scene: Scene, levels: Levels, left: number, right: number, toY: (price: number) => number): void {
  const { theme } = scene;
  const entryY = toY(levels.entry);
  const zone = (price: number | null, color: string): void => {
    if (price !== null) {
      context.fillStyle = color;
      context.fillRect(left, Math.min(entryY, toY(price)), right - left, Math.abs(toY(price) - entryY));
    }
  };
  zone(levels.target, theme.targetZone);
  zone(levels.stop, theme.stopZone);
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'right';
  for (const line of linesOf(scene)) {
    const y = toY(line.price);
    context.strokeStyle = line.color;
    context.lineWidth = line.name === 'entry' ? 1 : theme.levelWidth;
    context.setLineDash([...line.dash]);
    context.beginPath();
    context.moveTo(left, Math.round(y) + 0.5);
    context.lineTo(right, Math.round(y) + 0.5);
    context.stroke();
    context.fillStyle = theme.text;
    context.fillText(line.word, right - 6, y < entryY ? y - 6 : y + 14);
  }
}

function axisView(scene: Scene, candles: ISeriesApi<'Candlestick'>, line: Line): ISeriesPrimitiveAxisView {
  return {
    coordinate: () => candles.priceToCoordinate(line.price) ?? -1000,
    text: () => formatPrice(line.price, scene.series.priceDecimals),
    textColor: () => scene.theme.background,
    backColor: () => line.color,
  };
}
