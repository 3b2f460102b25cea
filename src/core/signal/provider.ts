import type { Usage } from '../run/record.ts';
import type { Question } from './question.ts';

/** What a provider answered, before it is checked: `reply` is whatever it said. Unknown usage or price is null. */
export type Answer = { readonly reply: unknown; readonly usage: Usage | null; readonly usd: number | null };

/** What is known of a provider's health. A check that does not apply, such as a key where none is needed, is null. */
export type Health = {
  readonly provider: string;
  readonly model: string;
  readonly checks: {
    readonly reachable: boolean | null;
    readonly key: boolean | null;
    readonly answers: boolean | null;
    readonly schema: boolean | null;
  };
  /** How long the probing question took; null when none was answered. */
  readonly latencyMs: number | null;
  /** Why it is not healthy; null when it is. */
  readonly error: string | null;
};

/** The one seam with several implementations: answers a Question. */
export interface SignalProvider {
  readonly id: string;
  /** Exact model id. */
  readonly model: string;
  /**
   * Asks one question. Rejects with an AppError when there is no answer; an aborted wait rejects with `cancelled`.
   */
  ask(question: Question, abort: AbortSignal): Promise<Answer>;
}
