import { AppError } from '../errors.ts';

/** A fault in a gate's text, at a position counted from 0. */
export function gateError(what: string, at: number, hint?: string): AppError {
  return new AppError('gate-invalid', `${what} at ${at}.`, hint === undefined ? {} : { hint });
}
