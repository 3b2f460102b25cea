import path from 'node:path';
import type { OpenCandles } from '../app/openCandles.ts';
import { seriesView } from '../app/view.ts';
import { AppError, describeError } from '../core/errors.ts';
import type { CandlesMessage, ToCandleChart } from '../protocol/candleMessages.ts';
import { placeProblems } from './placeProblems.ts';

/** The message that shows the candles of a file; its bytes say at which time the lines with problems stand. */
export function viewCandles(opened: OpenCandles, bytes: Uint8Array): CandlesMessage {
  const { file, series } = opened;
  const { dialect, zone, rows, dropped, merged } = series.source;
  const { time, length } = series;
  return {
    type: 'candles',
    series: seriesView(opened, series.pair ?? path.basename(file)),
    start: 0,
    total: length,
    from: time[0]!,
    to: time[length - 1]!,
    source: { dialect, zone, rows, dropped, merged },
    problems: placeProblems(series, /\.[ct]sv$/i.test(file) ? lineReader(bytes) : () => undefined),
  };
}

/** The message that says why a file cannot be shown: naming its columns helps when they were not understood. */
export function viewFailure(error: unknown, file: string): ToCandleChart {
  if (!(error instanceof AppError)) {
    return { type: 'failure', message: describeError(error), hint: null, canMap: false };
  }
  const canMap = error.code === 'candles-unusable' || error.code === 'columns-invalid';
  // The editor's tab names the file, and its button stands for the terminal's option.
  const message = error.message.startsWith(`${file}: `) ? error.message.slice(file.length + 2) : error.message;
  return { type: 'failure', message, hint: canMap ? mappingHint : (error.hint ?? null), canMap };
}

const mappingHint = 'If these are candles, say which column is which. The choice is remembered for the folder.';

/** Gives lines of a text by their 1-based number; where they start is found out when the first one is asked for. */
function lineReader(bytes: Uint8Array): (line: number) => string | undefined {
  let starts: number[] | undefined;
  return (line) => {
    starts ??= lineStarts(bytes);
    const start = starts[line - 1];
    return start === undefined ? undefined : new TextDecoder().decode(bytes.subarray(start, starts[line] ?? bytes.length)).trim();
  };
}

function lineStarts(bytes: Uint8Array): number[] {
  const newLine = 10;
  const starts = [0];
  for (let at = bytes.indexOf(newLine); at >= 0; at = bytes.indexOf(newLine, at + 1)) {
    starts.push(at + 1);
  }
  return starts;
}
