import { AppError } from '../../core/errors.ts';

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  return loopback.test(hostname);
}

/** An address checked and without its last slash. @throws AppError `provider-misconfigured` because it is none. */
export function endpointOf(provider: string, url: string, hint: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username !== '') {
    throw new AppError('provider-misconfigured', url === '' ? `${provider} has no address.` : `The address of ${provider} is no http or https URL.`, { hint });
  }
  return url.replace(/\/+$/, '');
}

/** A key that may be sent to an address: only over an encrypted connection, or within this machine. */
export function sendableKey(provider: string, url: string, key: string): string {
  const { protocol, hostname } = new URL(url);
  if (protocol === 'http:' && !isLoopback(hostname)) {
    throw new AppError('provider-misconfigured', `The key of ${provider} is not sent to ${hostname} without encryption.`, { hint: 'Use its https address.' });
  }
  return key;
}
