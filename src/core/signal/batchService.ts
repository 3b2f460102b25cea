import type { FailureCode } from '../errors.ts';
import type { Failure } from './failure.ts';
import type { Answer, Spent } from './provider.ts';
import type { Question } from './question.ts';

/** How much one batch may hold. */
export type BatchLimits = { readonly requests: number; readonly bytes: number };

/** A question under the id that its result comes back with: up to 64 letters, digits, `-` and `_`. */
export type BatchQuestion = { readonly id: string; readonly question: Question };

/** What handing a batch in came to. A batch that failed may exist all the same when the connection broke. */
export type BatchSubmission = { readonly id: string } | { readonly failure: Failure; readonly mayExist: boolean };

/** A batch that was meant to be handed in, and of which it is not known whether it was. */
export type SoughtBatch = {
  readonly name: string;
  /** When it was about to be handed in, epoch milliseconds. */
  readonly since: number;
  /** The ids of its questions. */
  readonly ids: ReadonlySet<string>;
  /** Batches that are known to be others. */
  readonly others: ReadonlySet<string>;
};

/** `unsure`: there is a batch that may be it, which cannot be told before it ended. */
export type FoundBatch = { readonly id: string } | 'unsure' | 'none' | { readonly failure: Failure };

/** How far a batch is, in questions. `failure` says why a batch was refused as a whole. */
export type BatchProgress = { readonly ended: boolean; readonly done: number; readonly total: number; readonly failure?: Failure | undefined };

/** Why one question of a batch has no reply; `cancelled` when the batch was. */
export type BatchFailure = { readonly code: FailureCode | 'cancelled'; readonly message: string };

/** What became of one question of a batch. */
export type BatchResult = { readonly id: string; readonly answer: Spent & Pick<Answer, 'text'> & ({ readonly reply: unknown } | { readonly failure: BatchFailure }) };

/**
 * A provider's batch service: many questions at once, at a lower price, answered within a day. What fails resolves as
 * data; only an abort rejects.
 */
export interface BatchService {
  readonly limits: BatchLimits;
  /** What a question adds to the size of a batch. */
  readonly bytesOf: (asked: BatchQuestion) => number;
  /** Hands in a batch. `name` is kept with it where the service keeps one. */
  readonly submit: (name: string, asked: readonly BatchQuestion[], abort: AbortSignal) => Promise<BatchSubmission>;
  readonly find: (sought: SoughtBatch, abort: AbortSignal) => Promise<FoundBatch>;
  readonly progress: (id: string, abort: AbortSignal) => Promise<BatchProgress | { readonly unknown: Failure }>;
  /** Asks to end a batch early; what is answered by then stays answered. */
  readonly cancel: (id: string, abort: AbortSignal) => Promise<Failure | undefined>;
  /** The results of a batch that ended, in any order. A failure comes last: what is missing can be read later. */
  readonly results: (id: string, abort: AbortSignal) => AsyncGenerator<BatchResult | { readonly failure: Failure }>;
}
