import { AppError, describeError } from '../core/errors.ts';

/** What failed and what to do, as `describeError` says it, but for what only the command line can do. */
export function describeInEditor(error: unknown): string {
  const hint = error instanceof AppError && error.hint !== undefined ? withoutOptions(error.hint) : undefined;
  return error instanceof AppError ? describeError(new AppError(error.code, error.message, { hint })) : describeError(error);
}

/** A hint without the alternative that names an option of ours; undefined when it names one all the same. What is quoted is somebody else's. */
function withoutOptions(hint: string): string | undefined {
  const rest = hint.replace(/, or [^,."]*\s--[a-z].*$/, '.');
  return /(^|\s)--[a-z]/.test(rest.replace(/"[^"]*"/g, '')) ? undefined : rest;
}
