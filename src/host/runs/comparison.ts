import { letterOf } from '../../app/terminal/describeComparison.ts';
import { readRun } from '../../app/recorded/readRun.ts';
import { reopenRun } from '../../app/recorded/reopenRun.ts';
import { seriesView } from '../../app/view.ts';
import { compareRuns } from '../../core/run/compare.ts';
import type { ToWebview } from '../../protocol/messages.ts';
import { parsePanelState } from '../../protocol/panelState.ts';

export type Comparison = {
  /**
   * Lays recorded runs side by side in the panel, over the candles of the first.
   * @throws AppError `run-differs` because they are of another pair or timeframe; `run-unreadable`, `candles-unreadable`.
   */
  readonly show: (folders: readonly string[]) => Promise<void>;
  /** Shows the runs that a panel remembers to have compared; does nothing without any. */
  readonly restore: (panelState: unknown) => Promise<void>;
  /** Goes back to the run. */
  readonly close: () => void;
  /** The folders of the runs that are compared; empty when none are. */
  readonly folders: () => readonly string[];
  readonly snapshot: () => readonly ToWebview[];
};

/** `roots` are folders that a run may name its candles from. */
export function createComparison(post: (message: ToWebview) => void, roots: () => readonly string[]): Comparison {
  let current: Extract<ToWebview, { type: 'comparison' }> | undefined;

  const show = async (folders: readonly string[]) => {
    const runs = await Promise.all(folders.map(async (folder) => ({ folder, ...(await readRun(folder)) })));
    compareRuns(runs);
    const { prepared } = await reopenRun(folders[0]!, roots());
    current = {
      type: 'comparison',
      comparison: { series: seriesView(prepared.opened, prepared.pair), runs: runs.map(({ folder, run, records }, at) => ({ letter: letterOf(at), folder, run, records: [...records] })) },
    };
    post(current);
  };

  return {
    show,
    restore: async (panelState) => {
      const folders = parsePanelState(panelState)?.compared ?? [];
      if (folders.length > 1) {
        await show(folders);
      }
    },
    close: () => {
      if (current !== undefined) {
        current = undefined;
        post({ type: 'comparison', comparison: null });
      }
    },
    folders: () => current?.comparison?.runs.map(({ folder }) => folder) ?? [],
    snapshot: () => (current === undefined ? [] : [current]),
  };
}
