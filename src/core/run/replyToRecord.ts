const mostCharacters = 65_536;

/**
 * The text of a model as it is recorded: exactly as it came. Of one that is longer than 65,536 characters the beginning,
 * and after it that and where it was cut. Null when nothing came.
 */
export function replyToRecord(text: string | undefined): string | null {
  if (text === undefined || text === '') {
    return null;
  }
  if (text.length <= mostCharacters) {
    return text;
  }
  // Not between the halves of one character.
  const kept = /[\ud800-\udbff]/.test(text[mostCharacters - 1]!) ? mostCharacters - 1 : mostCharacters;
  return `${text.slice(0, kept)}\n[LLM Signals cut this reply: ${grouped(kept)} of ${grouped(text.length)} characters are recorded.]`;
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
