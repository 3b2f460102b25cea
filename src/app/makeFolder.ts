import { mkdir } from 'node:fs/promises';
import { AppError } from '../core/errors.ts';

/** Makes a folder to record in, and those above it. @throws AppError `file-unwritable` */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw cannotRecord(folder, error);
  });
}

const before = 'What is answered is recorded there: make it writable, or work in another folder.';

/** The error of a folder in which nothing can be recorded. An error that says what to do already stays as it is. */
export function cannotRecord(folder: string, error: unknown, hint = before): AppError {
  return error instanceof AppError
    ? error
    : new AppError('file-unwritable', `Cannot write to ${folder}: ${(error as NodeJS.ErrnoException).code ?? String(error)}.`, { hint, cause: error });
}
