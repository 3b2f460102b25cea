import type { ISeriesPrimitive, IPrimitivePaneRenderer, PrimitivePaneViewZOrder, Time } from 'lightweight-charts';

type DrawingTarget = Parameters<IPrimitivePaneRenderer['draw']>[0];

/** Draws on a pane in CSS pixels. */
export type Draw = (context: CanvasRenderingContext2D, width: number, height: number) => void;

/** A primitive that draws with one function, in front of the candles or behind them. */
export function createLayer(zOrder: PrimitivePaneViewZOrder, draw: Draw): ISeriesPrimitive<Time> {
  const renderer: IPrimitivePaneRenderer = {
    draw: (target: DrawingTarget) => {
      target.useMediaCoordinateSpace(({ context, mediaSize }) => {
        context.save();
        draw(context, mediaSize.width, mediaSize.height);
        context.restore();
      });
    },
  };
  const views = [{ zOrder: () => zOrder, renderer: () => renderer }];
  return { paneViews: () => views };
}
