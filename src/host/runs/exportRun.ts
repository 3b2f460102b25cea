import path from 'node:path';
import * as vscode from 'vscode';
import { renderExport, writeExport, type ExportFormat } from '../../app/recorded/exportRun.ts';
import { readRecorded } from '../../app/recorded/readBundle.ts';
import { loadReportAssets } from '../../app/reportAssets.ts';

type FormatItem = vscode.QuickPickItem & { readonly format: ExportFormat; readonly extension: string };

const formats: readonly FormatItem[] = [
  { format: 'csv', extension: 'csv', label: 'CSV', detail: 'One row for each question, for a spreadsheet.' },
  { format: 'json', extension: 'json', label: 'JSON', detail: 'The run with its counts, gates and signals.' },
  { format: 'markdown', extension: 'md', label: 'Markdown Report', detail: 'Facts and signals to read or to paste.' },
  { format: 'html', extension: 'html', label: 'HTML Report', detail: 'The chart with every signal in one file that needs no network.' },
  { format: 'bundle', extension: 'jsonl', label: 'Bundle', detail: 'The whole run in one file, to replay it with no key.' },
];

export type ExportDeps = {
  readonly extensionUri: vscode.Uri;
  /** Asks where to write; undefined when the user stops. */
  readonly pickFile: (options: vscode.SaveDialogOptions) => Thenable<vscode.Uri | undefined>;
  readonly log: vscode.LogOutputChannel;
};

/** Asks for a format and a file, and writes a recorded run there. */
export async function exportRun(folder: string, deps: ExportDeps): Promise<void> {
  const chosen = await vscode.window.showQuickPick(formats, { title: 'Export Run', placeHolder: 'Which format?', matchOnDetail: true });
  if (chosen !== undefined) {
    await exportAs(folder, chosen.format, chosen.extension, deps);
  }
}

/** Asks for a file and writes a recorded run there in one format. */
export async function exportAs(folder: string, format: ExportFormat, extension: string, { extensionUri, pickFile, log }: ExportDeps): Promise<void> {
  const recorded = await readRecorded(folder);
  const roots = [path.resolve(folder, '..', '..', '..'), ...(vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath)];
  const { pair, timeframe } = recorded.run.series;
  const name = format === 'bundle' ? `${pair.replace(/[/:]/g, '_')}-${timeframe}` : path.basename(folder);
  const file = await pickFile({ title: 'Export Run', saveLabel: 'Export', defaultUri: vscode.Uri.file(path.join(roots[1] ?? roots[0]!, `${name}.${extension}`)), filters: { [extension.toUpperCase()]: [extension] } });
  if (file === undefined) {
    return;
  }
  const pieces = await renderExport(format, { ...recorded, place: folder, candles: undefined, roots, loadAssets: () => loadReportAssets(extensionUri.fsPath), warn: (text) => log.warn(text) });
  await writeExport(file.fsPath, pieces, true);
  log.info(`Exported ${folder} as ${format} to ${file.fsPath}`);
  offerFile(file, format, log);
}

function offerFile(file: vscode.Uri, format: ExportFormat, log: vscode.LogOutputChannel): void {
  const open = format === 'html' ? 'Open in Browser' : 'Open File';
  vscode.window.showInformationMessage(`The run is in ${path.basename(file.fsPath)}.`, open).then(
    (chosen) => (chosen === undefined ? undefined : format === 'html' ? vscode.env.openExternal(file) : vscode.commands.executeCommand('vscode.open', file)),
    (error: unknown) => log.error(String(error)),
  );
}
