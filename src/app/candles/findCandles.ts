import { existsSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../core/errors.ts';

/**
 * The candle file that a run names, looked for under folders that it may be named from. `orSay` is what else can be done
 * than to put it back, such as to name another.
 * @throws AppError `candles-unreadable` because it is in none of them.
 */
export function findCandles(file: string, roots: readonly string[], orSay = ''): string {
  const found = roots.map((root) => path.resolve(root, file)).find((candidate) => existsSync(candidate));
  if (found === undefined) {
    throw new AppError('candles-unreadable', `The candles of this run are gone: there is no ${file}.`, { hint: `Put them back there${orSay}.` });
  }
  return found;
}
