import type { GateView, SeriesView } from '../../protocol/messages.ts';
import type { PanelState, VisibleRange } from '../../protocol/panelState.ts';
import type { Row } from '../rows.ts';
import type { Flaw } from './flaws.ts';

/** What the chart needs to know: the candles of a run with its gates and signals, or those of a file with its flaws. */
export type ChartModel = {
  readonly series: SeriesView;
  readonly gate: GateView | null;
  readonly rows: readonly Row[];
  /** The data problems that have a place on the chart, in time order. */
  readonly flaws: readonly Flaw[];
  /** Open time of the candle of the selected question or problem. */
  readonly selected: number | null;
  readonly range: PanelState['range'];
  readonly toggles: PanelState['toggles'];
};

/** What the user does in the chart. */
export type ChartChange =
  | { readonly type: 'select'; readonly time: number }
  | { readonly type: 'show-range'; readonly range: VisibleRange }
  | { readonly type: 'redraw' };

/** What the chart may do with the model it shows a part of. */
export type ChartActions = { readonly change: (change: ChartChange) => void };
