/** What a REST backend is given, and what it gives. `startBackend` in the server room is its implementation. */
import type { Budget } from '../core/run/budget.ts';
import type { SettledQuestion } from '../core/run/settledQuestion.ts';
import type { SignalProvider } from '../core/signal/provider.ts';
import type { ConsensusMember } from '../providers/consensus.ts';

export const defaultBackendHost = '127.0.0.1';
export const defaultBackendPort = 8000;

/** How much a backend takes on at once. */
export type BackendLimits = {
  /** Questions asked at once. */
  readonly concurrency: number;
  /** Questions that may wait for their turn; one more is answered with 429. */
  readonly waiting: number;
  /** Questions asked per minute about one pair; null for no limit. Identical ones in flight count once. */
  readonly perMinute: number | null;
  /** How long a question may take, its wait included, in milliseconds. */
  readonly answerMs: number;
  /** How long a client may take to send its request, in milliseconds. */
  readonly receiveMs: number;
  readonly bodyBytes: number;
};

/** The documented adapter waits 30 s; a strategy recommended to ask once a minute and pair may do more on request. */
export const defaultBackendLimits: BackendLimits = {
  concurrency: 16,
  waiting: 1000,
  perMinute: null,
  answerMs: 30_000,
  receiveMs: 10_000,
  bodyBytes: 256 * 1024,
};

export type BackendOptions = {
  /** The address it listens on; beyond loopback a token is a must. */
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** Names beside localhost under which clients may call it, without port. */
  readonly allowHosts: readonly string[];
  /** What a client must show to ask; undefined only with `allowWithoutToken`. */
  readonly token: string | undefined;
  /** Anyone who reaches the port may ask, which spends money. */
  readonly allowWithoutToken: boolean;
  readonly limits: BackendLimits;
  /** The id of the provider that answers when a request names none. */
  readonly provider: string;
  /**
   * Makes a provider, with its retries; it is called once per id and kept, unless it rejects.
   * @throws AppError `provider-unknown`, `provider-misconfigured` or `provider-no-key`.
   */
  readonly createProvider: (id: string) => Promise<SignalProvider>;
  /** The ids of those who vote on `/llm-consensus`, and the weight of each; 1 unless said otherwise. */
  readonly consensus: { readonly members: readonly string[]; readonly weights: { readonly [provider: string]: number } };
  readonly createConsensus: (members: readonly ConsensusMember[]) => SignalProvider;
  /** Puts what became of a question on disk; no answer is sent before. */
  readonly record: (settled: SettledQuestion) => Promise<void>;
  /** A limit per day of UTC. */
  readonly budget: Budget;
  /** The time of day in epoch milliseconds. */
  readonly clock: () => number;
  /** Takes one line per request, and per unexpected error; none holds a token. */
  readonly log: (line: string) => void;
};

export type BackendState = {
  readonly accepting: boolean;
  readonly budget: { readonly limit: number; readonly spent: number };
  readonly requests: { readonly answered: number; readonly failed: number; readonly refused: number; readonly in_flight: number; readonly waiting: number };
};

export type Backend = {
  /** Without a token, such as `http://127.0.0.1:8000`. */
  readonly url: string;
  readonly port: number;
  readonly state: () => BackendState;
  /**
   * Takes no more requests, lets those in flight finish for at most `graceMs` and answers the rest with 503.
   * Resolves when every connection is closed.
   */
  readonly stop: (graceMs: number) => Promise<void>;
};

/** The URL for `DJANGO_API_URL`: adapters that cannot send headers carry the token in it. */
export function backendUrlWithToken(url: string, token: string | undefined): string {
  return token === undefined ? url : `${url}/t/${token}`;
}
