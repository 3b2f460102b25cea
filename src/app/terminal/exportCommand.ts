import path from 'node:path';
import { formatOfFile, renderExport, writeExport, type ExportFormat } from '../recorded/exportRun.ts';
import { readRecorded } from '../recorded/readBundle.ts';
import { loadReportAssets } from '../reportAssets.ts';
import { exitCodes, type ExitCode } from './exitCode.ts';
import { tellTorn } from './tellTorn.ts';
import type { Terminal } from './terminal.ts';

export type ExportOptions = {
  readonly format?: ExportFormat;
  /** The file to write; `-` is standard output. */
  readonly out?: string;
  /** Where the candles are, for the HTML report. */
  readonly candles?: string;
  /** Replace a file that is there already. */
  readonly force?: boolean;
};

/** `llm-signals export`: a recorded run as CSV, JSON, Markdown, HTML or bundle. */
export async function exportInTerminal(name: string, options: ExportOptions, terminal: Terminal): Promise<ExitCode> {
  const { out = '-', candles } = options;
  const place = path.resolve(terminal.folder, name);
  const format = options.format ?? formatOfFile(out) ?? 'csv';
  const recorded = await readRecorded(place);
  tellTorn(recorded, name, terminal);
  const pieces = await renderExport(format, {
    ...recorded,
    place,
    candles: candles === undefined ? undefined : path.resolve(terminal.folder, candles),
    // Runs are three folders below the folder their files are named from, unless they were put elsewhere.
    roots: [path.resolve(place, '..', '..', '..'), terminal.folder, path.dirname(place)],
    loadAssets: () => loadReportAssets(terminal.assets),
    warn: (text) => terminal.tell(`${text}\n`),
  });
  if (out === '-') {
    for (const piece of pieces) {
      terminal.print(piece);
    }
    return exitCodes.done;
  }
  await writeExport(path.resolve(terminal.folder, out), pieces, options.force === true);
  terminal.print(`Written to ${out}\n`);
  return exitCodes.done;
}
