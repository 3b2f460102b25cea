import path from 'node:path';
import * as vscode from 'vscode';

type Choice = vscode.QuickPickItem & { readonly uri?: vscode.Uri; readonly browse?: true };

const mostFiles = 2000;
const hidden = '**/{node_modules,.git,.llm-signals,.venv,venv}/**';

/** Lets the user choose among the workspace's candle files, the sample, or any other file; undefined when they do not. */
export async function pickCandles(sample: vscode.Uri, sampleLabel: string): Promise<vscode.Uri | undefined> {
  const items = findCandleFiles().then((files): Choice[] => [
    ...files.map(describeFile),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: 'Browse…', iconPath: new vscode.ThemeIcon('folder-opened'), browse: true },
    { label: 'Try the Synthetic Sample', iconPath: new vscode.ThemeIcon('beaker'), description: sampleLabel, uri: sample },
  ]);
  const chosen = await vscode.window.showQuickPick(items, { title: 'Run Signals on Candles', placeHolder: 'Choose a file of candles', matchOnDescription: true });
  return chosen?.browse === true ? browse() : chosen?.uri;
}

/** The active editor's file first, then by path. */
async function findCandleFiles(): Promise<readonly vscode.Uri[]> {
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const files = await vscode.workspace.findFiles('**/*.csv', hidden, mostFiles);
  const rank = (uri: vscode.Uri) => (uri.toString() === active ? 0 : 1);
  return files.sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
}

function describeFile(uri: vscode.Uri): Choice {
  const folder = path.posix.dirname(vscode.workspace.asRelativePath(uri));
  return { label: path.posix.basename(uri.path), iconPath: new vscode.ThemeIcon('table'), ...(folder === '.' ? {} : { description: folder }), uri };
}

async function browse(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ title: 'Candles', openLabel: 'Run Signals', filters: { Candles: ['csv'] } });
  return chosen?.[0];
}
