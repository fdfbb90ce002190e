export { defineMessages, findCatalogueProblems, mergeMessages } from './catalogue.ts';
export type { Catalogue, MessageTree, MessagesLike } from './catalogue.ts';
export { createUiI18n, setLocale, useUiText } from './create-ui-i18n.ts';
export type { UiI18n } from './create-ui-i18n.ts';
export { calendarDaysBetween, createFormat, useFormat, useTimeWords } from './format.ts';
export type { Format } from './format.ts';
export { detectLocale, formatLocale, isLocale, localeNames, locales } from './locales.ts';
export type { Locale } from './locales.ts';
export { pluralForms, pluralIndex, pluralRules } from './plurals.ts';
