import { compareRuns, type ComparedCandle, type ComparedPair, type Comparison } from '../../core/run/compare.ts';
import type { ComparisonView } from '../../protocol/messages.ts';
import type { PanelState } from '../../protocol/panelState.ts';
import { wordsOf } from '../filter.ts';

/** How the answers of two runs about one candle can stand to each other; `single` lacks one of them. */
export const groupNames = ['differ', 'opposite', 'agree', 'single'] as const;
export type GroupName = (typeof groupNames)[number];

/** A candle that was compared, with its open time in epoch ms. */
export type ComparedRow = { readonly time: number; readonly candle: ComparedCandle };

/** Runs laid side by side, and what of it is shown. */
export type ComparisonModel = {
  readonly view: ComparisonView;
  readonly comparison: Comparison;
  /** Every candle that any of the runs was asked about, in time order. */
  readonly rows: readonly ComparedRow[];
  /** The two runs that the table and the list are about: a position in `comparison.pairs`. */
  readonly pair: number;
  readonly group: GroupName;
  /** What a reasoning of the two must contain, in any case; empty for any. */
  readonly text: string;
  /** The candles of the group in time order, without those that the search leaves out. */
  readonly listed: readonly ComparedRow[];
  readonly selected: number | null;
  readonly range: PanelState['range'];
};

/** What the user does with a comparison. */
export type ComparisonChange =
  | { readonly type: 'compare-pair'; readonly pair: number }
  | { readonly type: 'compare-group'; readonly group: GroupName }
  | { readonly type: 'compare-search'; readonly text: string }
  | { readonly type: 'compare-select'; readonly time: number }
  | { readonly type: 'compare-range'; readonly range: NonNullable<PanelState['range']> };

/** The comparison of runs as it is shown first: the newest candle about which the first two differ. @throws AppError of `compareRuns`. */
export function startComparison(view: ComparisonView): ComparisonModel {
  const comparison = compareRuns(view.runs);
  const rows = comparison.candles.map((candle) => ({ time: Date.parse(candle.time), candle }));
  return list({ view, comparison, rows, pair: 0, group: 'differ', text: '', listed: [], selected: null, range: null });
}

/** The comparison after a change. */
export function changeComparison(model: ComparisonModel, change: ComparisonChange): ComparisonModel {
  switch (change.type) {
    case 'compare-pair':
      return list({ ...model, pair: change.pair });
    case 'compare-group':
      return list({ ...model, group: change.group });
    case 'compare-search':
      return list({ ...model, text: change.text });
    case 'compare-select':
      return { ...model, selected: change.time };
    case 'compare-range':
      return { ...model, range: change.range };
  }
}

/** The two runs that are compared now; undefined with fewer than two runs. */
export function pairOf({ comparison, pair }: ComparisonModel): ComparedPair | undefined {
  return comparison.pairs[pair];
}

/** How the answers of two runs about a candle stand to each other; null when neither asked. What was skipped was not asked. */
export function groupOf({ answers }: ComparedCandle, { first, second }: ComparedPair): Exclude<GroupName, 'opposite'> | null {
  const [a, b] = [first, second].map((run) => (answers[run]?.record.outcome === 'skipped' ? null : answers[run]));
  if (a?.majority === undefined || b?.majority === undefined) {
    return (a ?? b ?? null) === null ? null : 'single';
  }
  return a.majority === b.majority ? 'agree' : 'differ';
}

/** How many candles each group has; the opposite ones differ as well. */
export function groupCounts(model: ComparisonModel): Readonly<Record<GroupName, number>> {
  const pair = pairOf(model);
  if (pair === undefined) {
    return { differ: 0, opposite: 0, agree: 0, single: 0 };
  }
  const { answered, agreed, opposite, failed, onlyFirst, onlySecond } = pair;
  return { differ: answered - agreed, opposite, agree: agreed, single: failed + onlyFirst + onlySecond };
}

function list(model: ComparisonModel): ComparisonModel {
  const pair = pairOf(model);
  const text = model.text.toLowerCase();
  const listed = pair === undefined ? [] : model.rows.filter(({ candle }) => isIn(candle, pair, model.group) && says(candle, pair, text));
  const isKept = listed.some(({ time }) => time === model.selected);
  return { ...model, listed, selected: isKept ? model.selected : (listed.at(-1)?.time ?? model.selected) };
}

function isIn(candle: ComparedCandle, pair: ComparedPair, group: GroupName): boolean {
  const found = groupOf(candle, pair);
  const isOpposite = candle.answers[pair.first]?.majority !== 'HOLD' && candle.answers[pair.second]?.majority !== 'HOLD';
  return group === 'opposite' ? found === 'differ' && isOpposite : found === group;
}

/** Whether one of two runs said something about a candle, as the answers beside each other show it. */
function says({ answers }: ComparedCandle, { first, second }: ComparedPair, text: string): boolean {
  return text === '' || [first, second].some((run) => answers[run] !== null && answers[run] !== undefined && wordsOf(answers[run].record)?.toLowerCase().includes(text) === true);
}
