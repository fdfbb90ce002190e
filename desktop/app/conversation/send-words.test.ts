import { expect, test } from 'vitest';
import { createUiI18n, findCatalogueProblems, locales } from '@holdfast/ui';
import { deliveryReasons, refusals } from '@holdfast/contract';
import { appErrors, sendStates } from '../../ipc/index.ts';
import { conversationMessages } from './messages/index.ts';
import { appReasons, reasonKey, reasonOf, sendTable } from './send-words.ts';

const words = (locale: (typeof locales)[number]) => createUiI18n({ locale, messages: [conversationMessages] }).global.t;

test('the four languages say the same things', () => {
  expect(findCatalogueProblems(conversationMessages)).toEqual([]);
});

test.each(locales)('every state has words of its own in %s, and no two states share words, picture and next step', (locale) => {
  const t = words(locale);
  const said = sendStates.map((state) => `${t(`conversation.send.${state}`)} ${sendTable[state].icon} ${sendTable[state].steps.join()}`);
  expect(said.filter((text) => text.includes('conversation.'))).toEqual([]);
  expect(new Set(said).size).toBe(sendStates.length);
});

test.each(locales)('every code of both tables of the contract is spoken in %s', (locale) => {
  const t = words(locale);
  for (const code of [...Object.keys(refusals), ...Object.keys(deliveryReasons), ...appReasons]) {
    const text = t(reasonKey(code), { code });
    expect(text, code).not.toContain('conversation.');
    expect(text, code).not.toContain(code);
    expect(text.length, code).toBeGreaterThan(8);
  }
});

test('a code that nobody foresaw is named as it is', () => {
  expect(words('en')(reasonKey('M_NEW_THING'), { code: 'M_NEW_THING' })).toBe('for a reason with the code M_NEW_THING');
});

test('codes that the app itself gives to a message are codes of the app', () => {
  const own = ['OFFLINE', 'FILE_TOO_LARGE', 'FILE_UNREADABLE', 'MEDIA_UNSAFE', 'UPLOAD_FAILED', 'SESSION_REVOKED', 'NOT_SIGNED_IN', 'NOT_FOUND'] as const;
  expect(own.every((code) => code in appErrors && (appReasons as readonly string[]).includes(code))).toBe(true);
});

const around = { offline: false, paused: false, disconnected: false };
const status = (state: (typeof sendStates)[number], reason: string | null = null) => ({ state, reason, detail: null, at: null, progress: null });

test('what waits without a reason of its own waits for what stands in its way', () => {
  expect(reasonOf(status('waiting'), { ...around, disconnected: true })).toBe('ACCOUNT_DISCONNECTED');
  expect(reasonOf(status('waiting'), { ...around, paused: true })).toBe('ACCOUNT_PAUSED');
  expect(reasonOf(status('queued'), { ...around, offline: true, paused: true })).toBe('OFFLINE');
  expect(reasonOf(status('waiting'), around)).toBeNull();
});

test('a reason of its own is never covered by the surroundings, and what arrived has none', () => {
  expect(reasonOf(status('failed', 'NETWORK_REFUSED'), { offline: true, paused: true, disconnected: true })).toBe('NETWORK_REFUSED');
  expect(reasonOf(status('delivered'), { offline: true, paused: true, disconnected: true })).toBeNull();
});
