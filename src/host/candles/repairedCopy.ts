import path from 'node:path';
import * as vscode from 'vscode';
import type { CandleSeries } from '../../core/candles/series.ts';
import { writeCandleCsv } from '../../core/candles/csv/writeCsv.ts';

/** Writes the cleaned candles beside their file, under a name that is free, and opens them. The file itself stays as it is. */
export async function writeRepairedCopy(uri: vscode.Uri, series: CandleSeries): Promise<vscode.Uri> {
  const copy = await freeName(uri);
  await vscode.workspace.fs.writeFile(copy, new TextEncoder().encode(writeCandleCsv(series)));
  await vscode.window.showTextDocument(copy);
  return copy;
}

async function freeName(uri: vscode.Uri): Promise<vscode.Uri> {
  const folder = vscode.Uri.joinPath(uri, '..');
  const base = path.posix.basename(uri.path).replace(/\.(csv|tsv)(\.gz)?$/i, '');
  const taken = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  let name = `${base}-repaired.csv`;
  for (let count = 2; taken.has(name); count++) {
    name = `${base}-repaired-${count}.csv`;
  }
  return vscode.Uri.joinPath(folder, name);
}
