import * as z from 'zod/mini';
import { AppError } from '../errors.ts';
import type { Question } from './question.ts';
import { consensusMetadataSchema, decisions, providerResponseSchema, riskLevels, type Signal } from './signal.ts';

/** A checked Signal and, in words, what was corrected in it. */
export type CheckedReply = { readonly signal: Signal; readonly warnings: readonly string[] };

const upperCase = z.pipe(z.transform((value) => (typeof value === 'string' ? value.trim().toUpperCase() : value)), z.enum(decisions));
const lowerCase = z.pipe(z.transform((value) => (typeof value === 'string' ? value.trim().toLowerCase() : value)), z.enum(riskLevels));

const replySchema = z.object({
  decision: upperCase,
  confidence: z.number().check(z.gte(0), z.lte(1)),
  reasoning: z.string(),
  risk_level: lowerCase,
  suggested_stop_loss: z.optional(z.unknown()),
  suggested_take_profit: z.optional(z.unknown()),
});

const consensusSchema = z.object({ consensus_metadata: consensusMetadataSchema, provider_responses: z.array(providerResponseSchema) });

/**
 * The one parser of providers' replies. Letter case is normalised; a stop or target that is not finite or on the
 * wrong side of the price is removed and named, the decision stands.
 * @throws AppError `provider-bad-reply` because decision, confidence, reasoning or risk cannot be read.
 */
export function checkReply(reply: unknown, question: Question, provider: string, model: string): CheckedReply {
  const parsed = isInForm(reply) ? ({ success: true, data: reply } as const) : z.safeParse(replySchema, reply);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new AppError('provider-bad-reply', `The reply is no signal: ${issue?.path.join('.') || 'it'} ${issue?.message.toLowerCase() ?? 'cannot be read'}.`);
  }
  const { decision, confidence, reasoning, risk_level, suggested_stop_loss, suggested_take_profit } = parsed.data;
  const price = question.current_price;
  // +1: stop below the price and target above it; −1: the other way round; 0: neither belongs to a HOLD.
  const side = decision === 'BUY' ? 1 : decision === 'SELL' ? -1 : 0;
  const stop = checkLevel('stop', suggested_stop_loss, price, -side);
  const target = checkLevel('target', suggested_take_profit, price, side);
  return {
    signal: {
      decision, confidence, reasoning, risk_level,
      ...(stop.value === undefined ? {} : { suggested_stop_loss: stop.value }),
      ...(target.value === undefined ? {} : { suggested_take_profit: target.value }),
      pair: question.pair, timeframe: question.timeframe, provider, model,
      ...votesIn(reply as object),
    },
    warnings: [...stop.warnings, ...target.warnings],
  };
}

/** Whether there is nothing to normalise, as in most replies; the schema takes many times as long to find it out. */
function isInForm(reply: unknown): reply is z.infer<typeof replySchema> {
  if (typeof reply !== 'object' || reply === null) {
    return false;
  }
  const { decision, confidence, reasoning, risk_level } = reply as { readonly [name: string]: unknown };
  return decisions.some((known) => known === decision) && riskLevels.some((known) => known === risk_level)
    && typeof confidence === 'number' && confidence >= 0 && confidence <= 1 && typeof reasoning === 'string';
}

/** The votes behind a consensus; a reply without them, or with something else by that name, has none. */
function votesIn(reply: object): Partial<Signal> {
  if (!('consensus_metadata' in reply)) {
    return {};
  }
  return z.safeParse(consensusSchema, reply).data ?? {};
}

type CheckedLevel = { readonly value: number | undefined; readonly warnings: readonly string[] };

function checkLevel(name: string, value: unknown, price: number, side: number): CheckedLevel {
  if (value === undefined || value === null) {
    return { value: undefined, warnings: [] };
  }
  const removed = (why: string): CheckedLevel => ({ value: undefined, warnings: [`The ${name} ${String(JSON.stringify(value) ?? value)} was removed: ${why}.`] });
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return removed('it is no finite number');
  }
  if (side === 0) {
    return removed('a hold has none');
  }
  if ((value - price) * side <= 0) {
    return removed(`it is not ${side > 0 ? 'above' : 'below'} the price ${price}`);
  }
  return { value, warnings: [] };
}
