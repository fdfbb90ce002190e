import type { Emoji, EmojiGroup } from './load-emoji.ts';
import { emojiGroups } from './load-emoji.ts';

export type EmojiSection = { readonly key: EmojiGroup | 'recent' | 'results'; readonly emoji: readonly Emoji[] };
export type EmojiRow =
  | { readonly kind: 'head'; readonly section: EmojiSection['key'] }
  | { readonly kind: 'cells'; readonly section: EmojiSection['key']; readonly emoji: readonly Emoji[] };
/** A cell by its row and its place in it. */
export type Cell = { readonly row: number; readonly column: number };

/** What is drawn while nothing is searched: what was used last, then the groups. */
export function sectionsOf(all: readonly Emoji[], recent: readonly string[]): EmojiSection[] {
  // Keyboards disagree about the sign that asks for the coloured picture; what was kept is found either way.
  const bare = (unicode: string): string => unicode.replaceAll('\ufe0f', '');
  const known = new Map(all.flatMap((each) => [each.unicode, ...each.skins].map((unicode) => [bare(unicode), each] as const)));
  const last = recent.flatMap((unicode): Emoji[] => {
    const found = known.get(bare(unicode));
    return found ? [{ ...found, unicode, skins: [] }] : [];
  });
  return [{ key: 'recent' as const, emoji: last }, ...emojiGroups.map((key) => ({ key, emoji: all.filter(({ group }) => group === key) }))].filter(({ emoji }) => emoji.length > 0);
}

export function rowsOf(sections: readonly EmojiSection[], columns: number): EmojiRow[] {
  return sections.flatMap(({ key, emoji }): EmojiRow[] => {
    const rows: EmojiRow[] = [{ kind: 'head', section: key }];
    for (let at = 0; at < emoji.length; at += columns) rows.push({ kind: 'cells', section: key, emoji: emoji.slice(at, at + columns) });
    return rows;
  });
}

/** Where an arrow leads: sideways through row ends, up and down past headings, never out of the grid. Null leads out at the top. */
export function stepCell(rows: readonly EmojiRow[], from: Cell, key: string): Cell | null {
  const sizeOf = (row: number): number => (rows[row]?.kind === 'cells' ? rows[row].emoji.length : 0);
  const next = (row: number, by: 1 | -1): number | undefined => {
    for (let at = row + by; at >= 0 && at < rows.length; at += by) if (sizeOf(at) > 0) return at;
    return undefined;
  };
  const vertical = (by: 1 | -1): Cell | null => {
    const row = next(from.row, by);
    if (row === undefined) return by === -1 ? null : from;
    return { row, column: Math.min(from.column, sizeOf(row) - 1) };
  };
  if (key === 'ArrowDown') return vertical(1);
  if (key === 'ArrowUp') return vertical(-1);
  if (key === 'Home') return { row: from.row, column: 0 };
  if (key === 'End') return { row: from.row, column: sizeOf(from.row) - 1 };
  if (key === 'ArrowRight') {
    if (from.column + 1 < sizeOf(from.row)) return { row: from.row, column: from.column + 1 };
    const row = next(from.row, 1);
    return row === undefined ? from : { row, column: 0 };
  }
  if (from.column > 0) return { row: from.row, column: from.column - 1 };
  const row = next(from.row, -1);
  return row === undefined ? from : { row, column: sizeOf(row) - 1 };
}
