import * as z from 'zod/mini';
import { setupSchema } from './setup.ts';

/** What stopped candles at one gate: how many passed, and how many each condition stopped first. */
export const gateFunnelSchema = z.object({ passed: z.number(), stopped: z.record(z.string(), z.number()) });

/**
 * Where the candles of a run went. `candles` = `warmup` + `filled` + those each gate judged;
 * `asked` counts a candle once although it may pass both gates.
 */
export const funnelSchema = z.object({
  candles: z.number(),
  warmup: z.number(),
  filled: z.number(),
  asked: z.number(),
  entry: z.optional(gateFunnelSchema),
  exit: z.optional(gateFunnelSchema),
});

/** Counts and costs of a run; `usd` is null when the price of an answer is unknown. */
export const totalsSchema = z.object({
  answered: z.number(),
  failed: z.number(),
  skipped: z.number(),
  cached: z.number(),
  tokens_in: z.number(),
  tokens_out: z.number(),
  usd: z.nullable(z.number()),
  duration_ms: z.number(),
});

/** Batches whose results are still to come: how many, and their questions. */
export const waitingSchema = z.object({ batches: z.number(), done: z.number(), total: z.number() });

export const runStates = ['running', 'paused', 'finished', 'cancelled', 'stopped'] as const;

/** `run.json`: one pass over a series with fixed settings. */
export const runSchema = z.object({
  format: z.literal(1),
  id: z.string(),
  state: z.enum(runStates),
  /** Why a run was stopped or paused. */
  reason: z.nullable(z.string()),
  /** What of it is out in batches, in questions, when that was last seen; null where nothing is. */
  waiting: z._default(z.nullable(waitingSchema), null),
  /** Everything that shapes the questions; never a secret. */
  settings: z.object({
    provider: z.string(),
    model: z.string(),
    gates: z.object({ entry: z.nullable(z.string()), exit: z.nullable(z.string()) }),
    /** Names of the question that the user mapped to columns, beside the documented ones. */
    market_data: z.record(z.string(), z.string()),
    from: z.nullable(z.string()),
    to: z.nullable(z.string()),
    gaps: z.enum(['fill', 'keep']),
    /** Where the user said the columns of the file stand; null where the file says it. */
    columns: z.nullable(z.string()),
    concurrency: z.number(),
    /** How often each question was asked; runs of the first version asked once. */
    repeats: z._default(z.number(), 1),
    /** Null where nothing is set up, and in runs of the first version. */
    setup: z._default(z.nullable(setupSchema), null),
  }),
  series: z.object({
    file: z.string(),
    pair: z.string(),
    timeframe: z.string(),
    from: z.string(),
    to: z.string(),
    candles: z.number(),
    filled: z.number(),
    sha256: z.string(),
  }),
  prompt: z.nullable(z.object({ version: z.string(), sha256: z.string() })),
  versions: z.record(z.string(), z.string()),
  funnel: funnelSchema,
  totals: totalsSchema,
  started: z.string(),
  ended: z.nullable(z.string()),
});

export type GateFunnel = z.infer<typeof gateFunnelSchema>;
export type Funnel = z.infer<typeof funnelSchema>;
export type Totals = z.infer<typeof totalsSchema>;
export type Waiting = z.infer<typeof waitingSchema>;
export type Run = z.infer<typeof runSchema>;
