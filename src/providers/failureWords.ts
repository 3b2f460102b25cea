import { withoutSecrets } from './withoutSecrets.ts';

const mostCharacters = 300;

/**
 * Somebody else's words as one short line for a person: without what is secret, without line breaks and control
 * characters, ending with a period.
 */
export function failureWords(text: string, secrets: readonly (string | undefined)[]): string {
  const line = withoutSecrets(text, secrets).replace(/[\s\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ').trim();
  const short = line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
  return short === '' || /[.!?…]$/.test(short) ? short : `${short}.`;
}
