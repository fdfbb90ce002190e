import { AppRefusal } from '../app-refusal.ts';

export type WantedBox = { readonly candidates: readonly string[]; readonly name: string | null };

const invalid = (): AppRefusal => new AppRefusal('ADDRESS_INVALID', 'this is no address of a box', { field: '/address' });

/**
 * What a person typed or pasted: an address, a bare host name, or an invitation `holdfast://join?box=…&name=…`. Only https
 * is tried, and http for this computer alone: a password never travels in the clear. Pure.
 */
export function readAddress(text: string): WantedBox {
  const plain = text.trim();
  if (plain === '' || plain.length > 2000) throw invalid();
  if (/^holdfast:\/\//i.test(plain)) return readInvitation(plain);
  return { candidates: candidatesOf(plain), name: null };
}

function readInvitation(link: string): WantedBox {
  const url = parse(link);
  if (url?.host.toLowerCase() !== 'join') throw invalid();
  const box = url.searchParams.get('box');
  if (box === null || /^holdfast:/i.test(box)) throw invalid();
  const name = url.searchParams.get('name');
  return { candidates: candidatesOf(box), name: name === null || !/^[a-z][a-z0-9.-]{0,39}$/.test(name) ? null : name };
}

function candidatesOf(text: string): string[] {
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  if (hasScheme && !/^https?:\/\//i.test(text)) throw invalid();
  const url = parse(hasScheme ? text : `https://${text}`);
  if (!url || url.username !== '' || url.password !== '' || url.hostname === '' || /\s/.test(text)) throw invalid();
  const isLocal = isLoopback(url.hostname);
  if (hasScheme) {
    if (url.protocol === 'http:' && !isLocal) throw invalid();
    return [url.origin];
  }
  return isLocal ? [`http://${url.host}`, `https://${url.host}`] : [`https://${url.host}`];
}

export const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

function parse(text: string): URL | undefined {
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
