/**
 * What crosses the wall between the host and the Candle Chart of one file, by the rules of `messages.ts`: state goes
 * down, intents go up, nothing is a reply.
 */
import * as z from 'zod/mini';
import { seriesViewSchema } from './messages.ts';
import { panelStateSchema } from './panelState.ts';

/** At most so many problems are sent; `series.problems` counts all. */
export const mostProblems = 100_000;

const count = z.number();

/** Something wrong in the file, what was done about it, and where it is on the chart. */
export const problemViewSchema = z.object({
  /** 1-based line in the file; null when it is about the whole file. */
  line: z.nullable(count),
  /** The header of the column; null when it is about the whole row. */
  column: z.nullable(z.string()),
  /** The text found; empty when there is none. */
  value: z.string(),
  rule: z.string(),
  effect: z.enum(['dropped', 'merged', 'kept', 'filled']),
  message: z.string(),
  /** An error left a row out. */
  severity: z.enum(['error', 'warning']),
  /** Open time of the first candle it is about, epoch ms; null when that is unknown. */
  time: z.nullable(z.number()),
  /** How many candles are missing from that time on; 0 when it is no gap. */
  missing: count,
});

/** A message from the host. */
export const toCandleChartSchema = z.discriminatedUnion('type', [
  /** The file is being read. */
  z.object({ type: z.literal('loading'), file: z.string() }),
  /**
   * The candles of the file as it is now, and what is wrong with it. Of a long file `series` holds a part, from candle
   * `start` on, and `total` says how many there are: the others follow as `more`.
   */
  z.object({
    type: z.literal('candles'),
    series: seriesViewSchema,
    start: count,
    total: count,
    /** Open times of the first and the last candle of the file, epoch ms. */
    from: z.number(),
    to: z.number(),
    /** Rows read = candles from the file + dropped + merged. */
    source: z.object({ dialect: z.string(), zone: z.string(), rows: count, dropped: count, merged: count }),
    problems: z.array(problemViewSchema),
  }),
  /** More of the candles, from candle `start` of the file on. */
  z.object({ type: z.literal('more'), start: count, columns: seriesViewSchema.shape.columns, filled: seriesViewSchema.shape.filled }),
  /** The file cannot be shown; `canMap` when saying which column is which may help. */
  z.object({ type: z.literal('failure'), message: z.string(), hint: z.nullable(z.string()), canMap: z.boolean() }),
]);

/** An intent of the user. */
export const fromCandleChartSchema = z.discriminatedUnion('type', [
  /** The webview can take messages; answered with the whole state, the candles around the one at `around` first, or the newest. */
  z.object({ type: z.literal('ready'), around: z.optional(z.number()) }),
  z.object({ type: z.literal('run-signals') }),
  /** Opens the file in the text editor, at a 1-based line if there is one. */
  z.object({ type: z.literal('open-as-text'), line: z.optional(count) }),
  /** Asks which column is which, then reads the file again. */
  z.object({ type: z.literal('map-columns') }),
  z.object({ type: z.literal('write-repaired-copy') }),
]);

/** What a Candle Chart remembers while it is hidden and after a restart. */
export const candleStateSchema = z.object({
  /** Position of the selected problem in the list. */
  selected: z.nullable(count),
  range: panelStateSchema.shape.range,
  toggles: panelStateSchema.shape.toggles,
});

export type ProblemView = z.infer<typeof problemViewSchema>;
export type ToCandleChart = z.infer<typeof toCandleChartSchema>;
export type CandlesMessage = Extract<ToCandleChart, { type: 'candles' }>;
export type MoreCandles = Extract<ToCandleChart, { type: 'more' }>;
export type FromCandleChart = z.infer<typeof fromCandleChartSchema>;
export type CandleState = z.infer<typeof candleStateSchema>;

export const parseToCandleChart = (value: unknown): ToCandleChart => z.parse(toCandleChartSchema, value);
export const parseFromCandleChart = (value: unknown): FromCandleChart => z.parse(fromCandleChartSchema, value);

/** The remembered state; undefined when there is none or another version wrote it. */
export function parseCandleState(value: unknown): CandleState | undefined {
  const parsed = z.safeParse(candleStateSchema, value);
  return parsed.success ? parsed.data : undefined;
}
