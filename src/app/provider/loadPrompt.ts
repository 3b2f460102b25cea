import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../core/errors.ts';
import { parsePrompt } from '../../core/signal/parsePrompt.ts';
import defaultPrompt from '../../core/signal/prompt.md';
import type { PromptInUse } from '../../core/signal/provider.ts';

/** Where a workspace has a prompt of its own. */
export const promptFile = '.llm-signals/prompt.md';

/**
 * The prompt of a workspace when it has one, else the default. Pass undefined for a workspace that is not trusted.
 * @throws AppError `prompt-invalid` because the file cannot be read or is no prompt.
 */
export async function loadPrompt(workspaceRoot: string | undefined): Promise<PromptInUse> {
  const own = workspaceRoot === undefined ? undefined : await readOwn(path.join(workspaceRoot, promptFile));
  const { version, text } = own === undefined ? parsePrompt(defaultPrompt, 'The default prompt') : parsePrompt(own, promptFile);
  return { version, sha256: createHash('sha256').update(text).digest('hex'), text };
}

async function readOwn(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      return undefined;
    }
    throw new AppError('prompt-invalid', code === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? `${promptFile} is not UTF-8.` : `${promptFile} cannot be read.`, { cause: error });
  }
}
