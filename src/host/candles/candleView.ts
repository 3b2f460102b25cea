import path from 'node:path';
import type { OpenCandles } from '../../app/candles/openCandles.ts';
import { createPause, runPaced } from '../../app/candles/pace.ts';
import { seriesView } from '../../app/view.ts';
import type { Steps } from '../../core/candles/rows.ts';
import { AppError, describeError } from '../../core/errors.ts';
import type { CandlesMessage, ToCandleChart } from '../../protocol/candleMessages.ts';
import { placeProblems } from './placeProblems.ts';

/** The message that shows the candles of a file, made with pauses in which others can work; its bytes say at which time the lines with problems stand. */
export async function viewCandles(opened: OpenCandles, bytes: Uint8Array): Promise<CandlesMessage> {
  const { file, series } = opened;
  const { dialect, zone, rows, dropped, merged } = series.source;
  const { time, length } = series;
  const pause = createPause({});
  const hasLines = /\.[ct]sv$/i.test(file) && series.problems.some(({ line }) => line !== null);
  const lineText = hasLines ? await runPaced(readLines(bytes), pause) : () => undefined;
  return {
    type: 'candles',
    series: seriesView(opened, series.pair ?? path.basename(file)),
    start: 0,
    total: length,
    from: time[0]!,
    to: time[length - 1]!,
    source: { dialect, zone, rows, dropped, merged },
    problems: await runPaced(placeProblems(series, lineText), pause),
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

const linesAtOnce = 16_384;

/** Finds out in steps where the lines of a text start; what comes of it gives a line by its 1-based number. */
function* readLines(bytes: Uint8Array): Steps<(line: number) => string | undefined> {
  const newLine = 10;
  const starts = [0];
  for (let at = bytes.indexOf(newLine); at >= 0; at = bytes.indexOf(newLine, at + 1)) {
    starts.push(at + 1);
    if (starts.length % linesAtOnce === 0) {
      yield at / bytes.length;
    }
  }
  const decoder = new TextDecoder();
  return (line) => {
    const start = starts[line - 1];
    return start === undefined ? undefined : decoder.decode(bytes.subarray(start, starts[line] ?? bytes.length)).trim();
  };
}
