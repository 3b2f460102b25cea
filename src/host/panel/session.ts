import * as vscode from 'vscode';
import { askOne } from '../../app/run/askOne.ts';
import { nameOfBacktest, namesOfBacktests, readBacktests } from '../../app/backtest/keptBacktests.ts';
import { givenUpUsd } from '../../app/batch/ledger.ts';
import { executeRun, type RecordedEvent, type RunPlace } from '../../app/run/executeRun.ts';
import type { PreparedRun } from '../../app/run/prepareRun.ts';
import { syntheticSampleLabel } from '../../app/view.ts';
import { isBeingWritten } from '../../app/run/writerLock.ts';
import { AppError, describeError } from '../../core/errors.ts';
import { createBudget, type Budget } from '../../core/run/budget.ts';
import type { PlannedQuestion } from '../../core/run/plan.ts';
import type { KnownAnswers } from '../../core/run/run.ts';
import type { Run, Waiting } from '../../core/run/summary.ts';
import type { SignalProvider } from '../../core/signal/provider.ts';
import type { Notice, ToWebview } from '../../protocol/messages.ts';
import { parsePanelState } from '../../protocol/panelState.ts';
import { gatherRecords } from './gatherRecords.ts';
import { waitingOf } from '../runs/pausedRun.ts';
import type { RunStatus } from '../status/status.ts';
import { backtestsMessage, budgetMessage, loadShownRun, messagesOf, runMessage, statusOf, type FileOfSeveral, type ShownRun } from './shownRun.ts';

export type SessionDeps = {
  readonly post: (message: ToWebview) => void;
  /** Resolves when what was posted so far has arrived, or cannot. */
  readonly arrived: () => Promise<void>;
  readonly setTitle: (title: string) => void;
  readonly setRun: (status: RunStatus) => void;
  /** Called when a run has ended, with why its last question failed; null when it was answered. */
  readonly afterRun: (lastError: string | null) => void;
  /** Called before another run is shown. */
  readonly beforeShow: () => void;
  readonly log: vscode.LogOutputChannel;
};

/** On what terms a run asks. */
export type RunTerms = {
  /** In USD; null for a provider that costs nothing. */
  readonly limitUsd: number | null;
  /** What other runs know already. */
  readonly known: KnownAnswers;
  /** A budget shared with other runs, and which of several files this one is, from 1. */
  readonly shared?: { readonly budget: Budget; readonly file?: FileOfSeveral };
};

export type Session = vscode.Disposable & {
  readonly isRunning: () => boolean;
  /** Runs to the end, the cancel or the pause, showing what happens. Rejects with AppError `run-going-on`, as `askOne` does. */
  readonly start: (prepared: PreparedRun, provider: SignalProvider, place: RunPlace, terms: RunTerms) => Promise<Run>;
  readonly cancel: () => void;
  /** Waits for what is in flight and leaves the rest for later. */
  readonly pause: () => void;
  /** Asks one question in the folder of the run that is shown, at most for `limitUsd` with what the run has cost. */
  readonly askOne: (provider: SignalProvider, planned: PlannedQuestion, limitUsd: number | null) => Promise<void>;
  /** Shows a recorded run, unless a run starts or another one is opened meanwhile. Rejects as `reopenRun` does. */
  readonly open: (folder: string) => Promise<void>;
  /** Shows the backtests that are kept with the run of a folder, if that run is shown. */
  readonly showBacktests: (folder: string) => Promise<void>;
  /** Shows anew a run that another window or the terminal has written to its end meanwhile, and backtests made there. */
  readonly catchUp: () => Promise<void>;
  /** Says of the run that is shown what it waits for now. */
  readonly setWaiting: (folder: string, waiting: Waiting) => void;
  /** Shows the run of a folder no more. */
  readonly forget: (folder: string) => Promise<void>;
  /** Shows the recorded run that a panel remembers; without one the panel stays empty. */
  readonly restore: (panelState: unknown) => Promise<void>;
  readonly snapshot: () => readonly ToWebview[];
  readonly shown: () => ShownRun | undefined;
  /** Cancels what goes on; resolves when that is on disk. */
  readonly close: () => Promise<void>;
};

