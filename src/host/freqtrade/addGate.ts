import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';
import { gateChanges } from './gateEdit.ts';
import { putAdapter } from './putAdapter.ts';
import type { FreqtradePrompts } from './userData.ts';

/** Add LLM Gate to This Strategy: edits the open file, which the user can undo, and puts the adapter beside it. */
export async function addGate(extensionUri: vscode.Uri, confirm: FreqtradePrompts['confirm']): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'python' && !editor?.document.fileName.endsWith('.py')) {
    throw new AppError('strategy-invalid', 'No strategy is open.', { hint: 'Open its Python file first.' });
  }
  const { document } = editor;
  const edit = new vscode.WorkspaceEdit();
  for (const { from, to, text } of gateChanges(document.getText(), document.offsetAt(editor.selection.active))) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(from), document.positionAt(to)), text);
  }
  await vscode.workspace.applyEdit(edit);
  if (document.uri.scheme !== 'untitled') {
    await putAdapter(extensionUri, vscode.Uri.joinPath(document.uri, '..'), confirm);
  }
}
