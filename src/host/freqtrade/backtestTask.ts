import * as vscode from 'vscode';
import { AppError, describeError } from '../../core/errors.ts';

/** Work that prints and can be cancelled. */
export type PrintingWork<Result> = (write: (text: string) => void, abort: AbortSignal) => Promise<Result>;

/**
 * Does work as a task of VS Code: what it prints is in a terminal, and ending the task aborts it. Resolves or rejects as
 * the work does.
 */
export async function runAsTask<Result>(name: string, work: PrintingWork<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const execution = new vscode.CustomExecution(() => Promise.resolve(pseudoterminal(work, resolve, reject)));
    const task = new vscode.Task({ type: 'llmSignals.backtest' }, vscode.TaskScope.Workspace, name, 'LLM Signals', execution);
    task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated, clear: true };
    vscode.tasks.executeTask(task).then(undefined, reject);
  });
}

function pseudoterminal<Result>(work: PrintingWork<Result>, resolve: (result: Result) => void, reject: (error: unknown) => void): vscode.Pseudoterminal {
  const written = new vscode.EventEmitter<string>();
  const closed = new vscode.EventEmitter<number>();
  const abort = new AbortController();
  const write = (text: string) => written.fire(text.replace(/\r?\n/g, '\r\n'));
  return {
    onDidWrite: written.event,
    onDidClose: closed.event,
    open: () => {
      work(write, abort.signal).then(
        (result) => {
          closed.fire(0);
          resolve(result);
        },
        (error: unknown) => {
          write(`\n${describeError(error)}\n`);
          closed.fire(error instanceof AppError && error.code === 'cancelled' ? 130 : 1);
          reject(error instanceof Error ? error : new Error(String(error)));
        },
      );
    },
    close: () => abort.abort(),
    handleInput: (typed) => {
      // Ctrl+C.
      if (typed === '\u0003') {
        abort.abort();
      }
    },
  };
}
