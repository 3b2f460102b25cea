import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { answeredLines } from './answeredLines.ts';

/** A file of answers that a deleted run left. */
export type AnswerFile = { readonly file: string; readonly answers: number; readonly bytes: number };

/** The files of answers in some folders. A folder that is not there holds none. */
export async function listAnswerFiles(folders: readonly string[]): Promise<readonly AnswerFile[]> {
  const files: AnswerFile[] = [];
  for (const folder of new Set(folders)) {
    const names = await readdir(folder).catch(() => []);
    for (const file of names.filter((name) => name.endsWith('.jsonl')).sort().map((name) => path.join(folder, name))) {
      const bytes = await readFile(file);
      files.push({ file, answers: answeredLines(bytes).length, bytes: bytes.length });
    }
  }
  return files;
}

/** Deletes files of answers: what only they knew is asked again. */
export async function deleteAnswerFiles(files: readonly AnswerFile[]): Promise<void> {
  await Promise.all(files.map(({ file }) => rm(file, { force: true })));
}
