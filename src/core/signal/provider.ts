import type { Usage } from '../run/record.ts';
import type { Setup } from '../run/setup.ts';
import type { Failure } from './failure.ts';
import type { Question } from './question.ts';

/** How much of a limit is left, and in how many milliseconds it is whole again. */
export type LimitLeft = { readonly remaining: number; readonly resetMs: number };

/** What the provider's headers say about its limits; a limit it does not name is absent. */
export type LimitsLeft = { readonly requests?: LimitLeft | undefined; readonly tokens?: LimitLeft | undefined };

/** What asking cost, also when it came to nothing. Unknown is null. */
export type Spent = { readonly usage: Usage | null; readonly usd: number | null };

/** What a provider answered, before it is checked: `reply` is whatever it said; a failure is data, as it may be billed. */
export type Answer = Spent & {
  readonly limits?: LimitsLeft | undefined;
  /** What the model wrote, as it came, also where it is no signal; absent where nothing came and where no model is asked. */
  readonly text?: string | undefined;
  /** Who gave the answer, where another one is behind the provider: a remote backend's, or the one of a recording. */
  readonly by?: { readonly provider: string; readonly model: string } | undefined;
} & ({ readonly reply: unknown } | { readonly failure: Failure });

/**
 * Whether a model caches its instructions when asked to: `too-short` when they do not reach its minimum, `by-itself`
 * when it needs no asking or its minimum is unknown.
 */
export type PromptCaching = 'asked' | 'too-short' | 'by-itself';

/** What a question will cost: tokens and USD as they usually are, and at most. Unknown is null. */
export type Estimate = {
  readonly input: number | null;
  readonly output: number | null;
  readonly usd: number | null;
  /** An upper bound, for what is in flight under a budget. */
  readonly maxUsd: number | null;
  /** Whether the model caches the instructions; null where there are none, or several models. */
  readonly cache: PromptCaching | null;
};

/** What shapes an answer beside the question; part of its key. */
export type AnswerShape = {
  /** Parameters sent with every question. */
  readonly parameters: { readonly [name: string]: unknown };
  /** The instructions as the user or we wrote them; null where the provider has none. */
  readonly prompt: PromptInUse | null;
  /** The JSON schema the reply is held to. */
  readonly schema: unknown;
};

/** A prompt template with its version and the SHA-256 of its text. */
export type PromptInUse = { readonly version: string; readonly sha256: string; readonly text: string };

/** What was found out without asking anything. A check that does not apply, such as a key where none is needed, is null. */
export type ConnectionCheck = { readonly reachable: boolean | null; readonly key: boolean | null; readonly failure: Failure | null };

/** What is known of a provider's health. */
export type Health = {
  readonly provider: string;
  readonly model: string;
  readonly checks: {
    readonly reachable: boolean | null;
    readonly key: boolean | null;
    /** Null when no question was asked. */
    readonly answers: boolean | null;
    readonly schema: boolean | null;
  };
  /** How long the question, or without one the connection check, took; null when there was no answer. */
  readonly latencyMs: number | null;
  /** Why it is not healthy; null when it is. */
  readonly error: string | null;
};

/** The one seam with several implementations: answers a Question. */
export interface SignalProvider {
  readonly id: string;
  /** Exact model id. */
  readonly model: string;
  readonly shape: AnswerShape;
  /** How it was set up; recorded with a run, so that it can go on alike. */
  readonly setup?: Setup | undefined;
  /** How many questions it takes at once whatever a run may ask; only where an answer is at hand and waits for nothing. */
  readonly atOnce?: number;
  /**
   * Asks one question, once. Rejects soon after the abort, and for nothing else that is expected: a failure resolves,
   * with what it cost.
   */
  readonly ask: (question: Question, abort: AbortSignal) => Promise<Answer>;
  /** What a question will cost. Free is 0, unknown is null. */
  readonly estimate: (question: Question) => Estimate;
  /** Finds out, free of charge, whether it can be reached and takes the key. Rejects as `ask` does. */
  readonly check: (abort: AbortSignal) => Promise<ConnectionCheck>;
}

/** The shape of answers that depend on the question alone. */
export const plainShape: AnswerShape = { parameters: {}, prompt: null, schema: null };
export const freeEstimate: Estimate = { input: 0, output: 0, usd: 0, maxUsd: 0, cache: null };
export const unknownEstimate: Estimate = { input: null, output: null, usd: null, maxUsd: null, cache: null };
