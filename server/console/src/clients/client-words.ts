import type { ClientSort, PortalState } from '@holdfast/contract';

const directions: Readonly<Record<ClientSort, 'asc' | 'desc'>> = { lastEvent: 'desc', waiting: 'desc', name: 'asc' };
const isSort = (key: string): key is ClientSort => Object.hasOwn(directions, key);

/** What the address says of the order, as the box and the table's heads understand it. What it does not know is the newest first. */
export function sortOf(key: string | null): { readonly key: ClientSort; readonly direction: 'asc' | 'desc' } {
  const known = key !== null && isSort(key) ? key : 'lastEvent';
  return { key: known, direction: directions[known] };
}

/** Tags as they are typed: parted by commas or lines, without their spaces, each once, at most as many as a client may have. */
export function tagsOf(typed: string, most = 20): string[] {
  return [...new Set(typed.split(/[,;\n]/).map((tag) => tag.trim().slice(0, 40)).filter(Boolean))].slice(0, most);
}

/** Languages a client may be written to in; the four of the screens first. A language of the client that is not among them is added. */
export function languageCodes(own: string | null): readonly string[] {
  const usual = ['pl', 'uk', 'ru', 'en', 'be', 'cs', 'de', 'es', 'fr', 'hu', 'it', 'lt', 'lv', 'ro', 'sk', 'tr', 'ar', 'zh', 'vi', 'hi'];
  return own === null || usual.includes(own) ? usual : [...usual, own];
}

export const portalStates = ['open', 'closed', 'new', 'excluded'] as const satisfies readonly PortalState[];
