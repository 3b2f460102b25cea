/** What can go wrong, subject first. Each front door answers every code in a table. */
export type ErrorCode =
  | 'candles-unreadable'
  | 'candles-unusable'
  | 'columns-invalid'
  | 'pair-unknown'
  | 'timeframe-unknown'
  | 'timeframe-mismatch'
  | 'range-invalid'
  | 'gate-invalid'
  | 'market-data-invalid'
  | 'run-folder-taken'
  | 'run-unreadable'
  | 'file-unwritable'
  | 'provider-unknown'
  | 'provider-bad-reply'
  | 'provider-failed'
  | 'cancelled';

/** The one error class that crosses rooms: an expected failure, with what to do next in `hint`. */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { readonly hint?: string; readonly cause?: unknown } = {}) {
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
