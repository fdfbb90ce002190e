/** The languages of the product. English is the form that the others are checked against. */
export const locales = ['en', 'ru', 'uk', 'pl'] as const;
export type Locale = (typeof locales)[number];

/** How each language calls itself, for the one list in which nobody's language is translated. */
export const localeNames: Record<Locale, string> = { en: 'English', ru: 'Русский', uk: 'Українська', pl: 'Polski' };

export function isLocale(value: unknown): value is Locale {
  return (locales as readonly unknown[]).includes(value);
}

/** The first language a person asked for (BCP 47, in their order) that we speak; English otherwise. */
export function detectLocale(preferred: readonly string[]): Locale {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split('-')[0];
    if (isLocale(language)) return language;
  }
  return 'en';
}

/**
 * The region whose numbers and dates a person is used to: 'en-GB' for somebody who reads the screens in English and set
 * their computer to Britain. Words follow the language, forms of dates follow this.
 */
export function formatLocale(locale: Locale, preferred: readonly string[]): string {
  const own = preferred.find((tag) => tag.toLowerCase().split('-')[0] === locale && Intl.DateTimeFormat.supportedLocalesOf(tag).length > 0);
  return own ?? (locale === 'en' ? 'en-GB' : locale);
}
