import * as vscode from 'vscode';
import { readBacktests } from '../../app/backtest/keptBacktests.ts';
import { readRun } from '../../app/recorded/readRun.ts';
import type { RunSummary } from '../../app/recorded/runsList.ts';
import { latestRecords } from '../../core/run/latest.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import { commandIds } from '../commandIds.ts';
import { canResume, changeInWords, costOfRun, counted, grouped, progressInWords, rangeInWords, type ReadableRun, type RunState } from './runWords.ts';

/** What the Runs view holds: runs by pair and timeframe, each with its facts. */
export type RunNode =
  | { readonly type: 'series'; readonly name: string; readonly runs: readonly ReadableRun[] }
  | { readonly type: 'run'; readonly summary: ReadableRun }
  | { readonly type: 'unreadable'; readonly summary: Extract<RunSummary, { readonly unreadable: string }> }
  | { readonly type: 'fact'; readonly id: string; readonly label: string; readonly description: string; readonly icon?: vscode.ThemeIcon };

const warning = new vscode.ThemeColor('editorWarning.foreground');
const icons: Readonly<Record<RunState, vscode.ThemeIcon>> = {
  running: new vscode.ThemeIcon('sync~spin'),
  finished: new vscode.ThemeIcon('check'),
  paused: new vscode.ThemeIcon('debug-pause', warning),
  waiting: new vscode.ThemeIcon('watch'),
  cancelled: new vscode.ThemeIcon('circle-slash'),
  stopped: new vscode.ThemeIcon('error', new vscode.ThemeColor('errorForeground')),
  interrupted: new vscode.ThemeIcon('debug-disconnect', warning),
};

/** The first level: newest series first, and the folders that hold no run at the end. */
export function groupRuns(runs: readonly RunSummary[]): readonly RunNode[] {
  const groups = new Map<string, ReadableRun[]>();
  for (const summary of runs) {
    if ('run' in summary) {
      const { pair, timeframe } = summary.run.series;
      const name = `${pair} ${timeframe}`;
      groups.set(name, [...(groups.get(name) ?? []), summary]);
    }
  }
  return [
    ...Array.from(groups, ([name, members]): RunNode => ({ type: 'series', name, runs: members })),
    ...runs.flatMap((summary): RunNode[] => ('unreadable' in summary ? [{ type: 'unreadable', summary }] : [])),
  ];
}

/** The facts of a run. Its lines are read for them, so a run is read only when it is opened in the view. */
export async function factsOf({ folder, run, state }: ReadableRun): Promise<readonly RunNode[]> {
  const { records, run: { totals } } = await readRun(folder);
  const [backtest] = await readBacktests(folder);
  const { settings } = run;
  const cost = costOfRun({ ...run, totals });
  const gates = [settings.gates.entry, settings.gates.exit].filter((gate) => gate !== null);
  const fact = (label: string, description: string, icon?: vscode.ThemeIcon): RunNode => ({ type: 'fact', id: `${folder} ${label}`, label, description, ...(icon === undefined ? {} : { icon }) });
  return [
    ...countOutcomes(folder, records),
    ...(run.reason === null || state === 'interrupted' ? [] : [fact('Reason', run.reason)]),
    fact('Provider', `${settings.provider}, ${settings.model}`),
    fact('Range', rangeInWords(run)),
    fact('Gate', gates.join(' | ') || '–'),
    fact('Cost', totals.cached === 0 ? cost : `${cost}, ${grouped(totals.cached)} already answered`),
    fact('Candles', run.series.file),
    ...(backtest === undefined ? [] : [fact('Backtest', `${backtest.strategy}, ${counted(backtest.metrics.trades, 'trade')}, ${changeInWords(backtest.metrics.profit_ratio)}`)]),
  ];
}

function countOutcomes(folder: string, records: readonly QuestionRecord[]): readonly RunNode[] {
  const counts = { buy: 0, sell: 0, hold: 0, failed: 0, skipped: 0 };
  for (const { outcome, signal } of latestRecords(records).values()) {
    counts[signal === null ? (outcome === 'failed' ? 'failed' : 'skipped') : ({ BUY: 'buy', SELL: 'sell', HOLD: 'hold' } as const)[signal.decision]] += 1;
  }
  const shapes = {
    buy: new vscode.ThemeIcon('triangle-up', new vscode.ThemeColor('charts.green')),
    sell: new vscode.ThemeIcon('triangle-down', new vscode.ThemeColor('charts.red')),
    hold: new vscode.ThemeIcon('circle-outline'),
    failed: new vscode.ThemeIcon('close', warning),
    skipped: new vscode.ThemeIcon('dash'),
  } as const;
  const names = Object.keys(shapes) as (keyof typeof shapes)[];
  const shown = names.filter((name) => counts[name] > 0 || name === 'buy' || name === 'sell' || name === 'hold');
  return shown.map((name): RunNode => ({ type: 'fact', id: `${folder} ${name}`, label: `${grouped(counts[name])} ${name === 'skipped' ? 'not asked' : name}`, description: '', icon: shapes[name] }));
}

export function treeItemOf(node: RunNode): vscode.TreeItem {
  switch (node.type) {
    case 'series':
      return { id: node.name, label: node.name, description: counted(node.runs.length, 'run'), collapsibleState: vscode.TreeItemCollapsibleState.Expanded, contextValue: 'series' };
    case 'run':
      return runItem(node.summary);
    case 'unreadable':
      return {
        id: node.summary.folder, resourceUri: vscode.Uri.file(node.summary.folder), description: 'cannot be read', tooltip: node.summary.unreadable,
        iconPath: new vscode.ThemeIcon('warning', warning), contextValue: 'unreadable',
      };
    case 'fact':
      return { id: node.id, label: node.label, description: node.description, tooltip: node.description === '' ? node.label : `${node.label}: ${node.description}`, ...(node.icon === undefined ? {} : { iconPath: node.icon }) };
  }
}

function runItem(summary: ReadableRun): vscode.TreeItem {
  const { folder, run, state } = summary;
  const { settings, series } = run;
  const progress = progressInWords(summary);
  return {
    id: folder,
    label: settings.model,
    description: progress,
    iconPath: icons[state],
    tooltip: tooltipOf(summary),
    accessibilityInformation: { label: `${settings.model}, ${series.pair} ${series.timeframe}, ${state}, ${progress}` },
    collapsibleState: vscode.TreeItemCollapsibleState.Collapsed,
    contextValue: canResume(summary) ? 'run.unfinished' : `run.${state}`,
    command: { command: commandIds.openRun, title: 'Open Run', arguments: [{ type: 'run', summary } satisfies RunNode] },
  };
}

/** Plain text: a model's id and a file's name are data. */
function tooltipOf({ folder, run, state }: ReadableRun): string {
  const { settings, totals, series, started } = run;
  return [
    `${settings.provider}, ${settings.model}: ${state}${run.reason === null ? '' : `. ${run.reason}`}`,
    `${series.pair} ${series.timeframe}, ${rangeInWords(run)}`,
    state === 'interrupted' ? `${grouped(run.funnel.asked * settings.repeats)} questions` : `${grouped(totals.answered)} answered, ${grouped(totals.failed)} failed, ${grouped(totals.skipped)} not asked, ${costOfRun(run)}`,
    `Started ${started.slice(0, 16).replace('T', ' ')} UTC`,
    folder,
  ].join('\n');
}
