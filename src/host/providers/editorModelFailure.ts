import * as vscode from 'vscode';
import type { FailureCode } from '../../core/errors.ts';
import type { Failure } from '../../core/signal/failure.ts';

const codes = new Map<string, FailureCode>([
  [vscode.LanguageModelError.NoPermissions().code, 'provider-forbidden'],
  [vscode.LanguageModelError.Blocked().code, 'provider-no-quota'],
  [vscode.LanguageModelError.NotFound().code, 'provider-not-found'],
]);

/** What an error of VS Code's language models means. Their own words are kept. */
export function editorModelFailure(error: unknown): Failure {
  const code = error instanceof vscode.LanguageModelError ? codes.get(error.code) : undefined;
  const message = error instanceof Error ? error.message : String(error);
  if (code !== undefined) {
    return { code, message: `VS Code's language model answered: ${message}` };
  }
  return { code: 'provider-failed', message: `VS Code's language model failed: ${message}` };
}
