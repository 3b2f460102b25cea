import * as vscode from 'vscode';
import { describeError } from '../core/errors.ts';

/** Tells the user what failed and what to do, and where to read more. Does not wait for the answer. */
export function tellError(error: unknown, log: vscode.LogOutputChannel): void {
  log.error(error instanceof Error ? error : String(error));
  const showLog = 'Show Log';
  vscode.window.showErrorMessage(describeError(error), showLog).then(
    (chosen) => chosen === showLog && log.show(),
    (failure: unknown) => log.error(String(failure)),
  );
}
