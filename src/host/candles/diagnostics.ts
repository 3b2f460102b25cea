import * as vscode from 'vscode';
import type { CandleSeries, Problem } from '../../core/candles/series.ts';
import { commandIds } from '../commandIds.ts';

/** What the problems of candle files say they come from. */
const source = 'LLM Signals';
const mostShown = 200;

const severities = {
  dropped: vscode.DiagnosticSeverity.Error,
  merged: vscode.DiagnosticSeverity.Warning,
  kept: vscode.DiagnosticSeverity.Warning,
  filled: vscode.DiagnosticSeverity.Information,
} as const satisfies Record<Problem['effect'], vscode.DiagnosticSeverity>;

export type ProblemDiagnostics = vscode.Disposable & {
  /** Shows the problems of a file that was just loaded, in place of those of the load before. */
  readonly show: (uri: vscode.Uri, series: CandleSeries, bytes: Uint8Array) => void;
};

/** Problems of candle files in the Problems view and on the lines of the file, with a fix that writes a repaired copy. */
export function createProblemDiagnostics(): ProblemDiagnostics {
  const collection = vscode.languages.createDiagnosticCollection(source);
  const fixes = vscode.languages.registerCodeActionsProvider(
    { pattern: '**/*.{csv,tsv}' },
    { provideCodeActions: (document, _range, { diagnostics }) => offerCopy(document.uri, diagnostics) },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
  return {
    show: (uri, { problems }, bytes) => collection.set(uri, describeProblems(problems, bytes)),
    dispose: () => {
      collection.dispose();
      fixes.dispose();
    },
  };
}

function describeProblems(problems: readonly Problem[], bytes: Uint8Array): readonly vscode.Diagnostic[] {
  const lines = problems.length === 0 ? [] : new TextDecoder().decode(bytes).split('\n');
  const shown = problems.slice(0, mostShown).map((problem) => describeProblem(problem, lines));
  const more = problems.length - shown.length;
  return more === 0 ? shown : [...shown, diagnostic(new vscode.Range(0, 0, 0, 0), `${more} more problems are not listed here; the Candle Chart lists all ${problems.length}.`, severities.filled)];
}

function describeProblem({ line, value, message, effect }: Problem, lines: readonly string[]): vscode.Diagnostic {
  const row = Math.max(0, (line ?? 1) - 1);
  const text = (lines[row] ?? '').trimEnd();
  const at = line === null || value === '' ? -1 : text.indexOf(value);
  const range = line === null ? new vscode.Range(0, 0, 0, 0) : at < 0 ? new vscode.Range(row, 0, row, text.length) : new vscode.Range(row, at, row, at + value.length);
  return diagnostic(range, message, severities[effect]);
}

function diagnostic(range: vscode.Range, message: string, severity: vscode.DiagnosticSeverity): vscode.Diagnostic {
  return Object.assign(new vscode.Diagnostic(range, message, severity), { source });
}

function offerCopy(uri: vscode.Uri, diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] {
  const own = diagnostics.filter((found) => found.source === source);
  if (own.length === 0) {
    return [];
  }
  const fix = new vscode.CodeAction('Write a Repaired Copy', vscode.CodeActionKind.QuickFix);
  fix.diagnostics = [...own];
  fix.command = { command: commandIds.writeRepairedCopy, title: fix.title, arguments: [uri] };
  return [fix];
}
