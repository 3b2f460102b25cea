import path from 'node:path';
import * as vscode from 'vscode';
import { parseFileName } from '../../core/candles/fileName.ts';

type Choice = vscode.QuickPickItem & { readonly uri?: vscode.Uri; readonly browse?: true };

const mostFiles = 2000;
const hidden = '**/{node_modules,.git,.llm-signals,.venv,venv}/**';
const candleFiles = '**/*.{csv,tsv,csv.gz,tsv.gz,feather,parquet}';
/** Where Freqtrade downloads candles to: a folder for each exchange. */
const freqtradeData = '**/user_data/data/**/*.{feather,parquet,json,json.gz}';

/** Lets the user choose among the workspace's candle files, the sample, or any other file; undefined when they do not. */
export async function pickCandles(sample: vscode.Uri, sampleLabel: string): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showQuickPick(listChoices(sample, sampleLabel), {
    title: 'Run Signals on Candles',
    placeHolder: 'Choose a file of candles',
    matchOnDescription: true,
  });
  return chosen?.browse === true ? browse() : chosen?.uri;
}

/** Lets the user choose one or more of them; none when they do not. */
export async function pickSeveralCandles(sample: vscode.Uri, sampleLabel: string, pick: (items: readonly Choice[], options: vscode.QuickPickOptions) => Thenable<Choice | undefined>): Promise<readonly vscode.Uri[]> {
  const several: Choice = { label: 'Several Files…', iconPath: new vscode.ThemeIcon('files') };
  const choices = await listChoices(sample, sampleLabel);
  const chosen = await pick([...choices, several], { title: 'Run Signals with Options', placeHolder: 'Choose a file of candles', matchOnDescription: true });
  if (chosen === several) {
    return pickMany(choices.filter(({ uri }) => uri !== undefined));
  }
  const uri = chosen?.browse === true ? await browse() : chosen?.uri;
  return uri === undefined ? [] : [uri];
}

async function pickMany(choices: readonly Choice[]): Promise<readonly vscode.Uri[]> {
  const chosen = await vscode.window.showQuickPick(choices, { title: 'Run Signals with Options', placeHolder: 'Each file is a run of its own; they share one budget.', canPickMany: true, matchOnDescription: true });
  return chosen?.flatMap(({ uri }) => uri ?? []) ?? [];
}

/** The candle files of the workspace, Freqtrade's downloads by pair, and ways to other files. */
export async function listChoices(sample: vscode.Uri, sampleLabel: string): Promise<Choice[]> {
  const [downloaded, others] = await Promise.all([findFiles(freqtradeData), findFiles(candleFiles)]);
  const known = new Set(downloaded.map(String));
  return [
    ...group('Candle files', others.filter((uri) => !known.has(uri.toString())).map(describeFile)),
    ...group('Freqtrade data', downloaded.filter((uri) => !/-(trades|funding_rate|mark|premiumIndex|index)\./.test(uri.path)).map(describeDownload)),
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: 'Browse…', iconPath: new vscode.ThemeIcon('folder-opened'), browse: true },
    { label: 'Try the Synthetic Sample', iconPath: new vscode.ThemeIcon('beaker'), description: sampleLabel, uri: sample },
  ];
}

/** A pair and a timeframe for which there are candles. */
export type Market = { readonly pair: string; readonly timeframe: string; readonly file: vscode.Uri };

/** What the candle files of the workspace hold, as far as their names say it: each pair and timeframe once. */
export async function listMarkets(): Promise<readonly Market[]> {
  const known = new Map<string, Market>();
  for (const file of [...(await findFiles(candleFiles)), ...(await findFiles(freqtradeData))]) {
    const { pair, timeframe } = parseFileName(file.path);
    if (pair !== undefined && timeframe !== undefined && !known.has(`${pair} ${timeframe}`)) {
      known.set(`${pair} ${timeframe}`, { pair, timeframe, file });
    }
  }
  return [...known.values()];
}

function group(label: string, choices: readonly Choice[]): readonly Choice[] {
  return choices.length === 0 ? [] : [{ label, kind: vscode.QuickPickItemKind.Separator }, ...choices];
}

/** The active editor's file first, then by path. */
async function findFiles(pattern: string): Promise<readonly vscode.Uri[]> {
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const files = await vscode.workspace.findFiles(pattern, hidden, mostFiles);
  const rank = (uri: vscode.Uri) => (uri.toString() === active ? 0 : 1);
  return files.sort((a, b) => rank(a) - rank(b) || a.path.localeCompare(b.path));
}

function describeFile(uri: vscode.Uri): Choice {
  const folder = path.posix.dirname(vscode.workspace.asRelativePath(uri));
  return { label: path.posix.basename(uri.path), iconPath: new vscode.ThemeIcon('table'), ...(folder === '.' ? {} : { description: folder }), uri };
}

/** A download is known by its pair and timeframe, which Freqtrade writes into its name. */
function describeDownload(uri: vscode.Uri): Choice {
  const { pair, timeframe } = parseFileName(uri.path);
  const label = pair === undefined ? path.posix.basename(uri.path) : `${pair} ${timeframe ?? ''}`.trimEnd();
  return { label, iconPath: new vscode.ThemeIcon('database'), description: vscode.workspace.asRelativePath(uri), uri };
}

async function browse(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ title: 'Candles', openLabel: 'Run Signals', filters: { Candles: ['csv', 'tsv', 'gz', 'feather', 'parquet', 'json'] } });
  return chosen?.[0];
}
