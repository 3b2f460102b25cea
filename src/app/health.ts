import { performance } from 'node:perf_hooks';
import { AppError, describeError } from '../core/errors.ts';
import { checkReply } from '../core/signal/checkReply.ts';
import type { Health, SignalProvider } from '../core/signal/provider.ts';
import type { Question } from '../core/signal/question.ts';

// A small question about an invented market: it is asked for its form, not its content.
const probe: Question = {
  market_data: { rsi: 25, ema_short: 101, ema_long: 100, volume: 1, recent_candles: [{ open: 100, high: 101, low: 99, close: 100, volume: 1 }] },
  pair: 'PROBE/PROBE',
  timeframe: '5m',
  current_price: 100,
};

/** Asks the provider one small question and says what was proved by it. The built-in rules need neither network nor key. */
export async function checkHealth(provider: SignalProvider, abort: AbortSignal): Promise<Health> {
  const facts = { provider: provider.id, model: provider.model };
  const needed = provider.id === 'rules' ? null : true;
  const started = performance.now();
  try {
    const { reply } = await provider.ask(probe, abort);
    const latencyMs = performance.now() - started;
    checkReply(reply, probe, provider.id, provider.model);
    return { ...facts, checks: { reachable: needed, key: needed, answers: true, schema: true }, latencyMs, error: null };
  } catch (error) {
    const answered = error instanceof AppError && error.code === 'provider-bad-reply';
    return { ...facts, checks: { reachable: answered || null, key: answered || null, answers: answered, schema: answered ? false : null }, latencyMs: null, error: describeError(error) };
  }
}
