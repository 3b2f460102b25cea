import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { loadPrompt, promptFile } from '../../../../src/app/provider/loadPrompt.ts';
import { temporaryFolder } from '../../../fixtures/folders.ts';

describe('loadPrompt', () => {
  const folder = temporaryFolder();
  const write = async (content: string | Uint8Array) => {
    await mkdir(path.join(folder(), '.llm-signals'));
    await writeFile(path.join(folder(), promptFile), content);
  };

  it('is the default where there is no workspace, or none with a prompt', async () => {
    const prompt = await loadPrompt(undefined);
    assert.equal(prompt.version, 'signal-1');
    assert.equal(prompt.sha256, createHash('sha256').update(prompt.text).digest('hex'));
    assert.deepEqual(await loadPrompt(folder()), prompt);
  });

  it('is the one of the workspace', async () => {
    await write('---\nversion: mine-1\n---\nDecide on {{pair}}.');
    const { version, text } = await loadPrompt(folder());
    assert.deepEqual([version, text], ['mine-1', 'Decide on {{pair}}.']);
  });

  it('names the file that is wrong', async () => {
    await write('{{price}}');
    await assert.rejects(loadPrompt(folder()), { code: 'prompt-invalid', message: '.llm-signals/prompt.md, line 1: there is no placeholder {{price}}.' });
  });

  it('does not take other encodings for text', async () => {
    await write(Uint8Array.of(0xff, 0xfe, 0x41, 0x00));
    await assert.rejects(loadPrompt(folder()), { code: 'prompt-invalid', message: '.llm-signals/prompt.md is not UTF-8.' });
  });

  it('does not take the default instead of a file it cannot read', async () => {
    await mkdir(path.join(folder(), promptFile), { recursive: true });
    await assert.rejects(loadPrompt(folder()), { code: 'prompt-invalid', message: '.llm-signals/prompt.md cannot be read.' });
  });
});
