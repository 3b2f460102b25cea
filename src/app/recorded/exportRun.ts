import { existsSync } from 'node:fs';
import { mkdir, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import { writeBundle, type Bundle } from '../../core/run/bundle.ts';
import { checkRecording } from '../../core/run/checkRecording.ts';
import { exportCsv } from '../../core/run/exportCsv.ts';
import { exportJson } from '../../core/run/exportJson.ts';
import { exportMarkdown } from '../../core/run/exportMarkdown.ts';
import { withoutReply } from '../../core/run/record.ts';
import type { ReportAssets } from '../reportAssets.ts';
import { readBacktests } from '../backtest/keptBacktests.ts';
import { openCandles } from '../candles/openCandles.ts';
import { findCandles } from '../candles/findCandles.ts';
import { recordedChoices } from './openRecording.ts';
import { prepareRun } from '../run/prepareRun.ts';
import { renderReport } from '../report.ts';
import { viewRun } from '../view.ts';

const partLength = 2 ** 20;

export const exportFormats = ['csv', 'json', 'markdown', 'html', 'bundle'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const extensions = { '.csv': 'csv', '.json': 'json', '.md': 'markdown', '.markdown': 'markdown', '.html': 'html', '.htm': 'html', '.jsonl': 'bundle' } as const satisfies { readonly [extension: string]: ExportFormat };

/** The format that the extension of a file names; undefined when it names none. */
export function formatOfFile(file: string): ExportFormat | undefined {
  const extension = path.extname(file).toLowerCase();
  return Object.hasOwn(extensions, extension) ? extensions[extension as keyof typeof extensions] : undefined;
}

export type ExportSource = Pick<Bundle, 'run' | 'records'> & {
  /** The run folder or bundle that was read. */
  readonly place: string;
  /** The candles of the run; undefined to look for them where the run names them. Only the HTML report shows them. */
  readonly candles: string | undefined;
  /** Folders that the run may name its candles from. */
  readonly roots: readonly string[];
  readonly loadAssets: () => Promise<ReportAssets>;
  /** Told, in words, when the candles are not those that were recorded. */
  readonly warn: (text: string) => void;
};

/**
 * A run in one of the formats, piece by piece.
 * @throws AppError `candles-unreadable` because the HTML report finds no candles, `run-differs` because they are of
 * another pair or timeframe; see `openCandles` for the rest.
 */
export async function renderExport(format: ExportFormat, source: ExportSource): Promise<Iterable<string>> {
  const { run, records, place } = source;
  switch (format) {
    case 'csv':
      return [exportCsv(records)];
    case 'json':
      return [`${JSON.stringify(exportJson(run, records, place), null, 2)}\n`];
    case 'markdown':
      return [exportMarkdown(run, records, await readBacktests(place))];
    case 'html':
      return [await renderHtml(source)];
    case 'bundle':
      return writeBundle(run, records);
  }
}

/**
 * Writes an export to a file, making its folder. What is there already is replaced only when that is wanted.
 * @throws AppError `file-unwritable` because there is a file already, or the path cannot be written.
 */
export async function writeExport(file: string, pieces: Iterable<string>, replace: boolean): Promise<void> {
  const handle = await openForExport(file, replace);
  try {
    for (const part of joinPieces(pieces)) {
      await handle.writeFile(part);
    }
  } catch (error) {
    throw unwritable(file, error);
  } finally {
    await handle.close();
  }
}

/** Pieces joined to parts of about a megabyte: a write for every line would take longer than all else. */
function* joinPieces(pieces: Iterable<string>): Generator<string> {
  let part: string[] = [];
  let length = 0;
  for (const piece of pieces) {
    part.push(piece);
    length += piece.length;
    if (length >= partLength) {
      yield part.join('');
      part = [];
      length = 0;
    }
  }
  yield part.join('');
}

async function openForExport(file: string, replace: boolean): Promise<FileHandle> {
  try {
    await mkdir(path.dirname(file), { recursive: true });
    return await open(file, replace ? 'w' : 'wx');
  } catch (error) {
    if (!replace && (error as NodeJS.ErrnoException).code === 'EEXIST' && existsSync(file)) {
      throw new AppError('file-unwritable', `${file} exists already.`, { hint: 'Replace it with --force, or name another file.', cause: error });
    }
    throw unwritable(file, error);
  }
}

function unwritable(file: string, error: unknown): AppError {
  return new AppError('file-unwritable', `Cannot write ${file}: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`, { cause: error });
}

async function renderHtml({ run, records, place, candles, roots, loadAssets, warn }: ExportSource): Promise<string> {
  const { load, choices } = recordedChoices(run);
  const opened = await openCandles(candles ?? findCandles(run.series.file, roots, ', or say where they are with --candles'), load);
  checkRecording(run, records, opened).forEach(warn);
  const prepared = await prepareRun(opened, choices);
  return renderReport(await loadAssets(), viewRun(prepared, place, run, records.map(withoutReply), await readBacktests(place)), `Signals: ${run.series.pair} ${run.series.timeframe}`);
}
