import { createHash } from 'node:crypto';
import { open, readFile } from 'node:fs/promises';
import type { Steps } from '../../core/candles/rows.ts';
import { AppError } from '../../core/errors.ts';
import { runPaced, type Pause } from './pace.ts';

/** The bytes of a file and their SHA-256. */
export type Digested = { readonly bytes: Uint8Array; readonly sha256: string };

const pieceBytes = 2 ** 20;

/**
 * Reads a file, each piece digested while the next is read.
 * @throws AppError `candles-unreadable` because it cannot be read; what `pause` throws.
 */
export async function readDigested(file: string, pause: Pause): Promise<Digested> {
  try {
    return (await readInPieces(file, pause)) ?? (await digest(await readFile(file), pause));
  } catch (error) {
    if (error instanceof AppError) {
      throw error;
    }
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    const why = { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'access is denied' }[code] ?? code;
    throw new AppError('candles-unreadable', `Cannot read ${file}: ${why}.`, { cause: error });
  }
}

/** Digests bytes in steps: a digest on another thread would begin with a copy of everything. */
export async function digest(bytes: Uint8Array, pause: Pause): Promise<Digested> {
  return { bytes, sha256: await runPaced(digestSteps(bytes), pause) };
}

function* digestSteps(bytes: Uint8Array): Steps<string> {
  const hash = createHash('sha256');
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    hash.update(bytes.subarray(at, at + pieceBytes));
    yield 0;
  }
  return hash.digest('hex');
}

/** Undefined when there is no telling how long it is: a pipe, a device, a folder. */
async function readInPieces(file: string, pause: Pause): Promise<Digested | undefined> {
  const handle = await open(file);
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size === 0) {
      return undefined;
    }
    const bytes = Buffer.allocUnsafeSlow(stats.size);
    const hash = createHash('sha256');
    let [digested, read] = [0, 0];
    while (read < bytes.length) {
      const reading = handle.read(bytes, read, Math.min(pieceBytes, bytes.length - read), read);
      hash.update(bytes.subarray(digested, read));
      digested = read;
      const { bytesRead } = await reading;
      if (bytesRead === 0) {
        break;
      }
      read += bytesRead;
      await pause(0);
    }
    return { bytes: bytes.subarray(0, read), sha256: hash.update(bytes.subarray(digested, read)).digest('hex') };
  } finally {
    await handle.close();
  }
}
