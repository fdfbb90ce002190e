import { isIP } from 'node:net';

const privateNames = /^(?:localhost|[a-z0-9-]+|[a-z0-9.-]+\.(?:local|lan|internal|intranet|home\.arpa|localhost))$/i;

/** Loopback, private or link-local: an address that no router on the internet carries. */
export function isPrivateAddress(address: string): boolean {
  if (isIP(address) === 4) {
    const [a = 0, b = 0] = address.split('.').map(Number);
    return a === 127 || a === 10 || (a === 172 && b >= 16 && b <= 31) || (a === 192 && b === 168) || (a === 169 && b === 254);
  }
  const lower = address.toLowerCase();
  if (lower.startsWith('::ffff:')) return isPrivateAddress(lower.slice(7));
  return lower === '::1' || /^f[cd]/.test(lower) || /^fe[89ab]/.test(lower);
}

/** Why messages may not go to this address, or undefined: in the clear only to this machine or a private network. Pure. */
export function webhookFault(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return 'is not an address';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
  if (url.username !== '' || url.password !== '') return 'must not hold a name or password: messages are signed instead';
  if (url.protocol === 'https:') return undefined;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const near = isIP(host) === 0 ? privateNames.test(host) : isPrivateAddress(host);
  return near ? undefined : 'must begin with https://, unless it is on this machine or a private network';
}
