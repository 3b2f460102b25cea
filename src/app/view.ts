import path from 'node:path';
import type { KeptBacktest } from '../core/backtest/kept.ts';
import { priceDecimals } from '../core/candles/priceDecimals.ts';
import { countSurvivors } from '../core/gate/gate.ts';
import type { GateView, SeriesView, ToWebview } from '../protocol/messages.ts';
import type { QuestionRecord } from '../core/run/record.ts';
import type { Run } from '../core/run/summary.ts';
import type { OpenCandles } from './candles/openCandles.ts';
import type { PreparedRun } from './run/prepareRun.ts';

/** The pair of the bundled sample. No market trades it; its candles are called synthetic wherever they appear. */
const syntheticPair = 'SAMPLE/USDT';
/** What the sample is, wherever it is offered. */
export const syntheticSampleLabel = 'SAMPLE/USDT 5m, 2,000 synthetic candles';

/** The message that shows the candles of a run and its gates. */
export function viewSeries(prepared: PreparedRun): Extract<ToWebview, { type: 'series' }> {
  return { type: 'series', series: seriesView(prepared.opened, prepared.pair), gate: gateView(prepared) };
}

/** All messages that show a run as it stands, in the order they are sent; texts of the model are not shown with it. */
export function viewRun(prepared: PreparedRun, folder: string, run: Run, records: readonly (QuestionRecord & { readonly reply?: never })[], backtests: readonly KeptBacktest[] = []): readonly ToWebview[] {
  return [viewSeries(prepared), { type: 'run', folder, run }, { type: 'records', from: 0, records: [...records] }, ...(backtests.length === 0 ? [] : [{ type: 'backtests' as const, backtests: [...backtests] }])];
}

/** The candles of a file. */
export function seriesView({ file, series }: OpenCandles, pair: string): SeriesView {
  const { time, open, high, low, close, volume } = series;
  return {
    file: path.basename(file),
    pair,
    timeframe: series.timeframe,
    synthetic: pair === syntheticPair,
    priceDecimals: priceDecimals(series),
    candles: series.length - series.filledCount,
    columns: { time, open, high, low, close, volume },
    filled: series.filled,
    problems: series.problems.length,
  };
}

function gateView({ gate }: PreparedRun): GateView {
  const { funnel, states } = gate;
  return {
    states,
    chains: gate.chains.map((chain) => ({ name: chain.name, conditions: countSurvivors(states, chain), stops: chain.stops })),
    warmup: funnel.warmup,
    filled: funnel.filled,
    asked: funnel.asked,
    candles: funnel.candles,
  };
}