export function createSession({ post, arrived, setTitle, setRun, afterRun, beforeShow, log }: SessionDeps): Session {
  let shown: ShownRun | undefined;
  let abort: AbortController | undefined;
  let pausing = new AbortController();
  let ended: Promise<void> = Promise.resolve();
  let opened = 0;
  const batch = gatherRecords(() => {
    if (shown !== undefined) {
      post({ type: 'asking', times: [...shown.asking] });
      post(budgetMessage(shown));
      post(runMessage(shown));
    }
    paint();
  }, post, arrived);

  const show = (next: ShownRun) => {
    shown = next;
    batch.restart(next.records.length);
    setTitle(`Signals: ${next.prepared.pair} ${next.prepared.opened.series.timeframe}`);
    snapshot().forEach(post);
  };

  const snapshot = (): readonly ToWebview[] => (shown === undefined ? [{ type: 'empty', sample: syntheticSampleLabel }] : messagesOf(shown));

  /** A run that broke off after it was shown, such as on a full disk, must not look as if it went on. */
  const breakOff = (error: unknown) => {
    if (shown !== undefined) {
      const notice: Notice = { severity: 'error', message: `The run broke off: ${describeError(error)}`, hint: 'What was answered before is on disk.' };
      shown = { ...shown, run: { ...shown.run, state: 'stopped' }, asking: new Set(), notice };
      batch.flush();
      post({ type: 'notice', ...notice });
    }
  };

  const follow = (event: RecordedEvent, started?: (run: Run) => ShownRun) => {
    switch (event.type) {
      case 'started':
        if (started !== undefined) {
          beforeShow();
          show(started(event.run));
          paint();
        }
        break;
      case 'asking':
        event.times.forEach((time) => shown?.asking.add(Date.parse(time)));
        batch.schedule();
        break;
      case 'settled':
        if (shown !== undefined) {
          shown.asking.delete(Date.parse(event.record.time));
          shown.records.push(event.record);
          shown = { ...shown, run: { ...shown.run, totals: event.totals } };
          batch.add(event.record);
        }
        break;
      case 'ended':
        if (shown !== undefined) {
          shown = { ...shown, run: event.run, asking: new Set() };
          batch.flush();
        }
        break;
    }
  };

  const paint = () => setRun(shown === undefined ? { type: 'idle' } : statusOf(shown));
  const setContext = async () => {
    await vscode.commands.executeCommand('setContext', 'llmSignals.isRunning', abort !== undefined);
    await vscode.commands.executeCommand('setContext', 'llmSignals.canResume', abort === undefined && shown !== undefined && waitingOf(shown) > 0);
  };

  /**
   * Does what only one run at a time may do. `work` is given a signal that cancels it, and is to say what happens.
   * @throws AppError `run-going-on`
   */
  const occupy = async <Result>(work: (signal: AbortSignal, follow: (event: RecordedEvent) => void) => Promise<Result>): Promise<Result> => {
    if (abort !== undefined) {
      throw new AppError('run-going-on', 'A run is going on.', { hint: 'Cancel it, or wait for its end.' });
    }
    const controller = new AbortController();
    abort = controller;
    pausing = new AbortController();
    let end: () => void = () => undefined;
    ended = new Promise((resolve) => (end = resolve));
    let lastError: string | null = null;
    try {
      await setContext();
      return await work(controller.signal, (event) => {
        lastError = event.type === 'settled' && event.record.outcome !== 'skipped' ? (event.record.error?.message ?? null) : lastError;
      });
    } finally {
      abort = undefined;
      end();
      paint();
      await setContext();
      afterRun(lastError);
    }
  };

  const showLoaded = async (loaded: ShownRun) => {
    show(loaded);
    paint();
    await setContext();
  };

  const open = async (folder: string) => {
    const mine = ++opened;
    const loaded = await loadShownRun(folder, workspaceRoots());
    if (mine === opened && abort === undefined) {
      beforeShow();
      await showLoaded(loaded);
    }
  };

  const showBacktests = async (folder: string) => {
    const backtests = await readBacktests(folder);
    if (shown?.folder === folder) {
      shown = { ...shown, backtests };
      post(backtestsMessage(shown));
    }
  };

  const catchUpBacktests = async () => {
    if (shown !== undefined) {
      const { folder, backtests } = shown;
      const names = await namesOfBacktests(folder);
      if (names.join() !== backtests.map(nameOfBacktest).join()) {
        await showBacktests(folder);
      }
    }
  };

  const catchUp = async () => {
    await catchUpBacktests();
    const stale = shown;
    if (stale?.elsewhere !== true || (await isBeingWritten(stale.folder))) {
      return;
    }
    const loaded = await loadShownRun(stale.folder, workspaceRoots());
    if (shown === stale && abort === undefined) {
      await showLoaded(loaded);
    }
  };

  return {
    isRunning: () => abort !== undefined,
    start: (prepared, provider, place, { limitUsd, known, shared }) =>
      occupy(async (signal, lastError) => {
        const { before, folder } = place;
        log.info(`Run ${place.id} ${before === undefined ? 'asks' : 'goes on with'} ${provider.id} about ${place.file}: ${prepared.gate.asked.length} questions in all`);
        const spentUsd = before === undefined ? 0 : (before.run.totals.usd ?? 0) + (await givenUpUsd(folder));
        const budget = shared?.budget ?? createBudget(limitUsd ?? Infinity, spentUsd);
        const backtests = before === undefined ? [] : await readBacktests(folder);
        const started = (run: Run): ShownRun => ({ prepared, folder, run, records: [...(before?.records ?? [])], asking: new Set(), notice: null, backtests, budget: limitUsd === null ? null : budget, file: shared?.file });
        let began = false;
        try {
          for await (const event of executeRun(prepared, provider, place, { abort: signal, pausing: pausing.signal, budget, answers: known, whenUnavailable: 'paused' })) {
            began = true;
            follow(event, started);
            lastError(event);
          }
        } catch (error) {
          if (began) {
            breakOff(error);
          }
          throw error;
        }
        // Only a run that ended lets the loop end.
        const { run } = shown!;
        log.info(`Run ${place.id} ${run.state}${run.reason === null ? '' : ` (${run.reason})`}: ${run.totals.answered} answered, ${run.totals.failed} failed, ${run.totals.skipped} not asked`);
        return run;
      }),
    askOne: async (provider, planned, limitUsd) => {
      const { folder, run } = shown!;
      await occupy(async (signal, lastError) => {
        log.info(`Run ${run.id} asks ${provider.id} about ${planned.time}`);
        const budget = createBudget(limitUsd ?? Infinity, limitUsd === null ? 0 : (run.totals.usd ?? 0));
        for await (const event of askOne(folder, provider, planned, { abort: signal, budget })) {
          follow(event);
          lastError(event);
        }
      });
    },
    cancel: () => abort?.abort(),
    pause: () => pausing.abort(),
    open,
    showBacktests,
    catchUp,
    setWaiting: (folder, waiting) => {
      if (shown?.folder === folder && abort === undefined) {
        shown = { ...shown, run: { ...shown.run, waiting } };
        post(runMessage(shown));
        paint();
      }
    },
    forget: async (folder) => {
      if (shown?.folder === folder && abort === undefined) {
        beforeShow();
        shown = undefined;
        setTitle('Signals');
        snapshot().forEach(post);
        paint();
        await setContext();
      }
    },
    restore: async (panelState) => {
      const folder = parsePanelState(panelState)?.folder ?? null;
      if (folder !== null && abort === undefined) {
        await open(folder);
      }
    },
    snapshot,
    shown: () => shown,
    close: async () => {
      abort?.abort();
      await ended;
    },
    dispose: () => {
      abort?.abort();
      batch.dispose();
    },
  };
}

function workspaceRoots(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath);
}
