import { TextDecoder } from 'node:util';
import type { CsvSource } from '../../core/candles/csv/csv.ts';

const pieceBytes = 256 * 1024;
const headLength = 64 * 1024;

/** The text of a file in pieces: UTF-8, or UTF-16 as Excel's "Unicode text" has it. */
export function candleText(bytes: Uint8Array): CsvSource & { readonly isWide: boolean } {
  const encoding = encodingOf(bytes);
  function* pieces() {
    const decoder = new TextDecoder(encoding);
    for (let at = 0; at < bytes.length; at += pieceBytes) {
      yield decoder.decode(bytes.subarray(at, at + pieceBytes), { stream: true });
    }
    yield decoder.decode();
  }
  const [first = ''] = pieces();
  return { pieces, count: bytes.length / pieceBytes + 1, head: wholeLines(first), bytes: encoding === 'utf-8' ? bytes : undefined, isWide: encoding !== 'utf-8' };
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe || first !== 0 && second === 0) {
    return 'utf-16le';
  }
  return first === 0xfe && second === 0xff || first === 0 && second !== 0 ? 'utf-16be' : 'utf-8';
}

/** The first lines, without one that is cut off. */
function wholeLines(text: string): string {
  return text.length <= headLength ? text : text.slice(0, Math.max(text.lastIndexOf('\n', headLength) + 1, 0) || headLength);
}
