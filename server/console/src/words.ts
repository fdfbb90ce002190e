import { locales, type Catalogue, type UiI18n } from '@holdfast/ui';

const added = new WeakSet<Catalogue>();

/** Adds a feature's words in all languages, once: they come with its first page. */
export function addWords(i18n: UiI18n, catalogue: Catalogue): void {
  if (added.has(catalogue)) return;
  added.add(catalogue);
  for (const locale of locales) i18n.global.mergeLocaleMessage(locale, catalogue[locale] as never);
}

const joined = new WeakMap<Catalogue, Catalogue>();

/** Two features' words as one, for pages of the one that show parts of the other. */
export function withWordsOf(own: Catalogue, other: Catalogue): Catalogue {
  let both = joined.get(own);
  if (!both) joined.set(own, (both = Object.fromEntries(locales.map((locale) => [locale, { ...own[locale], ...other[locale] }])) as unknown as Catalogue));
  return both;
}
