import { performance } from 'node:perf_hooks';
import { AppError, describeError } from '../../core/errors.ts';
import { checkReply } from '../../core/signal/checkReply.ts';
import type { Health, SignalProvider } from '../../core/signal/provider.ts';
import type { Question } from '../../core/signal/question.ts';

/** A small question about an invented market: it is asked for its form, not its content. */
export const probe: Question = {
  market_data: { rsi: 25, ema_short: 101, ema_long: 100, volume: 1, recent_candles: [{ open: 100, high: 101, low: 99, close: 100, volume: 1 }] },
  pair: 'PROBE/PROBE',
  timeframe: '5m',
  current_price: 100,
};

/**
 * Says what is proved of a provider: first, free of charge, that it can be reached and takes the key. `ask` goes on with
 * one small question, which a paid provider charges for.
 */
export async function checkHealth(provider: SignalProvider, abort: AbortSignal, { ask }: { readonly ask: boolean }): Promise<Health> {
  const facts = { provider: provider.id, model: provider.model };
  const started = performance.now();
  const { reachable, key, failure } = await provider.check(abort);
  const unasked = { ...facts, checks: { reachable, key, answers: null, schema: null } };
  if (failure !== null) {
    return { ...unasked, latencyMs: null, error: failure.message };
  }
  if (!ask) {
    return { ...unasked, latencyMs: performance.now() - started, error: null };
  }
  const asked = performance.now();
  const answer = await provider.ask(probe, abort);
  const latencyMs = performance.now() - asked;
  if ('failure' in answer) {
    return { ...facts, checks: { reachable, key, answers: false, schema: null }, latencyMs: null, error: answer.failure.message };
  }
  const wrong = whatIsWrong(answer.reply, provider);
  return { ...facts, checks: { reachable, key, answers: true, schema: wrong === null }, latencyMs, error: wrong };
}

function whatIsWrong(reply: unknown, provider: SignalProvider): string | null {
  try {
    checkReply(reply, probe, provider.id, provider.model);
    return null;
  } catch (error) {
    if (error instanceof AppError) {
      return describeError(error);
    }
    throw error;
  }
}
