import type { ChartTheme } from '../chart/theme.ts';
import type { Viewport } from '../chart/viewport.ts';
import type { PlacedTrade } from './placeTrades.ts';

const radius = 3;

/** Draws each trade in sight as a line from its entry to its exit: full where it gained, dashed where it did not. Returns how many. */
export function drawTrades(context: CanvasRenderingContext2D, trades: readonly PlacedTrade[], theme: ChartTheme, viewport: Viewport, toY: (price: number) => number): number {
  let drawn = 0;
  for (const { opened, closed, openRate, closeRate, isGain } of trades) {
    if (closed < viewport.first || opened > viewport.last) {
      continue;
    }
    drawn += 1;
    const color = isGain ? theme.rising : theme.falling;
    const [left, right] = [viewport.x(opened), viewport.x(closed)];
    context.lineWidth = 2;
    context.strokeStyle = color;
    context.setLineDash(isGain ? [] : [5, 3]);
    context.beginPath();
    context.moveTo(left, toY(openRate));
    context.lineTo(right, toY(closeRate));
    context.stroke();
    context.setLineDash([]);
    drawEnd(context, left, toY(openRate), theme.background, color);
    drawEnd(context, right, toY(closeRate), color, color);
  }
  return drawn;
}

/** The entry is hollow, the exit filled. */
function drawEnd(context: CanvasRenderingContext2D, x: number, y: number, fill: string, stroke: string): void {
  context.fillStyle = fill;
  context.strokeStyle = stroke;
  context.lineWidth = 1.5;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
  context.stroke();
}
