import * as z from 'zod/mini';
import { questionSchema } from '../signal/question.ts';
import { signalSchema } from '../signal/signal.ts';

export const gateNames = ['entry', 'exit'] as const;
export type GateName = (typeof gateNames)[number];

/** Tokens a provider booked for one question. */
export const usageSchema = z.object({ input: z.number(), cached_input: z.number(), output: z.number() });
export type Usage = z.infer<typeof usageSchema>;

/** One question and what became of it: a line of `signals.jsonl` but for the text of the model. Unknown is null. */
export const recordSchema = z.object({
  v: z.literal(1),
  /** Open time of the candle asked about, ISO 8601 with Z. */
  time: z.string(),
  /** Close of the candle asked about. */
  price: z.number(),
  /** The gates it passed. */
  gates: z.array(z.enum(gateNames)),
  /** A failure is never stored as a HOLD; `skipped` was not asked (cancel, budget). */
  outcome: z.enum(['answered', 'failed', 'skipped']),
  signal: z.nullable(signalSchema),
  /** What was corrected in the answer, in words. */
  warnings: z.array(z.string()),
  error: z.nullable(z.object({ code: z.string(), message: z.string() })),
  question: questionSchema,
  /** SHA-256 of the canonical JSON of everything that shapes the answer. */
  key: z.string(),
  /** 1 for the first answer to the question. */
  repeat: z.number(),
  usage: z.nullable(usageSchema),
  usd: z.nullable(z.number()),
  latency_ms: z.nullable(z.number()),
  /** Whether the answer was already known. */
  cached: z.boolean(),
});

export type QuestionRecord = z.infer<typeof recordSchema>;

/** One line of `signals.jsonl`. */
export const lineSchema = z.extend(recordSchema, {
  /** The text of the model as it came, see `replyToRecord`; null when none came, and on lines older than this. */
  reply: z._default(z.nullable(z.string()), null),
});

export type RecordedLine = z.infer<typeof lineSchema>;

/** The record of a line, for who holds many. */
export function withoutReply({ v, time, price, gates, outcome, signal, warnings, error, question, key, repeat, usage, usd, latency_ms, cached }: RecordedLine): QuestionRecord {
  return { v, time, price, gates, outcome, signal, warnings, error, question, key, repeat, usage, usd, latency_ms, cached };
}
