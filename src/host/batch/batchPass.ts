import path from 'node:path';
import * as vscode from 'vscode';
import { version } from '../../../package.json';
import type { BatchRunLimits } from '../../app/batch/batchRun.ts';
import type { BatchProvider } from '../../app/batch/createBatch.ts';
import { executeBatchRun } from '../../app/batch/executeBatchRun.ts';
import type { SubmittedBatch } from '../../app/batch/ledger.ts';
import type { BatchTools } from '../../app/batch/tools.ts';
import type { RunPlace } from '../../app/run/executeRun.ts';
import type { PreparedRun } from '../../app/run/prepareRun.ts';
import type { ProviderSettings } from '../../app/provider/providerSettings.ts';
import { reopenRun } from '../../app/recorded/reopenRun.ts';
import { AppError } from '../../core/errors.ts';
import { createBudget } from '../../core/run/budget.ts';
import { noAnswers } from '../../core/run/run.ts';
import type { Run } from '../../core/run/summary.ts';
import type { Keys } from '../providers/keys.ts';
import type { ProviderAccess } from '../providers/providerAccess.ts';
import { answersOf } from '../runs/resumeRun.ts';

export type PassTools = BatchTools & { readonly log: vscode.LogOutputChannel };

/**
 * Works on the batches of a run until nothing can be done but wait, and leaves it to be gone on with later. `looks` is
 * how often it asks how far they are.
 */
export async function batchPass(prepared: PreparedRun, batch: BatchProvider, place: RunPlace, limits: BatchRunLimits, looks: number, { log, ...tools }: PassTools): Promise<Run> {
  const enough = new AbortController();
  const abort = AbortSignal.any([limits.abort, enough.signal]);
  let waits = 0;
  let run: Run | undefined;
  for await (const event of executeBatchRun(prepared, batch, place, { ...limits, abort }, tools)) {
    if (event.type === 'waiting' && waits++ === looks) {
      enough.abort();
    } else if (event.type === 'unmatched') {
      log.warn(`Results that belong to no question of ${place.id}: ${event.ids.join(', ').slice(0, 1000)}`);
    } else if (event.type === 'ended') {
      ({ run } = event);
    }
  }
  log.info(`Run ${place.id}, batches: ${run!.state}${run!.reason === null ? '' : ` (${run!.reason})`}`);
  return run!;
}

/** The settings to ask after the batches of a run with: as the run asked. Rejects as `answersOf` does. */
export async function answersOfBatch(run: Run, [batch]: readonly SubmittedBatch[], keys: Keys): Promise<ProviderSettings> {
  const answers = await answersOf(run, keys);
  return batch === undefined ? answers : { ...answers, provider: batch.provider, models: { ...answers.models, [batch.provider]: batch.model } };
}

/**
 * Brings home what ended of the batches of a recorded run, or ends them early. Nothing new is handed in.
 * @throws AppError `run-differs` because its candles changed, `run-folder-taken` because another process writes it.
 */
export async function workOnBatches(folder: string, task: 'collect' | 'cancel', answers: ProviderSettings, access: Pick<ProviderAccess, 'openBatch'>, abort: AbortSignal, tools: PassTools): Promise<Run> {
  const { prepared, run, records, notice } = await reopenRun(folder, (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath));
  if (notice !== null) {
    throw new AppError('run-differs', `${run.series.file} changed since this run, so the answers of its batch have no place.`, { hint: 'Put the file back as it was: the batch is kept until then.' });
  }
  const batch = await access.openBatch(answers, vscode.Uri.file(path.resolve(prepared.opened.file)));
  const place: RunPlace = { id: run.id, folder, file: run.series.file, version, before: { run, records } };
  // What it may cost was set aside when it was handed in.
  const limits: BatchRunLimits = { abort, budget: createBudget(Infinity), answers: noAnswers, task };
  return batchPass(prepared, batch, place, limits, 1, tools);
}
