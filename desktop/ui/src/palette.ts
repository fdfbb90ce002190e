import type { IconName } from './icons/icons.ts';
import { fuzzyScore, plainText } from './fuzzy.ts';

/** Something that can be done or gone to by its name. */
export type PaletteEntry = {
  readonly id: string;
  readonly label: string;
  /** Heading it stands under; sections come in the order in which they first appear. */
  readonly section: string;
  readonly icon?: IconName | undefined;
  /** Second in rank, on the same line: a firm, a number. Also searched. */
  readonly hint?: string | undefined;
  /** Never shown, only searched: other words for the same. */
  readonly words?: string | undefined;
  readonly keys?: string | undefined;
};
export type PaletteRow = { readonly kind: 'head'; readonly key: string; readonly text: string } | { readonly kind: 'entry'; readonly key: string; readonly entry: PaletteEntry };

const plain = new WeakMap<PaletteEntry, { name: string; others: string }>();
function plainOf(entry: PaletteEntry): { name: string; others: string } {
  let found = plain.get(entry);
  if (!found) plain.set(entry, (found = { name: plainText(entry.label), others: plainText(`${entry.hint ?? ''} ${entry.words ?? ''}`.trim()) }));
  return found;
}

/** Best first; in the given order when nothing was asked. */
export function findEntries(entries: readonly PaletteEntry[], query: string): readonly PaletteEntry[] {
  const wanted = plainText(query).trim();
  if (wanted === '') return entries;
  const found: { entry: PaletteEntry; score: number }[] = [];
  for (const entry of entries) {
    const { name, others } = plainOf(entry);
    const score = fuzzyScore(wanted, name, others);
    if (score > 0) found.push({ entry, score });
  }
  return found.sort((one, other) => other.score - one.score).map(({ entry }) => entry);
}

/** Under their sections' headings. The section of the best answer comes first. */
export function paletteRows(entries: readonly PaletteEntry[]): PaletteRow[] {
  const sections = new Map<string, PaletteRow[]>();
  for (const entry of entries) {
    let rows = sections.get(entry.section);
    if (!rows) sections.set(entry.section, (rows = [{ kind: 'head', key: `section ${entry.section}`, text: entry.section }]));
    rows.push({ kind: 'entry', key: entry.id, entry });
  }
  return [...sections.values()].flat();
}
