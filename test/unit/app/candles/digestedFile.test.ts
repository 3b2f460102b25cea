import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { readDigested } from '../../../../src/app/candles/digestedFile.ts';
import { AppError } from '../../../../src/core/errors.ts';
import { temporaryFolder } from '../../../fixtures/folders.ts';

const piece = 2 ** 20;
const noPause = () => Promise.resolve();

describe('readDigested', () => {
  const folder = temporaryFolder();
  const fileOf = () => path.join(folder(), 'candles.csv');

  it('gives the bytes of a file of any length, and their SHA-256', async () => {
    const file = fileOf();
    for (const length of [0, 1, piece - 1, piece, piece + 1, 3 * piece + 7]) {
      const written = randomBytes(length);
      writeFileSync(file, written);
      const { bytes, sha256 } = await readDigested(file, noPause);
      assert.ok(written.equals(bytes), `${length} bytes`);
      assert.equal(sha256, createHash('sha256').update(written).digest('hex'));
    }
  });

  it('stops when it is told to', async () => {
    const file = fileOf();
    writeFileSync(file, randomBytes(3 * piece));
    await assert.rejects(readDigested(file, () => Promise.reject(new AppError('cancelled', 'Stop.'))), { code: 'cancelled', message: 'Stop.' });
  });

  it('says why a file cannot be read', async () => {
    await assert.rejects(readDigested(folder(), noPause), { code: 'candles-unreadable', message: `Cannot read ${folder()}: it is a folder.` });
    await assert.rejects(readDigested(fileOf(), noPause), { code: 'candles-unreadable', message: `Cannot read ${fileOf()}: there is no such file.` });
  });
});
