import * as vscode from 'vscode';
import type { BatchProvider } from '../../app/batch/createBatch.ts';
import type { PreparedRun } from '../../app/run/prepareRun.ts';
import type { RunPlace } from '../../app/run/executeRun.ts';
import type { Budget } from '../../core/run/budget.ts';
import type { KnownAnswers } from '../../core/run/run.ts';
import type { Run } from '../../core/run/summary.ts';
import { batchPass, type PassTools } from './batchPass.ts';

/** Hands in a run as a batch, with progress that can be cancelled; the batch is out when it resolves. */
export type HandIn = (prepared: PreparedRun, batch: BatchProvider, place: RunPlace, terms: { readonly budget: Budget; readonly known: KnownAnswers }) => Promise<HandedIn>;

/** `isCancelled`: the user does not want what was handed in by then. */
export type HandedIn = { readonly run: Run; readonly isCancelled: boolean };

export function createHandIn(closing: AbortSignal, tools: PassTools): HandIn {
  return async (prepared, batch, place, { budget, known }) =>
    vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title: `Handing in a batch to ${batch.provider.id}: ${prepared.pair} ${prepared.opened.series.timeframe}`, cancellable: true }, async (_progress, cancelled) => {
      const abort = new AbortController();
      cancelled.onCancellationRequested(() => abort.abort());
      const run = await batchPass(prepared, batch, place, { abort: AbortSignal.any([closing, abort.signal]), budget, answers: known, task: 'ask' }, 0, tools);
      return { run, isCancelled: abort.signal.aborted };
    });
}
