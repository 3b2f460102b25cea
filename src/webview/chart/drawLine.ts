import { highest, lowest } from './buckets.ts';
import { barsOf, type Viewport } from './viewport.ts';

export type LineStyle = { readonly color: string; readonly width: number; readonly dash?: readonly number[] };

/**
 * Draws one column over the candles in sight. Unknown values leave a hole. When several candles share
 * a pixel, the line goes through the lowest and highest of them, so that no peak is lost.
 */
export function drawLine(
  context: CanvasRenderingContext2D,
  column: Float64Array,
  viewport: Viewport,
  toY: (value: number) => number,
  style: LineStyle,
): void {
  context.strokeStyle = style.color;
  context.lineWidth = style.width;
  context.lineJoin = 'round';
  context.setLineDash([...(style.dash ?? [])]);
  context.beginPath();
  const lows = lowest(column, viewport.size);
  const highs = highest(column, viewport.size);
  const bars = barsOf(viewport);
  const first = Math.max(0, bars.first - 1);
  const last = Math.min(lows.length - 1, bars.last + 1);
  const perPixel = Math.max(1, Math.floor(1 / bars.spacing));
  let isDrawing = false;
  for (let start = first; start <= last; start += perPixel) {
    const end = Math.min(last, start + perPixel - 1);
    const { low } = extremes(lows, start, end);
    const { high } = lows === highs && start === end ? { high: low } : extremes(highs, start, end);
    if (Number.isNaN(low)) {
      isDrawing = false;
      continue;
    }
    const x = bars.x(start);
    if (isDrawing) {
      context.lineTo(x, toY(low));
    } else {
      context.moveTo(x, toY(low));
    }
    if (high !== low) {
      context.lineTo(x, toY(high));
    }
    isDrawing = true;
  }
  context.stroke();
}

/** Lowest and highest known value between two indexes; NaN without one. */
export function extremes(column: Float64Array, from: number, to: number): { readonly low: number; readonly high: number } {
  let low = NaN;
  let high = NaN;
  for (let index = from; index <= to; index += 1) {
    const value = column[index]!;
    if (!Number.isNaN(value)) {
      low = value < low || Number.isNaN(low) ? value : low;
      high = value > high || Number.isNaN(high) ? value : high;
    }
  }
  return { low, high };
}
