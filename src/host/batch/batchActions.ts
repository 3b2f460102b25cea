import * as vscode from 'vscode';
import { describeLoss, findLost, giveUp } from '../../app/batch/giveUp.ts';
import { openBatches } from '../../app/batch/ledger.ts';
import { readRunFile } from '../../app/recorded/readRun.ts';
import { AppError, describeError } from '../../core/errors.ts';
import type { BatchService } from '../../core/signal/batchService.ts';
import { answersOfBatch } from './batchPass.ts';
import type { BatchWatch, Look } from './batchWatch.ts';
import { commandIds } from '../commandIds.ts';
import type { HandedIn } from './handInBatches.ts';
import type { Keys } from '../providers/keys.ts';
import { tellEnd } from '../runs/pausedRun.ts';
import type { ProviderAccess } from '../providers/providerAccess.ts';
import type { Confirm } from '../runs/runActions.ts';
import { counted } from '../runs/runWords.ts';
import { tellError } from '../tellError.ts';

export type BatchActionsDeps = {
  readonly watch: BatchWatch;
  readonly access: Pick<ProviderAccess, 'openBatch'>;
  readonly keys: Keys;
  readonly confirm: Confirm;
  /** Shows a run in the panel. */
  readonly show: (folder: string) => Promise<unknown>;
  readonly log: vscode.LogOutputChannel;
};

/** What can be done with a run that waits for its batches. */
export type BatchActions = {
  readonly collect: (folder: string) => Promise<void>;
  readonly cancel: (folder: string) => Promise<void>;
  readonly giveUp: (folder: string) => Promise<void>;
  /** Goes on with a run that was handed in: shows it, and waits for its batches. */
  readonly follow: (folder: string, handedIn: HandedIn) => Promise<void>;
  /** Tells what a look came to. Does not wait for the answer. */
  readonly tell: (folder: string, look: Look) => void;
};

export function createBatchActions({ watch, access, keys, confirm, show, log }: BatchActionsDeps): BatchActions {
  const offer = (said: Thenable<string | undefined>, actions: Readonly<Record<string, () => unknown>>) => {
    said.then((chosen) => (chosen === undefined ? undefined : actions[chosen]?.()), (error: unknown) => log.error(String(error)));
  };

  const tell = (folder: string, look: Look) => {
    switch (look.type) {
      case 'done': {
        const { run } = look;
        const { pair, timeframe } = run.series;
        const failed = run.totals.failed === 0 ? '' : `, ${run.totals.failed} failed`;
        offer(vscode.window.showInformationMessage(`${run.state === 'cancelled' ? 'The batch is cancelled' : 'The batch is done'}: ${pair} ${timeframe}, ${counted(run.totals.answered, 'answer')}${failed}.`, 'Show'), { Show: () => show(folder) });
        tellEnd(run, log);
        return;
      }
      case 'waiting':
        offer(vscode.window.showInformationMessage(look.reason ?? 'The run waits for a batch.'), {});
        return;
      case 'elsewhere':
        offer(vscode.window.showInformationMessage('Another window or the terminal is collecting this batch.'), {});
        return;
      case 'nothing':
        offer(vscode.window.showInformationMessage('This run waits for no batch.'), {});
        return;
      case 'trouble':
        if (look.error.code === 'provider-not-found') {
          const giveUpBatch = 'Give Up Batch…';
          offer(vscode.window.showErrorMessage(describeError(look.error), giveUpBatch, 'Show Log'), { [giveUpBatch]: () => vscode.commands.executeCommand(commandIds.giveUpBatch, folder), 'Show Log': () => log.show() });
        } else {
          tellError(look.error, log);
        }
    }
  };

  return {
    tell,
    follow: async (folder, { run, isCancelled }) => {
      await show(folder);
      if (run.waiting === null) {
        tellEnd(run, log);
      } else {
        tell(folder, await watch.look(folder, isCancelled ? 'cancel' : 'collect'));
      }
    },
    collect: async (folder) => tell(folder, await watch.look(folder)),
    cancel: async (folder) => {
      if (await confirm('Cancel the batch of this run?', 'What is answered by then is recorded, and paid for. The rest is not asked.', 'Cancel Batch')) {
        tell(folder, await watch.look(folder, 'cancel'));
      }
    },
    giveUp: async (folder) => {
      const batches = await openBatches(folder);
      const run = await readRunFile(folder);
      const service = await access.openBatch(await answersOfBatch(run, batches, keys)).then(({ service: found }): BatchService | string => found, whyNot);
      const { lost } = await findLost(folder, service, new AbortController().signal);
      if (lost.length === 0) {
        throw new AppError('run-differs', batches.length === 0 ? 'There is no batch to give up.' : `${run.settings.provider} still knows the batch of this run.`, batches.length === 0 ? {} : { hint: 'Wait for it, or end it early with Cancel Batch….' });
      }
      if (await confirm('Give up the batch of this run?', describeLoss(lost), 'Give Up Batch')) {
        const { waiting } = await giveUp(folder, lost.map(({ batch }) => batch.name));
        watch.forget(folder);
        if (waiting !== null) {
          tell(folder, await watch.look(folder));
        }
      }
    },
  };
}

/** Why a service cannot be asked, where that is for want of a key. */
function whyNot(error: unknown): string {
  if (error instanceof AppError && error.code === 'provider-no-key') {
    return describeError(error);
  }
  throw error;
}
