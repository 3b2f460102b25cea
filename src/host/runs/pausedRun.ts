import * as vscode from 'vscode';
import type { Run } from '../../core/run/summary.ts';
import { latestRecords } from '../../core/run/latest.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import { commandIds } from '../commandIds.ts';
import { settingKeys, settingsSection } from '../settings.ts';
import { counted } from './runWords.ts';

const openBudget = ['workbench.action.openSettings', `${settingsSection}.${settingKeys.budgetUsd}`] as const;

/** How many questions of a run have no answer; resuming it asks them. What was asked beside the gates is none of them. */
export function waitingOf({ run: { funnel, totals, settings }, records }: { readonly run: Run; readonly records: readonly QuestionRecord[] }): number {
  const beside = [...latestRecords(records).values()].filter(({ gates, outcome }) => gates.length === 0 && outcome === 'answered');
  return funnel.asked * settings.repeats - totals.answered + beside.length;
}

/** Tells that a run ended before everything was asked, and offers what helps. Does not wait for the answer. */
export function tellEnd(run: Run, log: vscode.LogOutputChannel): void {
  // Whoever paused it knows.
  if (run.state === 'paused' && run.reason !== null) {
    tellPaused(run, log);
  } else if (run.state === 'stopped') {
    tellStopped(run, log);
  }
}

function tellPaused(run: Run, log: vscode.LogOutputChannel): void {
  const { answered, failed } = run.totals;
  const facts = `${counted(answered, 'answer is', 'answers are')} on disk.${failed === 0 ? '' : ' A failed question is not a hold.'}`;
  offer(`${withPeriod(run.reason ?? `${run.settings.provider} is unavailable`)} The run is paused. ${facts}`, { Resume: [commandIds.resumeRun], 'Ask Another Provider…': [commandIds.askAnotherProvider], 'Show Log': [commandIds.showLog] }, log);
}

function tellStopped(run: Run, log: vscode.LogOutputChannel): void {
  const missing = counted(run.totals.skipped, 'question was', 'questions were');
  offer(`${withPeriod(run.reason ?? 'The run stopped')} ${missing} not asked. Raise the budget and Resume.`, { Resume: [commandIds.resumeRun], 'Change the Budget…': openBudget, 'Show Log': [commandIds.showLog] }, log);
}

function offer(message: string, actions: Readonly<Record<string, readonly [string, ...unknown[]]>>, log: vscode.LogOutputChannel): void {
  vscode.window.showWarningMessage(message, ...Object.keys(actions)).then(
    (chosen) => (chosen === undefined ? undefined : vscode.commands.executeCommand(...(actions[chosen] as [string, ...unknown[]]))),
    (failure: unknown) => log.error(String(failure)),
  );
}

function withPeriod(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
