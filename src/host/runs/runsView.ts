import path from 'node:path';
import * as vscode from 'vscode';
import { listRuns, type RunSummary } from '../../app/recorded/runsList.ts';
import { traceOfRuns } from '../../app/recorded/runTraces.ts';
import { isBeingWritten } from '../../app/run/writerLock.ts';
import { waitingWords } from '../../core/run/batch.ts';
import type { Run, Waiting } from '../../core/run/summary.ts';
import { factsOf, groupRuns, treeItemOf, type RunNode } from './runNodes.ts';
import type { RunHome } from './runHomes.ts';

export type RunsViewDeps = {
  readonly homes: () => readonly RunHome[];
  /** The run that this window shows or asks, which knows more than its `run.json`. */
  readonly shown: () => { readonly folder: string; readonly run: Run } | undefined;
  /** What a run waits for, where this window knows it better than its `run.json`. */
  readonly batchesOf?: (folder: string) => Waiting | undefined;
  /** Tells the view to ask for its children again. */
  readonly changed: () => void;
  /** How often it looks for what the editor does not say. */
  readonly lookEveryMs?: number;
  readonly log: vscode.LogOutputChannel;
};

export type RunsView = vscode.Disposable & {
  readonly childrenOf: (node: RunNode | undefined) => Promise<readonly RunNode[]>;
  readonly itemOf: (node: RunNode) => vscode.TreeItem;
  /** All runs there are, newest first. */
  readonly list: () => Promise<readonly RunSummary[]>;
  /** Something about the runs changed; the view follows at most once a second. */
  readonly refresh: () => void;
  /** Looks for runs in other folders from now on. */
  readonly watch: () => void;
};

const calmMs = 1000;
const usualLookMs = 3000;

/** The runs of all places, read when the view asks for them; it follows the folders as they change. */
export function createRunsView({ homes, shown, batchesOf, changed, lookEveryMs = usualLookMs, log }: RunsViewDeps): RunsView {
  let watchers: readonly vscode.Disposable[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isDue = false;
  let open: readonly string[] = [];
  /** The runs whose facts the view was asked for. */
  const unfolded = new Set<string>();
  let trace: string | undefined;

  // At once, then not for a while: a run changes with every answer.
  const refresh = () => {
    if (timer !== undefined) {
      isDue = true;
      return;
    }
    changed();
    timer = setTimeout(() => {
      timer = undefined;
      if (isDue) {
        isDue = false;
        refresh();
      }
    }, calmMs);
  };

  const roots = () => homes().flatMap(({ runs }) => runs);

  // The editor's watch misses folders that are made in quick succession, all that is in them from then on, and backtests.
  const look = async () => {
    const before = trace;
    const live = shown();
    const now = await traceOfRuns(roots(), open, [...unfolded, ...(live === undefined || unfolded.has(live.folder) ? [] : [live.folder])]);
    if (before === trace) {
      trace = now;
      if (before !== undefined && before !== now) {
        refresh();
      }
    }
  };
  const lookNow = () => {
    look().catch((error: unknown) => log.warn(String(error)));
  };
  const looking = setInterval(lookNow, lookEveryMs);

  const list = async () => {
    const runs = await listRuns(roots(), isBeingWritten);
    open = runs.filter((summary) => !('run' in summary && summary.state === 'finished')).map(({ folder }) => folder);
    const live = shown();
    return runs.map((summary): RunSummary => {
      if (!('run' in summary)) {
        return summary;
      }
      const waiting = batchesOf?.(summary.folder);
      const isLive = live?.folder === summary.folder && summary.state === 'running';
      return isLive ? { ...summary, run: live.run } : waiting === undefined || summary.state === 'running' ? summary : { ...summary, state: 'waiting', run: { ...summary.run, waiting, reason: waitingWords(summary.run.settings.provider, waiting) } };
    });
  };

  const watch = () => {
    vscode.Disposable.from(...watchers).dispose();
    watchers = roots().flatMap(patternsOf).flatMap((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      return [watcher, watcher.onDidCreate(refresh), watcher.onDidChange(refresh), watcher.onDidDelete(refresh)];
    });
  };

  watch();
  lookNow();
  return {
    list,
    itemOf: treeItemOf,
    childrenOf: async (node) => {
      switch (node?.type) {
        case undefined:
          return groupRuns(await list());
        case 'series':
          return node.runs.map((summary): RunNode => ({ type: 'run', summary }));
        case 'run':
          unfolded.add(node.summary.folder);
          return factsOf(node.summary).catch((error: unknown) => {
            log.warn(String(error));
            return [];
          });
        case 'unreadable':
        case 'fact':
          return [];
      }
    },
    refresh,
    watch,
    dispose: () => {
      clearTimeout(timer);
      clearInterval(looking);
      vscode.Disposable.from(...watchers).dispose();
    },
  };
}

/**
 * What of a folder of runs is watched. The editor watches all of the workspace anyway, so there also the folders above,
 * of which alone it may say that they are gone; elsewhere a deep watch would be one more, so runs are seen to come and go.
 */
function patternsOf(folder: string): readonly vscode.RelativePattern[] {
  const uri = vscode.Uri.file(folder);
  const workspace = vscode.workspace.getWorkspaceFolder(uri);
  if (workspace === undefined) {
    return [new vscode.RelativePattern(uri, '*')];
  }
  const above: vscode.RelativePattern[] = [];
  for (let at = folder; at.startsWith(`${workspace.uri.fsPath}${path.sep}`); at = path.dirname(at)) {
    above.push(new vscode.RelativePattern(vscode.Uri.file(path.dirname(at)), path.basename(at)));
  }
  return [new vscode.RelativePattern(uri, '{*,*/run.json}'), ...above];
}
