/**
 * Runs that wait for their batches while VS Code is open: asks politely how far they are and brings home what ended,
 * into the same run. Between looks nobody holds the run, so that another window or the terminal may do it as well.
 */
import * as vscode from 'vscode';
import { openBatches } from '../../app/batch/ledger.ts';
import { peek } from '../../app/batch/peek.ts';
import { readRunFile } from '../../app/recorded/readRun.ts';
import type { RunSummary } from '../../app/recorded/runsList.ts';
import { isBeingWritten } from '../../app/run/writerLock.ts';
import { AppError, describeError } from '../../core/errors.ts';
import { pollWaitMs, waitingWords } from '../../core/run/batch.ts';
import type { Run, Waiting } from '../../core/run/summary.ts';
import { failureKinds, type Failure } from '../../core/signal/failure.ts';
import { answersOfBatch, workOnBatches, type PassTools } from './batchPass.ts';
import type { Keys } from '../providers/keys.ts';
import type { ProviderAccess } from '../providers/providerAccess.ts';

/** What a look at the batches of a run came to. */
export type Look =
  | { readonly type: 'waiting'; readonly waiting: Waiting; readonly reason: string | null }
  /** Everything is home. */
  | { readonly type: 'done'; readonly run: Run }
  /** Another window or the terminal is at it. */
  | { readonly type: 'elsewhere' }
  /** Nothing of the run is out: it was brought home elsewhere. */
  | { readonly type: 'nothing' }
  /** It cannot be learnt, for now or, when `isFatal`, until the user does something. */
  | { readonly type: 'trouble'; readonly error: AppError; readonly isFatal: boolean; readonly retryAfterMs?: number | undefined };

export type BatchWatchDeps = {
  readonly access: Pick<ProviderAccess, 'openBatch'>;
  readonly keys: Keys;
  readonly runs: () => Promise<readonly RunSummary[]>;
  /** Called when it is known anew what a run waits for; null when it waits no more. */
  readonly changed: (folder: string, waiting: Waiting | null) => void;
  /** Called with what a look in the background came to that the user has to know. */
  readonly tell: (folder: string, look: Look) => void;
  readonly tools: PassTools;
};

export type BatchWatch = vscode.Disposable & {
  /** Finds the recorded runs that wait, and watches them; how many there are. */
  readonly pickUp: () => Promise<number>;
  /** Looks at a run now, and goes on watching it when it still waits. `cancel` ends its batches early. */
  readonly look: (folder: string, task?: 'collect' | 'cancel') => Promise<Look>;
  /** Watches a run no more. */
  readonly forget: (folder: string) => void;
  /** What runs wait for, by folder. */
  readonly waiting: () => ReadonlyMap<string, Waiting>;
  /** Resolves when nothing is being written any more. */
  readonly close: () => Promise<void>;
};

