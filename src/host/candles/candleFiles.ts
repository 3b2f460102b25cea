import path from 'node:path';
import * as vscode from 'vscode';
import { loadCandles, type OpenCandles } from '../../app/candles/openCandles.ts';
import { parseColumnMapping, type ColumnMapping } from '../../core/candles/csv/mapping.ts';
import { AppError } from '../../core/errors.ts';
import { commandIds } from '../commandIds.ts';
import { describeInEditor } from '../editorWords.ts';
import type { ProblemDiagnostics } from './diagnostics.ts';
import { askColumns } from './askColumns.ts';
import { readCandleBytes } from './readCandleBytes.ts';
import { withProgress } from '../withProgress.ts';

export type CandleFiles = {
  /**
   * Loads a candle file as the user sees it, with the columns remembered for its folder, and shows its problems.
   * A long load shows progress and can be cancelled. Throws as `loadCandles` does.
   */
  readonly open: (uri: vscode.Uri, pair?: string) => Promise<{ readonly opened: OpenCandles; readonly bytes: Uint8Array }>;
  /** Lets the user say which column is which and remembers it for the folder; false when they do not. */
  readonly mapColumns: (uri: vscode.Uri) => Promise<boolean>;
};

// Below this size a file is loaded before a notification could be read.
const longFile = 20 * 2 ** 20;

export function createCandleFiles(memory: vscode.Memento, diagnostics: ProblemDiagnostics): CandleFiles {
  const keyOf = (uri: vscode.Uri) => `columns:${vscode.Uri.joinPath(uri, '..').toString()}`;
  return {
    open: async (uri, pair) => {
      const bytes = await readCandleBytes(uri);
      const remembered = memory.get<string>(keyOf(uri));
      const load = (columns?: ColumnMapping) =>
        withProgress(`Reading ${path.posix.basename(uri.path)}`, bytes.length >= longFile, (pacing) => loadCandles(bytes, uri.scheme === 'file' ? uri.fsPath : uri.path, { pair, columns }, pacing));
      // A file that says itself what its columns are is believed; what is remembered is for its neighbours that do not.
      const opened = await load().catch((error: unknown) => {
        if (remembered === undefined || !(error instanceof AppError && error.code === 'candles-unusable')) {
          throw error;
        }
        return load(parseColumnMapping(remembered));
      });
      diagnostics.show(uri, opened.series, bytes);
      return { opened, bytes };
    },
    mapColumns: async (uri) => {
      const mapping = await askColumns(path.posix.basename(uri.path), await readCandleBytes(uri));
      if (mapping !== undefined) {
        await memory.update(keyOf(uri), mapping);
      }
      return mapping !== undefined;
    },
  };
}

/** Tells why a file cannot be used, and offers to map its columns and run again. Does not wait for the answer. */
function offerMapping(message: string, uri: vscode.Uri, log: vscode.LogOutputChannel): void {
  log.warn(message);
  const map = 'Map Columns…';
  vscode.window.showErrorMessage(message, map).then(
    (chosen) => (chosen === map ? vscode.commands.executeCommand(commandIds.mapColumns, uri) : undefined),
    (failure: unknown) => log.error(String(failure)),
  );
}

/** Works on a file of candles; undefined, and a mapping offered, where its columns are not understood. */
export async function offeringMapping<Result>(uri: vscode.Uri, log: vscode.LogOutputChannel, work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'candles-unusable')) {
      throw error;
    }
    offerMapping(describeInEditor(error), uri, log);
    return undefined;
  }
}
