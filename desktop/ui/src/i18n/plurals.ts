import type { PluralizationRule } from 'vue-i18n';
import { locales } from './locales.ts';
import type { Locale } from './locales.ts';

/** The order in which a message's forms are written, parted by ` | `. */
export const pluralForms: Record<Locale, readonly Intl.LDMLPluralRule[]> = {
  en: ['one', 'other'],
  ru: ['one', 'few', 'many', 'other'],
  uk: ['one', 'few', 'many', 'other'],
  pl: ['one', 'few', 'many', 'other'],
};

const rules = new Map<Locale, Intl.PluralRules>();
function rulesOf(locale: Locale): Intl.PluralRules {
  let found = rules.get(locale);
  if (!found) rules.set(locale, (found = new Intl.PluralRules(locale)));
  return found;
}

/** Which form of a message with `formCount` forms says `count`. Always an index that exists. */
export function pluralIndex(locale: Locale, count: number, formCount: number): number {
  const category = rulesOf(locale).select(Math.abs(count));
  const index = pluralForms[locale].indexOf(category);
  return Math.min(index === -1 ? formCount - 1 : index, formCount - 1);
}

export const pluralRules = Object.fromEntries(
  locales.map((locale): [Locale, PluralizationRule] => [locale, (count, formCount) => pluralIndex(locale, count, formCount)]),
) as Record<Locale, PluralizationRule>;
