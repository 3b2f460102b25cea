import type { GateView, SeriesView } from '../../protocol/messages.ts';
import type { ToggleName } from '../../protocol/panelState.ts';
import { columnOf, findCandle } from '../candles.ts';
import { levelsOf, type Levels } from '../levels.ts';
import { isShown } from '../model.ts';
import { findRow, type Row } from '../rows.ts';
import { reachesOf } from '../why.ts';
import type { ChartModel } from './chartModel.ts';
import type { Flaw } from './flaws.ts';
import { failedStretches, marksOf, type Mark } from './marks.ts';
import type { ChartTheme } from './theme.ts';

/** All that the layers of the chart draw. */
export type Scene = {
  readonly series: SeriesView;
  readonly gate: GateView | null;
  readonly length: number;
  readonly reaches: Uint8Array;
  readonly rows: readonly Row[];
  readonly marks: readonly Mark[];
  readonly flaws: readonly Flaw[];
  readonly stretches: ReturnType<typeof failedStretches>;
  /** Candle index of the selected question or problem; null when nothing is selected. */
  readonly selected: number | null;
  readonly levels: Levels | null;
  readonly shown: Readonly<Record<ToggleName, boolean>>;
  readonly theme: ChartTheme;
};

/** The scene of a model. What did not change is taken over from the scene before. */
export function sceneOf(model: ChartModel, hasRoom: boolean, theme: ChartTheme, before: Scene | null): Scene {
  const { series, gate, rows, flaws } = model;
  const isSameSeries = before?.series === series && before.gate === gate;
  const isSameRows = isSameSeries && before.rows === rows;
  const marks = isSameRows ? before.marks : marksOf(rows, series, gate);
  const index = model.selected === null ? -1 : findCandle(series, model.selected);
  const record = rows[findRow(rows, model.selected)]?.record;
  const shown = (name: ToggleName): boolean => isShown(model.toggles, name, hasRoom);
  return {
    series,
    gate,
    length: columnOf(series, 'time').length,
    reaches: isSameSeries ? before.reaches : gate === null ? new Uint8Array() : reachesOf(gate),
    rows,
    marks,
    flaws,
    stretches: isSameRows ? before.stretches : failedStretches(marks),
    selected: index < 0 ? null : index,
    levels: record?.signal && index >= 0 ? levelsOf(record.signal, record.price) : null,
    shown: {
      ema20: shown('ema20'),
      ema50: shown('ema50'),
      ema200: shown('ema200'),
      bollinger: shown('bollinger'),
      volume: shown('volume'),
      rsi: shown('rsi'),
      gate: gate !== null && shown('gate'),
    },
    theme,
  };
}
