import { isoTime } from '../../core/candles/time/time.ts';
import type { GapMode } from '../../core/candles/clean.ts';
import type { ColumnMapping } from '../../core/candles/csv/mapping.ts';
import type { CandleSeries } from '../../core/candles/series.ts';
import { buildFrame, defaultIndicators } from '../../core/indicators/frame.ts';
import { openCandles } from '../candles/openCandles.ts';
import { counted, describeProblems, describeSeries, inspectFacts } from './describeSeries.ts';
import { exitCodes, type ExitCode } from './exitCode.ts';
import type { Terminal } from './terminal.ts';
import { writeOutput } from './writeOutput.ts';

export type InspectOptions = {
  readonly pair?: string;
  readonly timeframe?: string;
  readonly gaps: GapMode;
  readonly columns?: ColumnMapping;
  readonly json?: boolean;
  /** Where to write the indicators as CSV. */
  readonly indicators?: string;
};

/** `llm-signals inspect`: what a candle file holds, and its indicators. */
export async function inspectInTerminal(file: string, options: InspectOptions, terminal: Terminal): Promise<ExitCode> {
  const { series } = await openCandles(file, options);
  if (options.indicators !== undefined) {
    await writeOutput(options.indicators, indicatorCsv(series));
  }
  if (options.json === true) {
    terminal.print(`${JSON.stringify(inspectFacts(series), null, 2)}\n`);
    return exitCodes.done;
  }
  const written = options.indicators === undefined ? '' : `${counted(series.length, 'row')} of indicators written to ${options.indicators}\n`;
  terminal.print(`${describeSeries(series)}${describeProblems(series.problems)}${written}`);
  return exitCodes.done;
}

/** One row per candle in full precision; a value still warming up is empty. */
function indicatorCsv(series: CandleSeries): string {
  const frame = buildFrame(series);
  const columns = defaultIndicators.map((name) => frame.get(name)!);
  const rows = Array.from(series.time, (time, i) => [isoTime(time), ...columns.map((values) => (Number.isNaN(values[i]) ? '' : String(values[i])))].join(','));
  return `${['date', ...defaultIndicators].join(',')}\n${rows.join('\n')}\n`;
}
