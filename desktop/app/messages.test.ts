/// <reference types="vite/types/importMeta.d.ts" />
import { describe, expect, test } from 'vitest';
import { createUiI18n, findCatalogueProblems, locales, type MessageTree } from '@holdfast/ui';
import { appErrors } from '../ipc/index.ts';
import { uiMessages } from '../ui/src/i18n/messages/index.ts';
import { reasonKey } from './conversation/send-words.ts';
import { appMessages } from './messages.ts';
import { refusalKey } from './starting/refusal.ts';

/** Words are complete: each feature in four languages, each key that the code speaks, and no key that nobody speaks. */
const files = import.meta.glob<string>(['./**/*.{vue,ts}', '!./**/*.test.ts', '!./**/messages/*', '!./messages.ts'], { query: '?raw', import: 'default', eager: true });
const sources = Object.entries(files).map(([path, text]) => ({ path, text }));

function keysOf(tree: MessageTree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]) => (typeof value === 'string' ? [`${prefix}${name}`] : keysOf(value, `${prefix}${name}.`)));
}
const known = new Set([...appMessages, uiMessages].flatMap(({ en }) => keysOf(en)));
const features = appMessages.map((catalogue) => [Object.keys(catalogue.en)[0]!, catalogue] as const);

/** What `t` and `keypath` are given; every quoted text in the form of a key, which may be given to them later; and templates, known around their blanks. */
const asked = sources.flatMap(({ path, text }) => [...text.matchAll(/(?:\bt\(\s*|keypath=)(['"])([\w.-]+)\1/g)].map(([, , key]) => ({ path, key: key! })));
const quoted = new Set(sources.flatMap(({ text }) => [...text.matchAll(/(['"])([a-z][\w.-]+)\1/gi)].map(([, , key]) => key!)));
const patterns = sources.flatMap(({ text }) => [...text.matchAll(/`([a-z]+\.[^`]*\$\{[^`]*)`/gi)].map(([, template]) => {
  const parts = template!.split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('[\\w-]+')}$`);
}));

describe.each(features)('%s', (_name, catalogue) => {
  test('says the same in four languages: keys, plural forms, blanks', () => {
    expect(findCatalogueProblems(catalogue)).toEqual([]);
  });
});

test('every key that the code speaks exists', () => {
  expect(asked.length).toBeGreaterThan(300);
  expect(asked.filter(({ key }) => !known.has(key)).map(({ path, key }) => `${path}: ${key}`)).toEqual([]);
});

test('no key is left that nobody speaks', () => {
  expect(appMessages.flatMap(({ en }) => keysOf(en)).filter((key) => !quoted.has(key) && !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});

describe.each(locales)('refusals in %s', (locale) => {
  const { t } = createUiI18n({ locale, messages: [...appMessages] }).global;
  test.each(Object.keys(appErrors))('%s is said in words where something is signed in to, sent, or begun', (code) => {
    const session = `session.refusals.${code}`;
    const said = [t(reasonKey(code), { code }), t(refusalKey(code), { code, network: 'WhatsApp' }), t(known.has(session) ? session : 'session.refusals.other', { code })];
    for (const words of said) {
      expect(words).not.toMatch(/^\w+\.\w+\./);
      expect(words.length).toBeGreaterThan(8);
    }
  });
});
