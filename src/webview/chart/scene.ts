import type { GateView, SeriesView } from '../../protocol/messages.ts';
import type { ToggleName } from '../../protocol/panelState.ts';
import { columnOf, findCandle } from '../candles.ts';
import { levelsOf, type Levels } from '../levels.ts';
import { isShown, selectedRow, type RunModel } from '../model.ts';
import type { Row } from '../rows.ts';
import { reachesOf } from '../why.ts';
import { failedStretches, marksOf, type Mark } from './marks.ts';
import type { ChartTheme } from './theme.ts';

/** All that the layers of the chart draw. */
export type Scene = {
  readonly series: SeriesView;
  readonly gate: GateView;
  readonly length: number;
  readonly reaches: Uint8Array;
  readonly rows: readonly Row[];
  readonly marks: readonly Mark[];
  readonly stretches: ReturnType<typeof failedStretches>;
  /** Candle index of the selected question; null when nothing is selected. */
  readonly selected: number | null;
  readonly levels: Levels | null;
  readonly shown: Readonly<Record<ToggleName, boolean>>;
  readonly theme: ChartTheme;
};

/** The scene of a model. What did not change is taken over from the scene before. */
export function sceneOf(model: RunModel, hasRoom: boolean, theme: ChartTheme, before: Scene | null): Scene {
  const { series, gate, rows } = model;
  const isSameSeries = before?.series === series && before.gate === gate;
  const isSameRows = isSameSeries && before.rows === rows;
  const marks = isSameRows ? before.marks : marksOf(rows, series, gate);
  const row = selectedRow(model);
  const index = row === null ? -1 : findCandle(series, row.time);
  const signal = row?.record?.signal ?? null;
  const shown = (name: ToggleName): boolean => isShown(model, name, hasRoom);
  return {
    series,
    gate,
    length: columnOf(series, 'time').length,
    reaches: isSameSeries ? before.reaches : reachesOf(gate),
    rows,
    marks,
    stretches: isSameRows ? before.stretches : failedStretches(marks),
    selected: index < 0 ? null : index,
    levels: signal === null || index < 0 ? null : levelsOf(signal, row!.record!.price),
    shown: {
      ema20: shown('ema20'),
      ema50: shown('ema50'),
      ema200: shown('ema200'),
      bollinger: shown('bollinger'),
      volume: shown('volume'),
      rsi: shown('rsi'),
      gate: shown('gate'),
    },
    theme,
  };
}