export function createBatchWatch({ access, keys, runs, changed, tell, tools }: BatchWatchDeps): BatchWatch {
  const { log } = tools;
  const seen = new Map<string, Waiting>();
  const watched = new Map<string, { readonly stop: AbortController; readonly ended: Promise<void> }>();
  const closing = new AbortController();

  const note = (folder: string, waiting: Waiting | null) => {
    if (waiting === null) {
      seen.delete(folder);
    } else {
      seen.set(folder, waiting);
    }
    changed(folder, waiting);
  };

  const lookAt = async (folder: string, task: 'collect' | 'cancel', abort: AbortSignal): Promise<Look> => {
    const batches = await openBatches(folder);
    if (batches.length === 0) {
      note(folder, null);
      return { type: 'nothing' };
    }
    const run = await readRunFile(folder);
    if (!seen.has(folder)) {
      note(folder, { batches: batches.length, done: run.waiting?.done ?? 0, total: batches.reduce((sum, { requests }) => sum + requests.length, 0) });
    }
    if (await isBeingWritten(folder)) {
      return { type: 'elsewhere' };
    }
    const answers = await answersOfBatch(run, batches, keys);
    if (task === 'collect') {
      const { service } = await access.openBatch(answers);
      const at = await peek(folder, service, abort);
      note(folder, at?.waiting ?? null);
      if (at === undefined) {
        return { type: 'nothing' };
      }
      if (!at.isDue) {
        return at.trouble === undefined ? { type: 'waiting', waiting: at.waiting, reason: waitingWords(answers.provider, at.waiting) } : troubleOf(at.trouble);
      }
    }
    const after = await workOnBatches(folder, task, answers, access, abort, tools);
    note(folder, after.waiting);
    return after.waiting === null ? { type: 'done', run: after } : { type: 'waiting', waiting: after.waiting, reason: after.reason };
  };

  const look = async (folder: string, task: 'collect' | 'cancel', abort: AbortSignal): Promise<Look> => {
    try {
      return await lookAt(folder, task, abort);
    } catch (error) {
      if (abort.aborted) {
        return { type: 'elsewhere' };
      }
      if (error instanceof AppError) {
        return error.code === 'run-folder-taken' ? { type: 'elsewhere' } : { type: 'trouble', error, isFatal: true };
      }
      throw error;
    }
  };

  const say = (folder: string, last: Look) => {
    if (last.type === 'trouble' && !last.isFatal) {
      log.warn(describeError(last.error));
    } else if (last.type === 'done' || last.type === 'trouble') {
      tell(folder, last);
    }
  };

  /** Goes on looking until nothing is out, or nothing can be learnt. */
  const follow = async (folder: string, first: Promise<Look>, stop: AbortSignal) => {
    let last = await first;
    for (let polls = 0; goesOn(last) && !stop.aborted; polls++) {
      const retryMs = last.type === 'trouble' ? (last.retryAfterMs ?? 0) : 0;
      await tools.sleep(Math.max(retryMs, pollWaitMs(polls, tools.random())), stop);
      last = await look(folder, 'collect', stop);
      say(folder, last);
    }
  };

  const begin = (folder: string, task: 'collect' | 'cancel'): Promise<Look> => {
    const stop = new AbortController();
    const signal = AbortSignal.any([stop.signal, closing.signal]);
    const first = look(folder, task, signal);
    const ended = follow(folder, first, signal)
      .catch((error: unknown) => {
        if (!signal.aborted) {
          log.error(String(error));
        }
      })
      .finally(() => {
        if (watched.get(folder)?.stop === stop) {
          watched.delete(folder);
        }
      });
    watched.set(folder, { stop, ended });
    return first;
  };

  const forget = (folder: string) => {
    watched.get(folder)?.stop.abort();
    watched.delete(folder);
    note(folder, null);
  };

  return {
    pickUp: async () => {
      // Whoever made a workspace that is not trusted does not say what is asked with the user's keys.
      let found = 0;
      for (const summary of vscode.workspace.isTrusted ? await runs() : []) {
        const { folder } = summary;
        if (!('run' in summary) || summary.state === 'finished' || (await openBatches(folder)).length === 0) {
          continue;
        }
        found += 1;
        if (!watched.has(folder)) {
          begin(folder, 'collect').then((first) => say(folder, first), (error: unknown) => log.error(String(error)));
        }
      }
      return found;
    },
    look: async (folder, task = 'collect') => {
      const before = watched.get(folder);
      before?.stop.abort();
      await before?.ended;
      return begin(folder, task);
    },
    forget,
    waiting: () => seen,
    close: async () => {
      closing.abort();
      await Promise.all([...watched.values()].map(({ ended }) => ended));
    },
    dispose: () => closing.abort(),
  };
}

/** Whether there is reason to look again. */
function goesOn(look: Look): boolean {
  return look.type === 'waiting' || look.type === 'elsewhere' || (look.type === 'trouble' && !look.isFatal);
}

function troubleOf({ code, message, retryAfterMs }: Failure): Look {
  return { type: 'trouble', error: new AppError(code, message), isFatal: failureKinds[code] === 'fatal', retryAfterMs };
}
