/** A backtest as it is kept beside its run: what came of it, and what a reader must know of how it was made. */
import * as z from 'zod/mini';
import { backtestSchema } from './backtest.ts';

export const keptBacktestSchema = z.object({
  format: z.literal(1),
  /** When it was made, ISO 8601 with Z. */
  created: z.string(),
  /** The names of the user's configurations; none for the simple one of ours. */
  configs: z.array(z.string()),
  /** As Freqtrade writes it; null for all candles. */
  timerange: z.nullable(z.string()),
  /** How many answers the run held then: a run that went on since may trade otherwise. */
  answered: z.number(),
  /** Sentences: whose configuration and candles took part, what warmed up, what was not known. */
  notes: z.array(z.string()),
  ...backtestSchema.shape,
});

export type KeptBacktest = z.infer<typeof keptBacktestSchema>;
