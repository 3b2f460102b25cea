const lineBreak = 10;
/** What a line with an answer holds. A property of our own lines; within a text its quotation marks would be escaped. */
export const answeredMark = Buffer.from('"outcome":"answered"');

/** The whole lines of a `signals.jsonl` or a file of answers that hold an answer, each with its line break. */
export function answeredLines(bytes: Buffer): readonly Buffer[] {
  const lines: Buffer[] = [];
  for (let start = 0, end = bytes.indexOf(lineBreak); end >= 0; start = end + 1, end = bytes.indexOf(lineBreak, start)) {
    const line = bytes.subarray(start, end + 1);
    if (line.includes(answeredMark)) {
      lines.push(line);
    }
  }
  return lines;
}
