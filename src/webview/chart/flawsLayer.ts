import type { ISeriesPrimitive, Time } from 'lightweight-charts';
import { formatCounted } from '../format.ts';
import { iconPath } from '../icons.ts';
import { hatch } from './drawBands.ts';
import { drawSelectionRing } from './drawMarks.ts';
import { placeFlaws, type PlacedFlaw } from './flaws.ts';
import { createLayer } from './layer.ts';
import type { Scene } from './scene.ts';
import type { Viewport } from './viewport.ts';

const iconSize = 14;
/** How far the middle of the icons stands above the foot of the pane, in px. */
const iconFoot = 10;
/** Where the words of a gap stand, under the legend. */
const wordsTop = 64;
const reach = 10;

/** What was drawn: how many of each severity, and the one that is ringed. */
export type DrawnFlaws = { readonly errors: number; readonly warnings: number; readonly ringed: { readonly time: number; readonly x: number; readonly y: number } | undefined };

/** The data problems: an icon at the foot of the pane, a dotted hairline above it, a gap as a hatched column. */
export function createFlawsLayer(current: () => Scene | null, viewport: () => Viewport | null, drawn: (flaws: DrawnFlaws) => void): ISeriesPrimitive<Time> {
  const path = { error: iconPath('error'), warning: iconPath('warning') };
  let placed: readonly PlacedFlaw[] = [];
  let foot = 0;
  const layer = createLayer('top', (context, _width, height) => {
    const scene = current();
    const view = viewport();
    if (scene === null || view === null) {
      return;
    }
    const inSight = scene.flaws.filter((flaw) => flaw.index <= view.last && flaw.end >= view.first);
    placed = placeFlaws(inSight, view.x, iconSize);
    foot = height - iconFoot;
    for (const flaw of placed) {
      drawExtent(context, flaw, scene, view, foot - iconSize);
      drawIcon(context, path[flaw.severity], scene.theme.flaws[flaw.severity], flaw.x, foot);
    }
    const ringed = placed.find((flaw) => scene.selected !== null && flaw.index <= scene.selected && scene.selected <= flaw.end);
    if (ringed !== undefined) {
      drawSelectionRing(context, ringed.x, foot, scene.theme);
    }
    const errors = inSight.filter(({ severity }) => severity === 'error').length;
    drawn({ errors, warnings: inSight.length - errors, ringed: ringed && scene.selected !== null ? { time: ringed.time, x: ringed.x, y: foot } : undefined });
  });
  return {
    ...layer,
    hitTest: (x, y) => {
      const flaw = placed.find((candidate) => Math.hypot(candidate.x - x, foot - y) <= reach);
      return flaw === undefined ? null : { externalId: String(flaw.time), zOrder: 'top', cursorStyle: 'pointer' };
    },
  };
}

function drawExtent(context: CanvasRenderingContext2D, flaw: PlacedFlaw, { theme }: Scene, view: Viewport, bottom: number): void {
  if (flaw.missing === 0 || flaw.count > 1) {
    context.strokeStyle = theme.flaws[flaw.severity];
    context.globalAlpha = theme.flawLine;
    context.lineWidth = 1;
    context.setLineDash([2, 3]);
    context.beginPath();
    context.moveTo(Math.round(flaw.x) + 0.5, wordsTop - 12);
    context.lineTo(Math.round(flaw.x) + 0.5, bottom);
    context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
    return;
  }
  const left = view.x(flaw.index) - Math.max(2, view.spacing / 2);
  const right = view.x(flaw.end) + Math.max(2, view.spacing / 2);
  hatch(context, theme.hatch, left, right, wordsTop - 12, bottom + iconSize + iconFoot);
  context.fillStyle = theme.muted;
  context.font = `11px ${theme.fontFamily}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillText(`${formatCounted(flaw.missing, 'candle')} missing`, right + 6, wordsTop - 4);
}

function drawIcon(context: CanvasRenderingContext2D, path: Path2D, color: string, x: number, y: number): void {
  context.save();
  context.translate(x - iconSize / 2, y - iconSize / 2);
  context.scale(iconSize / 16, iconSize / 16);
  context.fillStyle = color;
  context.fill(path, 'evenodd');
  context.restore();
}
