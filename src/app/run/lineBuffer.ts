import { lineOf } from '../../core/run/line.ts';
import type { SettledQuestion } from '../../core/run/settledQuestion.ts';

const firstSize = 2 ** 16;
/** A character of a text takes up to so many bytes of UTF-8. */
const mostBytes = 3;

/**
 * Writes the lines of questions into one buffer, which is used again and again: of a thousand lines joined to a text,
 * each would be copied three times. The bytes are good until the next call.
 */
export function createLineBuffer(): (settled: readonly SettledQuestion[]) => Buffer {
  let buffer = Buffer.allocUnsafe(firstSize);
  return (settled) => {
    let end = 0;
    for (const line of settled.map(lineOf)) {
      const needed = end + line.length * mostBytes;
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(needed, 2 * buffer.length));
        buffer.copy(larger, 0, 0, end);
        buffer = larger;
      }
      end += buffer.write(line, end);
    }
    return buffer.subarray(0, end);
  };
}
