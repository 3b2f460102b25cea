import type { ErrorCode } from '../../core/errors.ts';
import type { Run } from '../../core/run/summary.ts';

export const exitCodes = { done: 0, unusableInput: 1, wrongUsage: 2, notAllAnswered: 3, cancelled: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each error means to a script. */
export const exitCodeOf = {
  'candles-unnamed': exitCodes.wrongUsage,
  'candles-unreadable': exitCodes.unusableInput,
  'candles-unusable': exitCodes.unusableInput,
  'columns-invalid': exitCodes.wrongUsage,
  'pair-unknown': exitCodes.unusableInput,
  'timeframe-unknown': exitCodes.unusableInput,
  'timeframe-mismatch': exitCodes.unusableInput,
  'range-invalid': exitCodes.wrongUsage,
  'gate-invalid': exitCodes.wrongUsage,
  'market-data-invalid': exitCodes.wrongUsage,
  'run-folder-taken': exitCodes.wrongUsage,
  'run-unreadable': exitCodes.unusableInput,
  'file-unwritable': exitCodes.wrongUsage,
  'provider-unknown': exitCodes.wrongUsage,
  'provider-misconfigured': exitCodes.wrongUsage,
  'prompt-invalid': exitCodes.wrongUsage,
  'prices-invalid': exitCodes.wrongUsage,
  'price-not-accepted': exitCodes.wrongUsage,
  'run-differs': exitCodes.wrongUsage,
  'run-going-on': exitCodes.wrongUsage,
  'port-taken': exitCodes.unusableInput,
  'backend-misconfigured': exitCodes.wrongUsage,
  'freqtrade-not-found': exitCodes.wrongUsage,
  'freqtrade-misconfigured': exitCodes.wrongUsage,
  'freqtrade-failed': exitCodes.notAllAnswered,
  'strategy-invalid': exitCodes.wrongUsage,
  'budget-reached': exitCodes.notAllAnswered,
  'provider-no-key': exitCodes.wrongUsage,
  'provider-key-rejected': exitCodes.notAllAnswered,
  'provider-forbidden': exitCodes.notAllAnswered,
  'provider-no-quota': exitCodes.notAllAnswered,
  'provider-not-found': exitCodes.notAllAnswered,
  'provider-bad-request': exitCodes.notAllAnswered,
  'provider-rate-limited': exitCodes.notAllAnswered,
  'provider-overloaded': exitCodes.notAllAnswered,
  'provider-timeout': exitCodes.notAllAnswered,
  'provider-unreachable': exitCodes.notAllAnswered,
  'provider-refused': exitCodes.notAllAnswered,
  'provider-truncated': exitCodes.notAllAnswered,
  'provider-bad-reply': exitCodes.notAllAnswered,
  'provider-unavailable': exitCodes.notAllAnswered,
  'provider-failed': exitCodes.notAllAnswered,
  cancelled: exitCodes.cancelled,
} as const satisfies Record<ErrorCode, ExitCode>;

/** What the end of a run means to a script. */
export function exitCodeOfRun({ state, totals }: Run): ExitCode {
  if (state === 'cancelled') {
    return exitCodes.cancelled;
  }
  return state === 'finished' && totals.failed === 0 ? exitCodes.done : exitCodes.notAllAnswered;
}
