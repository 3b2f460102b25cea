import type { Scene } from './scene.ts';
import type { Viewport } from './viewport.ts';

const legendHeight = 52;

/** Draws the band of the selected candle through a pane. */
export function drawSelectionBand(context: CanvasRenderingContext2D, scene: Scene, viewport: Viewport, height: number): void {
  if (scene.selected === null) {
    return;
  }
  const width = Math.max(8, Math.round(viewport.spacing));
  context.fillStyle = scene.theme.band;
  context.fillRect(Math.round(viewport.x(scene.selected) - width / 2), 0, width, height);
}

/** Hatches the stretches in which several questions in a row got no answer. */
export function drawFailedStretches(context: CanvasRenderingContext2D, scene: Scene, viewport: Viewport, height: number): void {
  for (const { from, to } of scene.stretches) {
    if (to < viewport.first || from > viewport.last) {
      continue;
    }
    const left = viewport.x(from) - Math.max(4, viewport.spacing);
    const right = viewport.x(to) + Math.max(4, viewport.spacing);
    hatch(context, scene.theme.hatch, left, right, height);
    context.fillStyle = scene.theme.text;
    context.font = `11px ${scene.theme.fontFamily}`;
    context.textAlign = 'right';
    context.fillText('No answers', left - 6, legendHeight + 12);
  }
}

function hatch(context: CanvasRenderingContext2D, color: string, left: number, right: number, height: number): void {
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, height);
  context.clip();
  context.strokeStyle = color;
  context.lineWidth = 1;
  context.beginPath();
  for (let x = left - height; x < right; x += 7) {
    context.moveTo(x, height);
    context.lineTo(x + height, 0);
  }
  context.stroke();
  context.restore();
}
