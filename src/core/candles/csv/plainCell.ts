export const lineFeed = 10;
export const carriageReturn = 13;
const quote = 34;

/** Whether a byte ends a cell of a plain table; a carriage return counts when a line feed follows it, which is checked later. */
export function isEndOfCell(byte: number | undefined, delimiter: number): boolean {
  return byte === delimiter || byte === lineFeed || byte === carriageReturn;
}

/** Where the cell that begins at a place ends, in bytes that end with a line feed; -1 when there is a quote in it. */
export function endOfCell(bytes: Uint8Array, from: number, delimiter: number): number {
  let at = from;
  while (!isEndOfCell(bytes[at], delimiter)) {
    if (bytes[at] === quote) {
      return -1;
    }
    at += 1;
  }
  return at;
}
