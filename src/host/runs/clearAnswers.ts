import * as vscode from 'vscode';
import path from 'node:path';
import { deleteAnswerFiles, listAnswerFiles } from '../../app/answers/storedAnswers.ts';
import type { Confirm } from './runActions.ts';
import type { RunHome } from './runHomes.ts';
import type { RunsView } from './runsView.ts';
import { counted, sizeInWords } from './runWords.ts';

/** Says what the answers take on disk, and deletes those that deleted runs left when the user agrees. Says when that is done. */
export async function clearAnswers(homes: readonly RunHome[], view: RunsView, confirm: Confirm): Promise<void> {
  const files = await listAnswerFiles(homes.map(({ home }) => path.join(home, 'answers')));
  const runs = await view.list();
  const inRuns = runs.reduce((sum, summary) => sum + ('run' in summary ? summary.run.totals.answered : 0), 0);
  const held = `${counted(runs.length, 'run holds', 'runs hold')} ${counted(inRuns, 'answer')} (${sizeInWords(total(runs))}); delete a run in the Runs view.`;
  const answers = files.reduce((sum, file) => sum + file.answers, 0);
  if (files.length === 0) {
    vscode.window.showInformationMessage(`No answers of deleted runs are kept. ${held}`).then(undefined, () => undefined);
    return;
  }
  const named = `${counted(answers, 'answer')} of deleted runs (${sizeInWords(total(files))})`;
  if (await confirm(`Delete ${named}?`, `Questions that only these answer are asked, and paid for, again. ${held}`, 'Delete Answers')) {
    await deleteAnswerFiles(files);
    vscode.window.showInformationMessage(`Deleted ${named}.`).then(undefined, () => undefined);
  }
}

function total(sized: readonly { readonly bytes: number }[]): number {
  return sized.reduce((sum, { bytes }) => sum + bytes, 0);
}
