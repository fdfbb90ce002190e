import type { CompactEmoji } from 'emojibase';
import type { Locale } from '../i18n/index.ts';
import { plainText } from '../fuzzy.ts';

export const emojiGroups = ['smileys', 'people', 'animals', 'food', 'travel', 'activities', 'objects', 'symbols', 'flags'] as const;
export type EmojiGroup = (typeof emojiGroups)[number];
export type Emoji = {
  readonly unicode: string;
  readonly label: string;
  readonly group: EmojiGroup;
  /** The same with each of five skins, from light to dark; empty where there is no skin. */
  readonly skins: readonly string[];
  /** Label and tags without their marks, words parted by single spaces, with a space before each. */
  readonly words: string;
};

/** Their numbers in Unicode's own list; 2 are the parts that emoji are put together from, which nobody sends. */
const groupOf: Readonly<Record<number, EmojiGroup>> = { 0: 'smileys', 1: 'people', 3: 'animals', 4: 'food', 5: 'travel', 6: 'activities', 7: 'objects', 8: 'symbols', 9: 'flags' };
const sources: Record<Locale, () => Promise<{ default: CompactEmoji[] }>> = {
  en: () => import('emojibase-data/en/compact.json'),
  ru: () => import('emojibase-data/ru/compact.json'),
  uk: () => import('emojibase-data/uk/compact.json'),
  pl: () => import('emojibase-data/pl/compact.json'),
};
const loaded = new Map<Locale, Promise<readonly Emoji[]>>();

function toEmoji(all: readonly CompactEmoji[]): Emoji[] {
  return all
    .filter((each) => each.group !== undefined && groupOf[each.group] !== undefined)
    .sort((one, other) => one.group! - other.group! || (one.order ?? 0) - (other.order ?? 0))
    .map((each) => ({
      unicode: each.unicode,
      label: each.label,
      group: groupOf[each.group!]!,
      skins: (each.skins ?? []).slice(0, 5).map(({ unicode }) => unicode),
      words: ` ${plainText([each.label, ...(each.tags ?? [])].join(' ')).replace(/[^\p{L}\p{N}]+/gu, ' ')}`,
    }));
}

/** All emoji with their names in one language. More than half a megabyte: loaded when first asked for, kept then. */
export function loadEmoji(locale: Locale): Promise<readonly Emoji[]> {
  let found = loaded.get(locale);
  if (!found) {
    found = sources[locale]().then(({ default: all }) => toEmoji(all));
    found.catch(() => loaded.delete(locale)); // asked again, it is tried again
    loaded.set(locale, found);
  }
  return found;
}

/** Every typed word begins a word of the name or of a tag; whose name begins so comes first. */
export function findEmoji(all: readonly Emoji[], query: string): readonly Emoji[] {
  const words = plainText(query).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  if (words.length === 0) return [];
  const found = all.filter((each) => words.every((word) => each.words.includes(` ${word}`)));
  const rank = (each: Emoji): number => (each.words.startsWith(` ${words[0]}`) ? 0 : 1);
  return found.sort((one, other) => rank(one) - rank(other));
}

/** With the wanted skin (0 is none), where there is one. */
export const withSkin = (emoji: Emoji, tone: number): string => (tone === 0 ? emoji.unicode : (emoji.skins[tone - 1] ?? emoji.unicode));
