import { createI18n, useI18n } from 'vue-i18n';
import type { Composer, I18n } from 'vue-i18n';
import { mergeMessages } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import { locales } from './locales.ts';
import type { Locale } from './locales.ts';
import { uiMessages } from './messages/index.ts';
import { pluralRules } from './plurals.ts';

export type UiI18n = I18n<Record<Locale, Record<string, unknown>>, Record<string, unknown>, Record<string, unknown>, Locale, false>;

/**
 * One per app. Takes every feature's catalogue and adds the strings of the components. Plurals are written
 * `one | other` in English and `one | few | many | other` in the three others; `t('inbox.unread', count)` chooses.
 */
export function createUiI18n({ locale, messages = [] }: { locale: Locale; messages?: readonly Catalogue[] }): UiI18n {
  const all = [uiMessages, ...messages];
  const merged = Object.fromEntries(locales.map((each) => [each, mergeMessages(all, each)]));
  return createI18n({
    legacy: false,
    locale,
    fallbackLocale: 'en',
    messages: merged as never,
    pluralRules,
    missingWarn: false,
    fallbackWarn: false,
    warnHtmlMessage: false,
  });
}

/** The words of the app that a component stands in. */
export function useUiText(): { t: Composer['t']; locale: Composer['locale'] } {
  const { t, locale } = useI18n({ useScope: 'global' });
  return { t, locale };
}

/** Changes the language of everything on the screen, and of the document for the screen reader and the spell-checker. */
export function setLocale(i18n: UiI18n, locale: Locale): void {
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
}
