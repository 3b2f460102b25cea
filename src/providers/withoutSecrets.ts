/** A text as it came, but for what is secret in it: a server may send back what it was sent. */
export function withoutSecrets(text: string, secrets: readonly (string | undefined)[]): string {
  return secrets.reduce<string>((left, secret) => (secret === undefined || secret === '' ? left : left.replaceAll(secret, '…')), text);
}
