import type { FileLine } from '../../core/run/bundle.ts';

export const lineBreak = 10;

/** The lines of a UTF-8 file, one at a time: a file may be longer than a text can be. */
export function* fileLines(bytes: Buffer): Generator<FileLine> {
  let start = 0;
  for (let end = bytes.indexOf(lineBreak); end >= 0; end = bytes.indexOf(lineBreak, start)) {
    yield { text: bytes.toString('utf8', start, end), whole: true };
    start = end + 1;
  }
  if (start < bytes.length) {
    yield { text: bytes.toString('utf8', start), whole: false };
  }
}
