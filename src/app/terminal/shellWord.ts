/** A path as it is pasted into a shell: in quotes where it has spaces or other characters that mean something there. */
export function shellWord(text: string): string {
  return /^[\p{L}\p{N}_./:\\~+-]+$/u.test(text) ? text : `"${text}"`;
}
