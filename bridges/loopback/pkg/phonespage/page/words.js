import { en } from './words/en.js';
import { pl } from './words/pl.js';
import { ru } from './words/ru.js';
import { uk } from './words/uk.js';

export const languages = { en: 'English', pl: 'Polski', ru: 'Русский', uk: 'Українська' };
const books = { en, pl, ru, uk };
const settingName = 'holdfast.phones.language';

let current = 'en';

/** The one chosen here before, else the first the browser's owner reads. */
export function chooseLanguage() {
  const wanted = [localStorage.getItem(settingName), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  setLanguage(wanted.find((code) => code in books) ?? 'en');
}

function setLanguage(code) {
  current = code;
  document.documentElement.lang = code;
  document.title = t('title');
}

export function keepLanguage(code) {
  localStorage.setItem(settingName, code);
  setLanguage(code);
}

export const language = () => current;
/** The language with the region its reader is at home in: dates are written differently in London and in New York. */
export const locale = () => navigator.languages.find((tag) => tag.slice(0, 2) === current) ?? current;

/** What stands on the screen for a key; `{name}` is filled in. */
export function t(key, values = {}) {
  return fill(books[current][key] ?? key, values);
}

/** The same with a count: the form follows the language's own rule. */
export function count(key, n, values = {}) {
  const forms = books[current][key];
  return fill(forms[new Intl.PluralRules(current).select(n)] ?? forms.other, { n, ...values });
}

export const has = (key) => key in books[current];
export const lines = (key) => books[current][key];

const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
