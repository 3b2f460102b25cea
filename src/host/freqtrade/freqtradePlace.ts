import path from 'node:path';
import * as vscode from 'vscode';
import { findFreqtrade, type FreqtradePython } from '../../app/backtest/freqtradeCommand.ts';
import { readSettings } from '../settings.ts';

/** What we use of the API of VS Code's Python extension. */
type PythonApi = { readonly environments?: { readonly getActiveEnvironmentPath?: (resource?: vscode.Uri) => { readonly path: string } | undefined } };

/**
 * The user's Freqtrade: of the settings, of the Python environment that is selected or lies in the workspace, or of PATH.
 * @throws AppError `freqtrade-not-found` because there is none.
 */
export async function freqtradeInUse(): Promise<FreqtradePython> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
  const selected = await selectedEnvironment();
  return findFreqtrade({
    said: readSettings().freqtrade.path,
    environments: [...(selected === undefined ? [] : [selected]), ...folders.flatMap((folder) => ['.venv', 'venv'].map((name) => path.join(folder, name)))],
    searchPath: process.env['PATH'] ?? '',
  });
}

/** The folder of the environment that VS Code's Python extension has selected, where there is one. */
async function selectedEnvironment(): Promise<string | undefined> {
  const extension = vscode.extensions.getExtension<PythonApi>('ms-python.python');
  const api = await extension?.activate().then(undefined, () => undefined);
  const found = api?.environments?.getActiveEnvironmentPath?.(vscode.workspace.workspaceFolders?.[0]?.uri)?.path;
  // The path of the interpreter, or of the folder of an environment without one.
  return found === undefined || found === '' ? undefined : /^python[\d.]*(\.exe)?$/i.test(path.basename(found)) ? path.resolve(found, '..', '..') : found;
}
