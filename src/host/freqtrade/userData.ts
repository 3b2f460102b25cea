import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { readSettings } from '../settings.ts';

type Choice = vscode.QuickPickItem & { readonly folder?: string };

/** Asks the user; undefined when the user stops. */
export type FreqtradePrompts = {
  readonly pick: typeof vscode.window.showQuickPick;
  readonly input: typeof vscode.window.showInputBox;
  /** A question that blocks everything else. */
  readonly confirm: (message: string, detail: string, yes: string) => Promise<boolean>;
};

const mostFiles = 200;

/** The user_data folders there are: the one of the settings, else those of the workspace. */
export async function findUserData(): Promise<readonly string[]> {
  const folders = localFolders();
  const { userData } = readSettings().freqtrade;
  if (userData !== '') {
    return [path.resolve(folders[0] ?? '', userData)];
  }
  const direct = folders.map((folder) => path.join(folder, 'user_data')).filter((folder) => existsSync(folder));
  const files = await vscode.workspace.findFiles('**/user_data/{strategies,data,hyperopts}/**', '**/{node_modules,.git,.venv,venv,site-packages}/**', mostFiles);
  const nested = files.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath.slice(0, fsPath.lastIndexOf(`${path.sep}user_data${path.sep}`) + '/user_data'.length));
  return [...new Set([...direct, ...nested])];
}

/** The user_data folder to write into: the only one, the one the user picks, or a new one in the workspace. */
export async function chooseUserData(title: string, { pick }: Pick<FreqtradePrompts, 'pick'>): Promise<string | undefined> {
  const found = await findUserData();
  if (found.length === 1) {
    return found[0];
  }
  const made = localFolders().map((folder) => path.join(folder, 'user_data')).filter((folder) => !found.includes(folder));
  const choices: readonly Choice[] = [
    ...found.map((folder) => ({ label: vscode.workspace.asRelativePath(folder), iconPath: new vscode.ThemeIcon('folder'), folder })),
    ...made.map((folder) => ({ label: vscode.workspace.asRelativePath(folder), description: 'New folder', iconPath: new vscode.ThemeIcon('new-folder'), folder })),
    { label: 'Browse…', iconPath: new vscode.ThemeIcon('folder-opened') },
  ];
  const chosen = await pick(choices, { title, placeHolder: "Which user_data folder of Freqtrade?" });
  return chosen === undefined ? undefined : (chosen.folder ?? browse());
}

async function browse(): Promise<string | undefined> {
  const [chosen] = (await vscode.window.showOpenDialog({ title: 'user_data', openLabel: 'Choose', canSelectFolders: true, canSelectFiles: false })) ?? [];
  return chosen?.fsPath;
}

function localFolders(): readonly string[] {
  return (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
}
