import * as z from 'zod/mini';

export const decisions = ['BUY', 'SELL', 'HOLD'] as const;
export const riskLevels = ['low', 'medium', 'high'] as const;

/** The documented record a provider answers with; its wire names are the domain names. */
export const signalSchema = z.object({
  decision: z.enum(decisions),
  /** 0 to 1. */
  confidence: z.number().check(z.gte(0), z.lte(1)),
  reasoning: z.string(),
  risk_level: z.enum(riskLevels),
  suggested_stop_loss: z.optional(z.number()),
  suggested_take_profit: z.optional(z.number()),
  pair: z.string(),
  timeframe: z.string(),
  provider: z.string(),
  model: z.string(),
});

export type Signal = z.infer<typeof signalSchema>;
export type Decision = Signal['decision'];
export type RiskLevel = Signal['risk_level'];
