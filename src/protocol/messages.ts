/**
 * What crosses the wall between the host and the webview: state goes down, intents go up, nothing is a reply.
 * The host answers an intent by pushing new state and posts nothing before `ready`, so a hidden or reloaded
 * webview is whole again after saying `ready`. The HTML report is the same state, written into the page.
 */
import * as z from 'zod/mini';
import { keptBacktestSchema } from '../core/backtest/kept.ts';
import { recordSchema } from '../core/run/record.ts';
import { runSchema } from '../core/run/summary.ts';

const column = z.custom<Float64Array>((value) => value instanceof Float64Array);
const codes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);

/** The candles of a file or a run in columns of one length. The webview computes the indicators itself: they would be most of a long message. */
export const seriesViewSchema = z.object({
  /** Base name of the candle file. */
  file: z.string(),
  pair: z.string(),
  timeframe: z.string(),
  /** True for the generated sample, which is called synthetic wherever it appears. */
  synthetic: z.boolean(),
  /** Decimals of every price shown, one number per series. */
  priceDecimals: z.number(),
  /** Candles in the file; the columns also hold the filled ones. */
  candles: z.number(),
  /** `time` is the open time in epoch ms, UTC. */
  columns: z.object({ time: column, open: column, high: column, low: column, close: column, volume: column }),
  /** 1 where a candle fills a gap. */
  filled: codes,
  /** How many problems the file has. */
  problems: z.number(),
});

/** Why each candle was or was not asked. */
export const gateViewSchema = z.object({
  /** Per candle one of `candleStates`. */
  states: codes,
  chains: z.array(
    z.object({
      name: z.enum(['entry', 'exit']),
      /** Each condition with the number of candles that passed it and all before it. */
      conditions: z.array(z.object({ text: z.string(), survivors: z.number() })),
      /** Per judged candle the index of the first condition it failed; `passedAll` when none. */
      stops: codes,
    }),
  ),
  warmup: z.number(),
  filled: z.number(),
  /** Candles that at least one gate let through. */
  asked: z.number(),
  /** Candles in the range of the run. */
  candles: z.number(),
});

/** Money of a run in USD. `limit` is finite; what was spent before a resume counts. */
export const budgetViewSchema = z.object({ limit: z.number(), spent: z.number(), reserved: z.number() });

/** Runs of one pair and timeframe to lay side by side, the first of them with its candles and indicators. */
export const comparisonViewSchema = z.object({
  series: seriesViewSchema,
  runs: z.array(
    z.object({
      /** `A` for the first run, `B` for the second, and so on. */
      letter: z.string(),
      folder: z.string(),
      run: runSchema,
      /** As they stand in the file: of several of one question the last counts. */
      records: z.array(recordSchema),
    }),
  ),
});

/** Intents that may put right what a notice or a failed question is about. */
export const remedies = ['resume-run', 'ask-another-provider', 'set-api-key', 'show-settings', 'collect-batch', 'cancel-batch'] as const;

/** A message from the host. */
export const toWebviewSchema = z.discriminatedUnion('type', [
  /** There is no run to show. */
  z.object({ type: z.literal('empty'), sample: z.string() }),
  /** The candles of the run shown from now on; forgets the records of the one before. */
  z.object({ type: z.literal('series'), series: seriesViewSchema, gate: gateViewSchema }),
  /**
   * The run so far; `folder` identifies it after a restart. Of several files run one after the other, `file` says which this is, from 1.
   * `elsewhere` is true while another window or the terminal writes it, and nothing here can stop it.
   */
  z.object({ type: z.literal('run'), folder: z.string(), run: runSchema, file: z.optional(z.object({ number: z.number(), of: z.number() })), elsewhere: z.optional(z.boolean()) }),
  /** Records that became known, in completion order; `from` is the index of the first. */
  z.object({ type: z.literal('records'), from: z.number(), records: z.array(recordSchema) }),
  /** The candles whose questions are in flight now (open times, epoch ms). */
  z.object({ type: z.literal('asking'), times: z.array(z.number()) }),
  /**
   * What the run may spend, has spent, and has set aside for what is in flight, in USD; null when nothing bounds it, as
   * where asking is free. Sent while the run goes on, and once more when it has ended.
   */
  z.object({ type: z.literal('budget'), budget: z.nullable(budgetViewSchema) }),
  /** Something outside any single question that the user must know: the run broke off, its candles changed, or a key is missing. */
  z.object({
    type: z.literal('notice'),
    severity: z.enum(['error', 'warning', 'info']),
    message: z.string(),
    hint: z.nullable(z.string()),
    /** The intent that may help; its button stands beside the words. */
    action: z.optional(z.enum(remedies)),
  }),
  /** What the run shown came to in Freqtrade, newest first; the trades of one are drawn beside the signals. */
  z.object({ type: z.literal('backtests'), backtests: z.array(keptBacktestSchema) }),
  /** The runs to compare, shown instead of the run until this is sent again as null; the run stays as it is meanwhile. */
  z.object({ type: z.literal('comparison'), comparison: z.nullable(comparisonViewSchema) }),
]);

