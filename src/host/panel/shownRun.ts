/** A run as it is shown, and what the panel and the status item are told of it. */
import { readBacktests } from '../../app/backtest/keptBacktests.ts';
import type { PreparedRun } from '../../app/run/prepareRun.ts';
import { reopenRun } from '../../app/recorded/reopenRun.ts';
import { viewSeries } from '../../app/view.ts';
import { isBeingWritten } from '../../app/run/writerLock.ts';
import type { KeptBacktest } from '../../core/backtest/kept.ts';
import type { Budget } from '../../core/run/budget.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import type { Run } from '../../core/run/summary.ts';
import type { Notice, ToWebview } from '../../protocol/messages.ts';
import { waitingOf } from '../runs/pausedRun.ts';
import type { RunStatus } from '../status/status.ts';

/** What the panel needs to be whole again at any time. */
export type ShownRun = {
  readonly prepared: PreparedRun;
  readonly folder: string;
  readonly run: Run;
  readonly records: QuestionRecord[];
  readonly asking: Set<number>;
  readonly notice: Notice | null;
  /** What it came to in Freqtrade, newest first. */
  readonly backtests: readonly KeptBacktest[];
  /** Null when nothing bounds what it costs. */
  readonly budget: Budget | null;
  /** Where several files are run one after the other. */
  readonly file?: FileOfSeveral | undefined;
  /** True while another window or the terminal writes it: this one can only look on. */
  readonly elsewhere?: boolean;
};

export type FileOfSeveral = { readonly number: number; readonly of: number };

/** Reads a recorded run to show it; a run that another process writes is only looked on at. Rejects as `reopenRun` does. */
export async function loadShownRun(folder: string, roots: readonly string[]): Promise<ShownRun> {
  // Looked at first: a run that ends while it is read says so itself.
  const isWritten = await isBeingWritten(folder);
  const { prepared, run, records, notice } = await reopenRun(folder, roots);
  const elsewhere = run.state === 'running' && isWritten;
  const state: Partial<Run> = run.state === 'running' && !elsewhere ? { state: 'stopped', reason: 'The run was interrupted.' } : {};
  const lookOn: Notice = { severity: 'info', message: 'Another window or the terminal is writing this run.', hint: 'It is shown as it was when it was opened, and anew when that has ended.' };
  return { prepared, folder, run: { ...run, ...state }, records: [...records], asking: new Set(), notice: elsewhere ? lookOn : notice, backtests: await readBacktests(folder), budget: null, elsewhere };
}

/** All messages that show a run as it stands, in the order they are sent. */
export function messagesOf(shown: ShownRun): readonly ToWebview[] {
  const { prepared, records, asking, backtests, notice } = shown;
  return [
    viewSeries(prepared),
    runMessage(shown),
    { type: 'records', from: 0, records: [...records] },
    { type: 'asking', times: [...asking] },
    budgetMessage(shown),
    ...(backtests.length === 0 ? [] : [backtestsMessage(shown)]),
    ...(notice === null ? [] : [{ type: 'notice' as const, ...notice }]),
  ];
}

export function runMessage({ folder, run, file, elsewhere }: ShownRun): ToWebview {
  return { type: 'run', folder, run, ...(file === undefined ? {} : { file }), ...(elsewhere === true ? { elsewhere } : {}) };
}

export function backtestsMessage({ backtests }: ShownRun): ToWebview {
  return { type: 'backtests', backtests: [...backtests] };
}

export function budgetMessage({ budget }: ShownRun): ToWebview {
  return { type: 'budget', budget: budget === null ? null : { limit: budget.limit, ...budget.state() } };
}

/** What the status item says of a run. */
export function statusOf(shown: ShownRun): RunStatus {
  const { run, prepared, budget } = shown;
  const { state, totals, settings, funnel } = run;
  if (state === 'running' && shown.elsewhere !== true) {
    const title = `${prepared.pair} ${run.series.timeframe}, ${settings.model}`;
    return { type: 'running', title, done: totals.answered + totals.failed, total: funnel.asked * settings.repeats, failed: totals.failed, usd: totals.usd, budgetUsd: budget?.limit ?? null };
  }
  // What waits for a batch waits for nobody here.
  return state === 'paused' && run.waiting === null ? { type: 'paused', provider: settings.provider, waiting: waitingOf(shown) } : { type: 'idle' };
}
