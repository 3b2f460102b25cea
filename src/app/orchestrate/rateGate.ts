import type { Usage } from '../../core/run/record.ts';
import type { LimitLeft, LimitsLeft } from '../../core/signal/provider.ts';
import { orAborted } from './orAborted.ts';
import type { OrchestrateTools } from './tools.ts';

/** What a user allows per minute, at least 1; null for no limit. */
export type RateLimits = { readonly requestsPerMinute: number | null; readonly tokensPerMinute: number | null };

/** A request that was let through. */
export type Sent = {
  /** Puts the tokens that were booked in the place of the estimate. */
  readonly used: (usage: Usage) => void;
};

export type RateGate = {
  /**
   * Waits until a request of about so many tokens may be sent, first come, first served. A wait that the provider asks
   * for and that is longer than `longestMs` is not begun: the result says how long it is. Rejects at once on abort.
   */
  readonly admit: (tokens: number, longestMs: number, signal: AbortSignal) => Promise<Sent | { readonly blockedMs: number }>;
  /** Takes over what the headers of an answer say. */
  readonly learn: (limits: LimitsLeft) => void;
  /** Lets nothing through for a while. */
  readonly pause: (ms: number) => void;
  /** Forgets what the provider asked for; the user's limits stay. */
  readonly forget: () => void;
};

type Booking = { readonly at: number; tokens: number };
type Known = { remaining: number; readonly until: number };

const windowMs = 60_000;

/** Holds requests back so that no window of a minute has more than the user allows or the provider says it takes. */
export function createRateGate({ requestsPerMinute, tokensPerMinute }: RateLimits, { clock, sleep }: Pick<OrchestrateTools, 'clock' | 'sleep'>): RateGate {
  let bookings: Booking[] = [];
  let pausedUntil = -Infinity;
  let known: { requests?: Known; tokens?: Known } = {};
  let lastInLine: Promise<unknown> = Promise.resolve();

  /** How long the provider wants nothing of this size to be sent. */
  const blockedMs = (tokens: number): number => {
    const now = clock();
    const until = (limit: Known | undefined, needed: number) => (limit !== undefined && limit.remaining < needed ? limit.until : -Infinity);
    return Math.max(0, pausedUntil - now, until(known.requests, 1) - now, until(known.tokens, Math.max(1, tokens)) - now);
  };

  /** How long until the minute before has room under the user's limits. */
  const crowdedMs = (tokens: number): number => {
    const now = clock();
    // In the order of time: only what is dropped is looked at, or a fast run would look at thousands for each question.
    const recent = bookings.findIndex(({ at }) => at + windowMs > now);
    bookings = recent < 0 ? [] : recent === 0 ? bookings : bookings.slice(recent);
    const overRequests = requestsPerMinute === null ? 0 : bookings.length + 1 - requestsPerMinute;
    let overTokens = tokensPerMinute === null ? 0 : bookings.reduce((sum, booking) => sum + booking.tokens, tokens) - tokensPerMinute;
    // A request larger than the limit passes when the minute is empty: it would never fit.
    let gone = 0;
    while (gone < bookings.length && (gone < overRequests || overTokens > 0)) {
      overTokens -= bookings[gone]!.tokens;
      gone++;
    }
    return gone === 0 ? 0 : bookings[gone - 1]!.at + windowMs - now;
  };

  const takeTurn = async (tokens: number, longestMs: number, signal: AbortSignal): Promise<Sent | { readonly blockedMs: number }> => {
    for (;;) {
      const blocked = blockedMs(tokens);
      if (blocked > longestMs) {
        return { blockedMs: blocked };
      }
      const waitMs = Math.max(blocked, crowdedMs(tokens));
      if (waitMs <= 0) {
        break;
      }
      await sleep(waitMs, signal);
    }
    const booking: Booking = { at: clock(), tokens };
    if (requestsPerMinute !== null || tokensPerMinute !== null) {
      bookings.push(booking);
    }
    if (known.requests !== undefined) {
      known.requests.remaining -= 1;
    }
    if (known.tokens !== undefined) {
      known.tokens.remaining -= tokens;
    }
    return {
      used: ({ input, output }) => {
        booking.tokens = input + output;
      },
    };
  };

  return {
    admit: async (tokens, longestMs, signal) => {
      const before = lastInLine;
      let leave = () => {};
      // Who gives up while others are ahead keeps the place in line until it is reached.
      lastInLine = Promise.all([before, new Promise<void>((resolve) => (leave = resolve))]);
      try {
        await orAborted(before, signal);
        return await takeTurn(tokens, longestMs, signal);
      } finally {
        leave();
      }
    },
    learn: ({ requests, tokens }) => {
      const knownOf = ({ remaining, resetMs }: LimitLeft): Known => ({ remaining, until: clock() + resetMs });
      known = { ...known, ...(requests === undefined ? {} : { requests: knownOf(requests) }), ...(tokens === undefined ? {} : { tokens: knownOf(tokens) }) };
    },
    pause: (ms) => {
      pausedUntil = Math.max(pausedUntil, clock() + ms);
    },
    forget: () => {
      pausedUntil = -Infinity;
      known = {};
    },
  };
}
