import * as vscode from 'vscode';
import { deleteRun } from '../../app/recorded/deleteRun.ts';
import type { RunSummary } from '../../app/recorded/runsList.ts';
import { AppError } from '../../core/errors.ts';
import type { BatchActions } from '../batch/batchActions.ts';
import type { Comparison } from './comparison.ts';
import { waitingOf } from './pausedRun.ts';
import { pickRun, pickSeveralRuns, runsOf } from './pickRuns.ts';
import { homeOfRun, type RunHome } from './runHomes.ts';
import type { RunsView } from './runsView.ts';
import { canResume, counted, sizeInWords, type ReadableRun } from './runWords.ts';
import type { Session } from '../panel/session.ts';

/** Asks in a dialog that blocks everything else; true when the user says yes. */
export type Confirm = (message: string, detail: string, yes: string) => Promise<boolean>;

/** What can be done with recorded runs, from the Runs view and from the palette, where the user picks the run. */
export type RunActions = {
  readonly [action in 'open' | 'resume' | 'collectBatch' | 'cancelBatch' | 'giveUpBatch' | 'compare' | 'delete' | 'reveal' | 'copyPath']: (node?: unknown, selected?: unknown) => Promise<void>;
} & {
  /** Shows a run in the panel; false when another one is going on, which is told, or was opened meanwhile. */
  readonly show: (folder: string) => Promise<boolean>;
};

export type RunActionsDeps = {
  readonly view: RunsView;
  readonly session: Session;
  readonly comparison: Comparison;
  readonly homes: () => readonly RunHome[];
  readonly resumeShown: () => Promise<void>;
  readonly batches: Pick<BatchActions, 'collect' | 'cancel' | 'giveUp'>;
  readonly revealPanel: () => void;
  /** Without taking the focus from the panel's buttons. */
  readonly showPanel: () => void;
  readonly sayBusy: () => void;
  readonly confirm: Confirm;
};

export function createRunActions({ view, session, comparison, homes, resumeShown, batches, revealPanel, showPanel, sayBusy, confirm }: RunActionsDeps): RunActions {
  const chosen = async (title: string, node: unknown): Promise<RunSummary | undefined> => runsOf(node, undefined)[0] ?? pickRun(await view.list(), title);

  const open = async (folder: string): Promise<boolean> => {
    if (session.shown()?.folder !== folder || !session.isRunning()) {
      if (session.isRunning()) {
        sayBusy();
        return false;
      }
      await session.open(folder);
      if (session.shown()?.folder !== folder) {
        return false;
      }
    }
    comparison.close();
    revealPanel();
    return true;
  };

  /** Works on a run that waits for a batch: the one called on or shown, else one that the user picks. */
  const onWaiting = (title: string, work: (folder: string) => Promise<void>) => async (node?: unknown) => {
    const waiting = (await view.list()).filter((summary) => 'run' in summary && summary.state === 'waiting');
    if (waiting.length === 0) {
      throw new AppError('run-differs', 'No run waits for a batch.');
    }
    const named = typeof node === 'string' ? node : runsOf(node, undefined)[0]?.folder;
    const only = waiting.find(({ folder }) => folder === session.shown()?.folder) ?? (waiting.length === 1 ? waiting[0] : undefined);
    const folder = named ?? (only ?? (await pickRun(waiting, title)))?.folder;
    if (folder !== undefined) {
      await work(folder);
    }
  };

  return {
    show: open,
    open: async (node) => {
      const run = await chosen('Open Run', node);
      if (run !== undefined) {
        await open(run.folder);
      }
    },
    resume: async (node) => {
      const [called] = runsOf(node, undefined);
      const shown = session.shown();
      if (called === undefined && shown !== undefined && waitingOf(shown) > 0) {
        await resumeShown();
        return;
      }
      const run = called ?? (await pickRun((await view.list()).filter((summary) => 'run' in summary && (canResume(summary) || summary.state === 'waiting')), 'Resume Run', 'No run was paused or broken off, so there is nothing to resume.'));
      if (run !== undefined && (await open(run.folder))) {
        await resumeShown();
      }
    },
    collectBatch: onWaiting('Collect Batch', batches.collect),
    cancelBatch: onWaiting('Cancel Batch', batches.cancel),
    giveUpBatch: onWaiting('Give Up Batch', batches.giveUp),
    compare: async (node, selected) => {
      const runs = await chooseRuns(runsOf(node, selected), view, session, comparison);
      if (runs !== undefined) {
        await comparison.show(runs.map(({ folder }) => folder));
        showPanel();
      }
    },
    delete: async (node, selected) => {
      const picked = runsOf(node, selected);
      const runs = picked.length > 0 ? picked : [await pickRun(await view.list(), 'Delete Run')].filter((run) => run !== undefined);
      if (runs.length === 0 || !(await confirmDeletion(runs, confirm))) {
        return;
      }
      for (const { folder } of runs) {
        await deleteRun(folder, homeOfRun(folder, homes()));
        await session.forget(folder);
      }
      view.refresh();
    },
    reveal: async (node) => {
      const run = await chosen('Reveal Run in Explorer', node);
      if (run !== undefined) {
        const uri = vscode.Uri.file(run.folder);
        await vscode.commands.executeCommand(vscode.workspace.getWorkspaceFolder(uri) === undefined ? 'revealFileInOS' : 'revealInExplorer', uri);
      }
    },
    copyPath: async (node) => {
      const run = await chosen('Copy Path of Run', node);
      if (run !== undefined) {
        await vscode.env.clipboard.writeText(run.folder);
      }
    },
  };
}

/** The runs to compare: those selected, or those of one pair and timeframe that the user picks. Undefined when they do not. */
async function chooseRuns(selected: readonly RunSummary[], view: RunsView, session: Session, comparison: Comparison): Promise<readonly ReadableRun[] | undefined> {
  const readable = selected.filter((summary): summary is ReadableRun => 'run' in summary);
  if (readable.length > 1) {
    return readable;
  }
  const all = (await view.list()).filter((summary): summary is ReadableRun => 'run' in summary);
  const shown = session.shown()?.folder;
  const first = readable[0] ?? all.find(({ folder }) => folder === shown) ?? (await pickRun(all, 'Compare Runs: the First'));
  if (first === undefined) {
    return undefined;
  }
  const { pair, timeframe } = first.run.series;
  const others = all.filter(({ folder, run }) => folder !== first.folder && run.series.pair === pair && run.series.timeframe === timeframe);
  if (others.length === 0) {
    throw new AppError('run-differs', `There is no other run of ${pair} ${timeframe} to compare it with.`, { hint: 'Run it again, such as with another model.' });
  }
  const picked = await pickSeveralRuns([first, ...others], `Compare Runs of ${pair} ${timeframe}`, [first.folder, ...comparison.folders()]);
  return picked === undefined || picked.length < 2 ? undefined : picked;
}

async function confirmDeletion(runs: readonly RunSummary[], confirm: Confirm): Promise<boolean> {
  const [first] = runs;
  const bytes = runs.reduce((sum, run) => sum + run.bytes, 0);
  const name = runs.length === 1 && first !== undefined && 'run' in first ? `the run of ${first.run.series.pair} ${first.run.series.timeframe} with ${first.run.settings.model}` : counted(runs.length, 'run');
  return confirm(`Delete ${name} (${sizeInWords(bytes)})?`, 'Its answers stay known: they are kept in .llm-signals/answers, and are not paid for again. Clear Answers… deletes those.', runs.length === 1 ? 'Delete Run' : 'Delete Runs');
}
