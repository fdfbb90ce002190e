import { hash } from 'node:crypto';

/** Names of files out of foreign words: no separators, no leading dots, no reserved names of any system, and never two alike. */
const reserved = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/iu;

export function safeName(text: string, most = 60): string {
  const kept = [...text.normalize('NFC').replace(/[^\p{L}\p{N}._-]+/gu, '_').replace(/\.{2,}/gu, '.')].slice(0, most).join('').replace(/^[._-]+|[._-]+$/gu, '');
  return kept === '' || reserved.test(kept) ? `_${kept}` : kept;
}
/** The extension stays, whatever is cut. */
export function safeFileName(name: string): string {
  const extension = /\.[A-Za-z0-9]{1,8}$/u.exec(name)?.[0] ?? '';
  return `${safeName(name.slice(0, name.length - extension.length), 50)}${extension}`;
}
export const conversationName = (room: string, name: string | null): string => `${safeName(name ?? 'conversation', 40)}-${hash('sha256', room).slice(0, 8)}`;

/** A cell of a spreadsheet: what would be run as a formula is text, and quotes are doubled. */
export function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  const safe = /^[\s]*[=+\-@\t\r]/u.test(text) && typeof value === 'string' ? `'${text}` : text;
  return /[",\r\n]/u.test(safe) || safe !== text ? `"${safe.replaceAll('"', '""')}"` : safe;
}
