import type { Bundle } from '../../core/run/bundle.ts';
import { percentAgreed, type ComparedCandle, type ComparedPair, type Comparison } from '../../core/run/compare.ts';
import type { Repeats } from '../../core/run/repeats.ts';
import { settledRecords } from '../../core/run/settled.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import type { Run } from '../../core/run/summary.ts';
import { formatCost } from '../../core/run/usd.ts';
import { decisions, type Decision } from '../../core/signal/signal.ts';
import { count } from './describeSeries.ts';
import { formatTable, plainLine, type TableColumn } from './table.ts';

const missing = '–';
const reasoningWidth = 84;
const nameWidth = 60;

const words = { BUY: 'Buy', SELL: 'Sell', HOLD: 'Hold' } as const satisfies Record<Decision, string>;
const outcomeWords = { answered: '', failed: 'No answer', skipped: 'Not asked' } as const;

/** The letter of a run among those compared. */
export function letterOf(at: number): string {
  return at < 26 ? String.fromCharCode(65 + at) : `R${at + 1}`;
}

/** A comparison for a person: who is compared, how often they agree, and every candle on which they differ. */
export function describeComparison(names: readonly string[], runs: readonly Bundle[], comparison: Comparison): string {
  const differing = comparison.candles.filter(({ agrees }) => agrees === false);
  const [{ run: { series } }] = runs as readonly [Bundle, ...Bundle[]];
  return [
    `${series.pair} ${series.timeframe}\n`,
    ...runs.map(({ run }, at) => `${letterOf(at)}  ${describeRun(run, settledRecords(runs[at]!.records))}; ${plainLine(names[at]!, nameWidth)}\n`),
    ...comparison.notes.map((note) => `${note}\n`),
    ...comparison.pairs.map((pair) => `\n${describePair(pair)}`),
    ...(runs.length > 2 ? [`\nAll: ${describeShare(comparison, 'all')}.\n`] : []),
    differing.length === 0 ? '\nNo candle differs.\n' : `\n${differing.length === 1 ? '1 candle differs' : `${count(differing.length)} candles differ`}\n${differingTable(differing)}`,
  ].join('');
}

/** The counts are of the lines that are there: a bundle may have been cut off. */
function describeRun({ settings, totals, started }: Run, records: readonly QuestionRecord[]): string {
  const came = (wanted: QuestionRecord['outcome']) => count(records.filter(({ outcome }) => outcome === wanted).length);
  return `${plainLine(`${settings.provider}, ${settings.model}`, nameWidth)}; ${came('answered')} answered, ${came('failed')} failed; ${formatCost(totals.usd)}; ${started.slice(0, 16).replace('T', ' ')}`;
}

function describeShare({ answered, agreed, share }: Pick<Comparison, 'answered' | 'agreed' | 'share'>, who: 'both' | 'all'): string {
  return share === null ? `no candle is answered by ${who}` : `${percentAgreed(share)} % agree, ${count(agreed)} of ${count(answered)} answered by ${who}`;
}

function describePair(pair: ComparedPair): string {
  const [a, b] = [letterOf(pair.first), letterOf(pair.second)];
  const left = [
    ...(pair.failed > 0 ? [`${count(pair.failed)} without an answer in ${a} or ${b}`] : []),
    ...(pair.onlyFirst > 0 ? [`${count(pair.onlyFirst)} asked in ${a} only`] : []),
    ...(pair.onlySecond > 0 ? [`${count(pair.onlySecond)} asked in ${b} only`] : []),
  ];
  const opposite = pair.opposite > 0 ? `, ${count(pair.opposite)} opposite` : '';
  return [`${a} and ${b}: ${describeShare(pair, 'both')}${opposite}.\n`, pair.answered === 0 ? '' : confusionTable(pair, a, b), left.length === 0 ? '' : `Left out: ${left.join(', ')}.\n`].join('');
}

function confusionTable({ confusion }: ComparedPair, a: string, b: string): string {
  const columns: readonly TableColumn[] = [{ title: `${a} \\ ${b}`, align: 'left' }, ...decisions.map((decision) => ({ title: words[decision], align: 'right' as const })), { title: 'Sum', align: 'right' }];
  const rows = decisions.map((decision) => {
    const counts = decisions.map((other) => confusion[decision][other]);
    return [words[decision], ...counts.map(count), count(counts.reduce((sum, each) => sum + each, 0))];
  });
  return formatTable(columns, rows);
}

const columns: readonly TableColumn[] = [
  { title: 'Time, UTC', align: 'left' },
  { title: 'Run', align: 'left' },
  { title: 'Decision', align: 'left' },
  { title: 'Confidence', align: 'right' },
  { title: 'Reasoning', align: 'left' },
];

/** A row for each run of each candle, so that their reasonings stand below one another. */
function differingTable(candles: readonly ComparedCandle[]): string {
  return formatTable(columns, candles.flatMap(({ time, answers }) => answers.map((answer, at) => [at === 0 ? time.slice(0, 16).replace('T', ' ') : '', letterOf(at), ...answerCells(answer)])));
}

function answerCells(answer: Repeats | null): readonly string[] {
  if (answer === null) {
    return [outcomeWords.skipped, missing, ''];
  }
  const { outcome, signal, error } = answer.record;
  const flips = answer.flipRate === undefined || answer.flipRate === 0 ? '' : `(${Math.round(answer.flipRate * 100)} % of ${answer.answered} repeats differ) `;
  return [signal === null ? outcomeWords[outcome] : words[signal.decision], signal?.confidence.toFixed(2) ?? missing, plainLine(`${flips}${signal?.reasoning ?? error?.message ?? ''}`, reasoningWidth)];
}
