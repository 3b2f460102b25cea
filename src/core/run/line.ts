import type { SettledQuestion } from './settledQuestion.ts';

/**
 * The line of a `signals.jsonl`, with its line break. The text of the question, most of the line, is at hand since its
 * key was made of it, so it is not written out again.
 */
export function lineOf({ record, reply, text }: SettledQuestion): string {
  const { v, time, price, gates, outcome, signal, warnings, error, key, repeat, usage, usd, latency_ms, cached } = record;
  const before = JSON.stringify({ v, time, price, gates, outcome, signal, warnings, error });
  const after = JSON.stringify({ key, repeat, usage, usd, latency_ms, cached, reply });
  return `${before.slice(0, -1)},"question":${text},${after.slice(1)}\n`;
}
