import * as vscode from 'vscode';
import { AppError } from '../../core/errors.ts';

/**
 * The bytes of a candle file as the user sees it: the unsaved text when the file is open and edited, else the file.
 * @throws AppError `candles-unreadable` because the file cannot be read.
 */
export async function readCandleBytes(uri: vscode.Uri): Promise<Uint8Array> {
  const edited = vscode.workspace.textDocuments.find((document) => document.isDirty && document.uri.toString() === uri.toString());
  if (edited !== undefined) {
    return new TextEncoder().encode(edited.getText());
  }
  try {
    return await vscode.workspace.fs.readFile(uri);
  } catch (error) {
    throw new AppError('candles-unreadable', `Cannot read ${uri.fsPath}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
