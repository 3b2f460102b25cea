import type { IChartApi, ISeriesApi, Logical } from 'lightweight-charts';
import { columnOf } from '../candles.ts';
import { toChartTime } from './data.ts';
import { commandOf, type ChartCommand } from './keys.ts';
import { describeCandle } from './legend.ts';
import { firstMarkAt } from './marks.ts';
import type { Scene } from './scene.ts';

type Parts = {
  readonly root: HTMLElement;
  readonly chart: IChartApi;
  readonly candles: ISeriesApi<'Candlestick'>;
  /** Where a screen reader listens for the candle under the keyboard's crosshair. */
  readonly spoken: HTMLElement;
  readonly scene: () => Scene | null;
  readonly moved: () => void;
};

/** The crosshair, moved by pointer or by keys. */
export type Crosshair = {
  /** Index of the candle under it; null when there is none. */
  readonly index: () => number | null;
  readonly move: (by: number) => void;
  readonly clear: () => void;
  readonly listen: (run: (command: ChartCommand) => void, select: (time: number) => void) => void;
};

/** Makes the crosshair of a chart. */
export function createCrosshair({ root, chart, candles, spoken, scene, moved }: Parts): Crosshair {
  let index: number | null = null;

  const set = (next: number | null): void => {
    index = next;
    moved();
  };
  chart.subscribeCrosshairMove(({ logical, point }) => {
    const current = scene();
    const isOnCandle = current !== null && point !== undefined && logical !== undefined && logical >= 0 && logical < current.length;
    set(isOnCandle ? Math.round(logical) : null);
  });

  const move = (by: number): void => {
    const current = scene();
    if (current === null) {
      return;
    }
    const start = index ?? current.selected ?? current.length - 1;
    const next = Math.max(0, Math.min(current.length - 1, index === null ? start : start + by));
    const { series } = current;
    chart.setCrosshairPosition(columnOf(series, 'close')[next]!, toChartTime(columnOf(series, 'time')[next]!), candles);
    set(next);
    spoken.textContent = describeCandle(current, next);
  };

  const clear = (): void => {
    chart.clearCrosshairPosition();
    set(null);
  };

  const listen = (run: (command: ChartCommand) => void, select: (time: number) => void): void => {
    root.addEventListener('keydown', (event) => {
      const command = commandOf(event);
      if (command !== undefined) {
        event.preventDefault();
        run(command);
      }
    });
    root.addEventListener('blur', clear);
    chart.subscribeClick(({ hoveredObjectId, logical }) => {
      const current = scene();
      const time = typeof hoveredObjectId === 'string' ? Number(hoveredObjectId) : current === null ? undefined : timeAt(current, logical);
      if (time !== undefined) {
        select(time);
      }
    });
  };
  return { index: () => index, move, clear, listen };
}

/** The time of the question about the candle at an index; undefined when it was not asked. */
function timeAt({ marks }: Scene, logical: Logical | undefined): number | undefined {
  const candle = Math.round(logical ?? -1);
  const mark = marks[firstMarkAt(marks, candle)];
  return mark?.index === candle ? mark.time : undefined;
}
