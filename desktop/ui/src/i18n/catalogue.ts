import { locales } from './locales.ts';
import type { Locale } from './locales.ts';
import { pluralForms } from './plurals.ts';

/** Messages of one feature in one language: a tree of strings whose first level is the feature's own name. */
export type MessageTree = { readonly [key: string]: string | MessageTree };

/** The same tree in all languages. Write `ru: MessagesLike<typeof en>` in the feature's files and a forgotten key does not compile. */
export type MessagesLike<T> = { readonly [K in keyof T]: T[K] extends string ? string : MessagesLike<T[K]> };
export type Catalogue<T extends MessageTree = MessageTree> = { readonly en: T } & {
  readonly [L in Exclude<Locale, 'en'>]: MessagesLike<T>;
};

/** Says that the four trees belong together; the compiler then compares them. */
export function defineMessages<T extends MessageTree>(catalogue: Catalogue<T>): Catalogue<T> {
  return catalogue;
}

/** Puts the features' trees of one language together. Two features that claim one name are a mistake of the program. */
export function mergeMessages(catalogues: readonly Catalogue[], locale: Locale): Record<string, string | MessageTree> {
  const merged: Record<string, string | MessageTree> = {};
  for (const catalogue of catalogues) {
    for (const [name, tree] of Object.entries(catalogue[locale])) {
      if (name in merged) throw new Error(`messages '${name}' are defined twice`);
      merged[name] = tree;
    }
  }
  return merged;
}

function flatten(tree: MessageTree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const path = prefix === '' ? key : `${prefix}.${key}`;
    if (typeof value === 'string') found.set(path, value);
    else for (const [inner, text] of flatten(value, path)) found.set(inner, text);
  }
  return found;
}

const formsIn = (message: string): number => message.split(' | ').length;
const namesIn = (message: string): string =>
  [...new Set([...message.matchAll(/\{\s*([a-zA-Z][\w]*)\s*\}/g)].map((match) => match[1]))].sort().join(',');

/**
 * What a feature's test asserts to be empty: keys that only some languages have, plurals without all their forms,
 * placeholders that a translation lost or made up (a plural form may leave the number out), empty messages.
 */
export function findCatalogueProblems(catalogue: Catalogue): string[] {
  const problems: string[] = [];
  const english = flatten(catalogue.en);
  for (const locale of locales) {
    const own = flatten(catalogue[locale]);
    for (const key of english.keys()) if (!own.has(key)) problems.push(`${locale}: ${key} is missing`);
    for (const [key, message] of own) {
      const source = english.get(key);
      if (source === undefined) {
        problems.push(`${locale}: ${key} is not in en`);
        continue;
      }
      if (message.trim() === '') problems.push(`${locale}: ${key} is empty`);
      const expected = formsIn(source) === 1 ? 1 : pluralForms[locale].length;
      if (formsIn(message) !== expected) problems.push(`${locale}: ${key} has ${formsIn(message)} forms, not ${expected}`);
      if (namesIn(message) !== namesIn(source)) problems.push(`${locale}: ${key} fills {${namesIn(message)}}, en {${namesIn(source)}}`);
    }
  }
  return problems;
}
