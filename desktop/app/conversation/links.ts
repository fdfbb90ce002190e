import { linkifyit } from 'linkify-it';

/** A stretch of text, or a link in it with its real target. */
export type Segment = { readonly text: string; readonly href: string | null };

const finder = linkifyit({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: false });
finder.add('ftp:', null).add('//', null);
const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:', 'tel:']);

/** The address a link leads to, as the browser reads it, or null when it is none that may leave the app. */
export function safeTarget(href: string): string | null {
  if (href.length > 4096 || /[\u0000-\u001F]/u.test(href)) return null;  
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return null;
  }
  if (!schemes.has(url.protocol)) return null;
  if ((url.protocol === 'http:' || url.protocol === 'https:') && (url.hostname === '' || url.username !== '' || url.password !== '')) return null;
  return url.href;
}

/** Finds the links in a text. Phone numbers are left alone: in half of all messages they are order numbers. */
export function findLinks(text: string): Segment[] {
  const segments: Segment[] = [];
  let end = 0;
  for (const match of finder.match(text) ?? []) {
    const href = safeTarget(match.url);
    if (href === null) continue;
    if (match.index > end) segments.push({ text: text.slice(end, match.index), href: null });
    segments.push({ text: match.text, href });
    end = match.lastIndex;
  }
  if (end < text.length) segments.push({ text: text.slice(end), href: null });
  return segments;
}

/** Where a link leads, in the form a person can judge: the host as the network knows it, in punycode where letters deceive. */
export function targetName(href: string): string {
  const url = new URL(href);
  return url.protocol === 'mailto:' || url.protocol === 'tel:' ? decodeURIComponent(url.pathname) : url.host;
}

/**
 * Whether the words of a link must be followed by where it really leads: always, unless they are that address themselves
 * and written in plain letters.
 */
export function needsTarget(words: string, href: string): boolean {
  const plain = words.trim().toLowerCase().replace(/^(?:https?:\/\/|mailto:|tel:)/u, '').replace(/\/$/u, '');
  const target = href.toLowerCase().replace(/^(?:https?:\/\/|mailto:|tel:)/u, '').replace(/\/$/u, '');
  return plain !== target && decodeSafely(target) !== plain && !(plain === '' && target === '');
}

function decodeSafely(text: string): string {
  try {
    return decodeURI(text);
  } catch {
    return text;
  }
}
