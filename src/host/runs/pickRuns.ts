import * as vscode from 'vscode';
import type { RunSummary } from '../../app/recorded/runsList.ts';
import type { RunNode } from './runNodes.ts';
import { progressInWords, rangeInWords, type ReadableRun } from './runWords.ts';

type RunItem = vscode.QuickPickItem & { readonly summary: ReadableRun };

/** The runs that a command of the Runs view was called with: those selected, or the one it was called on. */
export function runsOf(node: unknown, selected: unknown): readonly RunSummary[] {
  const nodes = Array.isArray(selected) && selected.length > 0 ? (selected as readonly RunNode[]) : isNode(node) ? [node] : [];
  return nodes.flatMap((each) => (isNode(each) && (each.type === 'run' || each.type === 'unreadable') ? [each.summary] : []));
}

function isNode(value: unknown): value is RunNode {
  return typeof value === 'object' && value !== null && 'type' in value;
}

/** Lets the user choose one of some runs; where there are none, says why. */
export async function pickRun(runs: readonly RunSummary[], title: string, none = 'There are no runs yet. Run Signals on Candles… makes the first.'): Promise<ReadableRun | undefined> {
  const items = itemsOf(runs);
  if (items.length === 0) {
    vscode.window.showInformationMessage(none).then(undefined, () => undefined);
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { title, placeHolder: 'Which run?', matchOnDescription: true, matchOnDetail: true }))?.summary;
}

/** Lets the user choose several; those of `chosen` are marked already. */
export async function pickSeveralRuns(runs: readonly RunSummary[], title: string, chosen: readonly string[] = []): Promise<readonly ReadableRun[] | undefined> {
  const items = itemsOf(runs).map((item) => ({ ...item, picked: chosen.includes(item.summary.folder) }));
  const picked = await vscode.window.showQuickPick(items, { title, placeHolder: 'Choose two or more.', canPickMany: true, matchOnDescription: true, matchOnDetail: true });
  return picked?.map(({ summary }) => summary);
}

function itemsOf(runs: readonly RunSummary[]): readonly RunItem[] {
  return runs.flatMap((summary) => {
    if (!('run' in summary)) {
      return [];
    }
    const { series, settings } = summary.run;
    const gates = [settings.gates.entry, settings.gates.exit].filter((gate) => gate !== null).join(' | ');
    return [{ label: `${series.pair} ${series.timeframe}`, description: `${settings.model}, ${progressInWords(summary)}`, detail: `${settings.provider}, ${rangeInWords(summary.run)}, ${gates}`, summary }];
  });
}
