import { alertTestCodes, settingFields } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { settingsMessages } from './messages/index.ts';

type Words = { settings: { names: object; meanings: object; test: { codes: object } } };
const ownPages = new Set(['email', 'webhook', 'severities']);
test.each(['en', 'ru', 'uk', 'pl'] as const)('every setting and every answer to a test has words in %s', (locale) => {
  const { settings } = settingsMessages[locale] as unknown as Words;
  const keys = Object.keys(settingFields).filter((key) => !ownPages.has(key)).sort();
  expect(Object.keys(settings.names).sort()).toEqual(keys);
  expect(Object.keys(settings.meanings).sort()).toEqual(keys);
  expect(Object.keys(settings.test.codes).sort()).toEqual([...alertTestCodes].sort());
});
