import { seriesFacts, count, counted } from './describeSeries.ts';
import { describeWarmup, resolveColumn } from '../../core/indicators/catalog.ts';
import { shellWord } from './shellWord.ts';
import { formatTable, plainLine, type TableColumn } from './table.ts';
import type { CandleSeries } from '../../core/candles/series.ts';
import type { QuestionRecord } from '../../core/run/record.ts';
import type { Run } from '../../core/run/summary.ts';
import { formatCost } from '../../core/run/usd.ts';
import type { GateView } from '../../protocol/messages.ts';

const missing = '–';
const reasoningWidth = 72;
const reasonWidth = 400;

const columns: readonly TableColumn[] = [
  { title: 'Time, UTC', align: 'left' },
  { title: 'Decision', align: 'left' },
  { title: 'Confidence', align: 'right' },
  { title: 'Price', align: 'right' },
  { title: 'Stop', align: 'right' },
  { title: 'Target', align: 'right' },
  { title: 'Reasoning', align: 'left' },
];

const outcomeWords = { answered: '', failed: 'No answer', skipped: 'Not asked' } as const satisfies Record<QuestionRecord['outcome'], string>;

/** The signals as a table in time order; failed and skipped questions keep their row. */
export function signalTable(records: readonly QuestionRecord[], decimals: number): string {
  const price = (value: number | undefined) => (value === undefined ? missing : value.toFixed(decimals));
  const rows = inTimeOrder(records).map(({ time, price: close, outcome, signal, error }) => [
    time.slice(0, 16).replace('T', ' '),
    signal === null ? outcomeWords[outcome] : `${signal.decision[0]}${signal.decision.slice(1).toLowerCase()}`,
    signal?.confidence.toFixed(2) ?? missing,
    price(close),
    price(signal?.suggested_stop_loss),
    price(signal?.suggested_take_profit),
    plainLine(signal?.reasoning ?? error?.message ?? '', reasoningWidth),
  ]);
  return formatTable(columns, rows);
}

/** The gate funnel: per gate each condition with the candles left after it. */
export function describeGates(gate: GateView, columns: readonly string[]): string {
  const share = gate.candles === 0 ? 0 : (gate.asked / gate.candles) * 100;
  const chains = gate.chains.map(({ name, conditions }) => {
    const steps = conditions.map(({ text, survivors }) => `${text}: ${count(survivors)}`);
    return `  ${name.padEnd(6)} ${steps.join(' › ')} passed\n`;
  });
  const left = [counted(gate.candles, 'candle'), `${count(gate.warmup)} warming up`, ...(gate.filled > 0 ? [`${count(gate.filled)} filled, never asked about`] : [])];
  return [`Gate: ${left.join(', ')}; ${count(gate.asked)} asked (${share.toFixed(1)} %)\n`, ...chains, ...whyNone(gate, columns)].join('');
}

function whyNone({ asked, candles, warmup, filled }: GateView, columns: readonly string[]): readonly string[] {
  if (asked > 0) {
    return [];
  }
  if (candles === 0) {
    return ['No candle of the file opens within --from and --to.\n'];
  }
  if (warmup + filled < candles) {
    return ['No candle passed a gate.\n'];
  }
  const specs = columns.flatMap((name) => resolveColumn(name) ?? []);
  const slowest = specs.reduce((a, b) => (b.warmup > a.warmup ? b : a), specs[0]!);
  return [`No candle could be judged${slowest === undefined ? '' : `: ${describeWarmup(slowest)}`}\n`];
}

/** Counts, cost and place of a run, why it ended early, and how to go on. */
export function describeOutcome(run: Run, records: readonly QuestionRecord[], folder: string): string {
  const { totals } = run;
  const decided = (decision: string) => count(records.filter((record) => record.signal?.decision === decision).length);
  const parts = [
    `${count(totals.answered)} answered: ${decided('BUY')} buy, ${decided('SELL')} sell, ${decided('HOLD')} hold`,
    ...(totals.cached > 0 ? [`${count(totals.cached)} known already`] : []),
    ...(totals.failed > 0 ? [`${count(totals.failed)} failed`] : []),
    ...(totals.skipped > 0 ? [`${count(totals.skipped)} not asked`] : []),
    formatCost(totals.usd),
    `${(totals.duration_ms / 1000).toFixed(2)} s`,
  ];
  const who = run.settings.provider === 'rules' ? 'technical rules, no language model' : `${run.settings.provider}, ${run.settings.model}`;
  const why = run.state === 'stopped' && run.reason !== null ? ` ${plainLine(run.reason, reasonWidth)}` : '';
  const state = run.state === 'finished' ? '' : ` The run was ${run.state}.${why}`;
  const goesOn = (run.state === 'stopped' || run.state === 'cancelled') && run.settings.provider !== 'recording';
  const rest = goesOn ? `Ask the rest with: llm-signals run --resume ${shellWord(folder)}\n` : '';
  return `${parts.join('; ')} (${who}).${state}\nRecorded in ${folder}\n${rest}`;
}

/** `run --json` as formats.md defines it. */
export function runFacts(series: CandleSeries, run: Run, records: readonly QuestionRecord[], folder: string): object {
  const ordered = inTimeOrder(records);
  const unanswered = (outcome: QuestionRecord['outcome']) =>
    ordered.filter((record) => record.outcome === outcome).map(({ time, error }) => ({ time, code: error?.code ?? null, message: error?.message ?? null }));
  return {
    series: { ...seriesFacts(series), problems: series.problems },
    funnel: run.funnel,
    signals: ordered.flatMap(({ signal, time, price, gates }) => (signal === null ? [] : [{ ...signal, time, price, gates }])),
    failed: unanswered('failed'),
    skipped: unanswered('skipped'),
    totals: run.totals,
    run: folder,
  };
}

function inTimeOrder(records: readonly QuestionRecord[]): readonly QuestionRecord[] {
  return [...records].sort((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
}