/** Which question an intent is about. */
const question = {
  /** Open time of its candle, epoch ms. */
  time: z.number(),
  /** Which of its answers; the first when it is left out. */
  repeat: z.optional(z.number()),
  /** The folder of its run where several are compared; the run shown when it is left out. */
  folder: z.optional(z.string()),
};

/** An intent of the user. */
export const fromWebviewSchema = z.discriminatedUnion('type', [
  /** The webview can take messages; answered with the whole state. */
  z.object({ type: z.literal('ready') }),
  z.object({ type: z.literal('run-candles') }),
  z.object({ type: z.literal('run-sample') }),
  z.object({ type: z.literal('run-again') }),
  z.object({ type: z.literal('cancel') }),
  /** Asks nothing more, and waits for what is in flight. */
  z.object({ type: z.literal('pause-run') }),
  /** Takes the run shown into a file; which format, the host asks. */
  z.object({ type: z.literal('export-run') }),
  /** Compares the run shown with others that the user picks; from a comparison, picks again. */
  z.object({ type: z.literal('compare-runs') }),
  /** Leaves the comparison; answered with a comparison of null. */
  z.object({ type: z.literal('close-comparison') }),
  /** Asks the question of a candle again, of the same provider and model. */
  z.object({ type: z.literal('ask-again'), ...question }),
  /** Asks it of a model that the user picks. */
  z.object({ type: z.literal('ask-another-model'), ...question }),
  /** Asks about a candle that was not asked about, whatever the gates say. */
  z.object({ type: z.literal('ask-candle'), ...question }),
  /** Shows what exactly was sent. */
  z.object({ type: z.literal('show-prompt'), ...question }),
  /** Shows what exactly came back: the reply, or the error. */
  z.object({ type: z.literal('show-reply'), ...question }),
  /** Shows its line in `signals.jsonl`. */
  z.object({ type: z.literal('show-line'), ...question }),
  /** Asks what the run shown did not answer, of the same provider. */
  z.object({ type: z.literal('resume-run') }),
  /** Asks what the run shown did not answer of a provider that the user picks. */
  z.object({ type: z.literal('ask-another-provider') }),
  /** Brings home what ended of the batches of the run shown. */
  z.object({ type: z.literal('collect-batch') }),
  /** Ends its batches early, once the user agreed. */
  z.object({ type: z.literal('cancel-batch') }),
  /** Takes a key for the provider of the run shown; without a run, for the provider of the settings. */
  z.object({ type: z.literal('set-api-key') }),
  z.object({ type: z.literal('show-settings') }),
  z.object({ type: z.literal('show-log') }),
]);

export type SeriesView = z.infer<typeof seriesViewSchema>;
export type GateView = z.infer<typeof gateViewSchema>;
export type ComparisonView = z.infer<typeof comparisonViewSchema>;
export type BudgetView = z.infer<typeof budgetViewSchema>;
export type Remedy = (typeof remedies)[number];
export type ToWebview = z.infer<typeof toWebviewSchema>;
export type Notice = Omit<Extract<ToWebview, { type: 'notice' }>, 'type'>;
export type FromWebview = z.infer<typeof fromWebviewSchema>;

export const parseToWebview = (value: unknown): ToWebview => z.parse(toWebviewSchema, value);
export const parseFromWebview = (value: unknown): FromWebview => z.parse(fromWebviewSchema, value);
