import { columnOf } from '../candles.ts';
import { reaches } from '../why.ts';
import { extremes } from './drawLine.ts';
import type { Scene } from './scene.ts';
import type { Viewport } from './viewport.ts';

/** Height of the gate ribbon at the foot of the price pane, in px. */
export const ribbonHeight = 10;

const volumeShare = 0.15;

/** Draws volume bars from the foot up; the highest in sight takes about a seventh of the pane. */
export function drawVolume(context: CanvasRenderingContext2D, scene: Scene, viewport: Viewport, height: number): void {
  const volume = columnOf(scene.series, 'volume');
  const foot = scene.shown.gate ? height - ribbonHeight : height;
  const highest = extremes(volume, viewport.first, viewport.last).high;
  const scale = highest > 0 ? (height * volumeShare) / highest : 0;
  context.fillStyle = scene.theme.volume;
  forEachColumn(viewport, (from, to, left, width) => {
    const tall = extremes(volume, from, to).high * scale;
    context.fillRect(left, foot - tall, width, tall);
  });
}

/** Draws the gate ribbon: the further a candle came at the gates, the taller its tick; blue was asked. */
export function drawRibbon(context: CanvasRenderingContext2D, scene: Scene, viewport: Viewport, height: number): void {
  const { tracks, blue } = scene.theme;
  const ticks = new Map<number, { readonly color: string; readonly tall: number }>([
    [reaches.warmup, { color: tracks.warmup, tall: 2 }],
    [reaches.first, { color: tracks.first, tall: 3 }],
    [reaches.later, { color: tracks.later, tall: 5 }],
    [reaches.asked, { color: blue, tall: 8 }],
  ]);
  forEachColumn(viewport, (from, to, left, width) => {
    let furthest: number = reaches.none;
    for (let index = from; index <= to; index += 1) {
      furthest = Math.max(furthest, scene.reaches[index] ?? reaches.none);
    }
    const tick = ticks.get(furthest);
    if (tick !== undefined) {
      context.fillStyle = tick.color;
      context.fillRect(left, height - tick.tall, width, tick.tall);
    }
  });
}

/** Calls back per candle, or per pixel where several candles share one. */
function forEachColumn(viewport: Viewport, draw: (from: number, to: number, left: number, width: number) => void): void {
  const perPixel = Math.max(1, Math.floor(1 / viewport.spacing));
  const width = Math.max(1, Math.round(viewport.spacing * perPixel * 0.7));
  for (let from = viewport.first; from <= viewport.last; from += perPixel) {
    const to = Math.min(viewport.last, from + perPixel - 1);
    draw(from, to, Math.round(viewport.x(from)) - Math.floor(width / 2), width);
  }
}
