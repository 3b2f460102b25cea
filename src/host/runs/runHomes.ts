import path from 'node:path';
import * as vscode from 'vscode';
import { readSettings } from '../settings.ts';

/** A place that runs are recorded under: a workspace folder, or the extension's own storage. */
export type RunHome = {
  /** Candle files in it are named from here. */
  readonly root: string;
  /** Folders that hold runs. */
  readonly runs: readonly string[];
  /** The folder that holds `runs` and `answers`. */
  readonly home: string;
};

/** All places where runs can lie now. */
export function runHomes(storage: vscode.Uri): readonly RunHome[] {
  const folders = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri).filter(({ scheme }) => scheme === 'file');
  return [...folders, storage].map((uri) => {
    const root = uri.fsPath;
    const { runsFolder } = readSettings(uri);
    const home = path.join(root, '.llm-signals');
    return { root, home, runs: [path.join(home, 'runs'), ...(runsFolder === '' ? [] : [path.resolve(root, runsFolder)])] };
  });
}

/** The place of a run; its answers go there. A run that lies nowhere of these has its place two folders above. */
export function homeOfRun(folder: string, homes: readonly RunHome[]): string {
  return homes.find(({ runs }) => runs.includes(path.dirname(folder)))?.home ?? path.resolve(folder, '..', '..');
}
