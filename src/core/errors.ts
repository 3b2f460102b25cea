/** Why a provider gave no signal, subject first; `failureKinds` in core/signal/failure.ts says what follows from each. */
export type FailureCode =
  /** No key is known for it. */
  | 'provider-no-key'
  | 'provider-key-rejected'
  /** The key or the user may not do this, or VS Code was not given consent. */
  | 'provider-forbidden'
  /** Credit or quota is used up. */
  | 'provider-no-quota'
  /** There is no such model, or no such address. */
  | 'provider-not-found'
  | 'provider-bad-request'
  | 'provider-rate-limited'
  | 'provider-overloaded'
  | 'provider-timeout'
  | 'provider-unreachable'
  /** The model declined to answer. */
  | 'provider-refused'
  /** The reply ended before it was whole. */
  | 'provider-truncated'
  | 'provider-bad-reply'
  /** It failed too often in a row, so nothing is sent to it for now. */
  | 'provider-unavailable'
  | 'provider-failed';

/** What can go wrong, subject first. Each front door answers every code in a table. */
export type ErrorCode =
  | FailureCode
  /** Whoever starts a run named no file. */
  | 'candles-unnamed'
  | 'candles-unreadable'
  | 'candles-unusable'
  | 'columns-invalid'
  | 'pair-unknown'
  | 'timeframe-unknown'
  | 'timeframe-mismatch'
  | 'range-invalid'
  | 'gate-invalid'
  | 'market-data-invalid'
  | 'prompt-invalid'
  | 'prices-invalid'
  | 'run-folder-taken'
  | 'run-unreadable'
  | 'run-differs'
  /** Only one at a time is written by a window. */
  | 'run-going-on'
  | 'file-unwritable'
  | 'provider-unknown'
  | 'provider-misconfigured'
  | 'price-not-accepted'
  | 'budget-reached'
  | 'port-taken'
  | 'backend-misconfigured'
  | 'freqtrade-not-found'
  | 'freqtrade-misconfigured'
  /** It came to no result; what it printed says why. */
  | 'freqtrade-failed'
  | 'strategy-invalid'
  | 'cancelled';

/** The one error class that crosses rooms: an expected failure, with what to do next in `hint`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { readonly hint?: string | undefined; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** The message and hint of an error as one text for a person. */
export function describeError(error: unknown): string {
  if (error instanceof AppError) {
    return error.hint === undefined ? error.message : `${error.message} ${error.hint}`;
  }
  return error instanceof Error ? error.message : String(error);
}
