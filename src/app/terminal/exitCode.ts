import type { ErrorCode } from '../../core/errors.ts';
import type { Run } from '../../core/run/summary.ts';

export const exitCodes = { done: 0, unusableInput: 1, wrongUsage: 2, notAllAnswered: 3, cancelled: 130 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** What each error means to a script. */
export const exitCodeOf = {
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
  'provider-bad-reply': exitCodes.notAllAnswered,
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
