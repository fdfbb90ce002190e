import type { AccountStatistics } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { dayBars, daysLeft, e164, failureKey, isInTrouble, reasonKey, slugOf, standingOf, tookWords } from './account-words.ts';

const day = 86_400_000;

test('days left are whole days, never more than there are, and unknown stays unknown', () => {
  expect(daysLeft({ unlinksAt: 10 * day }, 6.5 * day)).toBe(3);
  expect(daysLeft({ unlinksAt: 10 * day }, 11 * day)).toBe(0);
  expect(daysLeft({ unlinksAt: 'unknown' }, 0)).toBeNull();
});

test('that somebody paused it is said before how the network is', () => {
  expect(standingOf({ paused: true, state: 'logged-out' })).toEqual({ key: 'paused', tone: 'amber' });
  expect(standingOf({ paused: false, state: 'bad-credentials' }).tone).toBe('red');
  expect(isInTrouble({ paused: false, state: 'connected', unlinksAt: 20 * day } as never, 17 * day)).toBe(true);
  expect(isInTrouble({ paused: false, state: 'connected', unlinksAt: 'unknown' } as never, 0)).toBe(false);
});

test('a code is known by its end, whatever network says it', () => {
  expect(failureKey('HOLDFAST.LOOPBACK.WRONG_CODE')).toBe('WRONG_CODE');
  expect(failureKey('FI.MAU.WHATSAPP.LOGIN_TIMEOUT')).toBe('LOGIN_TIMEOUT');
  expect(failureKey('SOMETHING_NEW')).toBe('other');
  expect(reasonKey('loopback-phone-offline')).toBe('PHONE_OFFLINE');
  expect(reasonKey(null)).toBeNull();
});

test('bars are shares of the busiest day, and what went wrong is a part of its own', () => {
  const none = { received: 0, sent: 0, delivered: 0, failed: 0, uncertain: 0, waiting: 0, refused: 0, medianMs: null, p95Ms: null };
  const days: AccountStatistics['days'] = [{ day: '2026-11-25', ...none }, { day: '2026-11-26', ...none, received: 10, sent: 20, failed: 4, uncertain: 1 }];
  expect(dayBars({ days })).toEqual([
    { day: '2026-11-25', received: 0, sent: 0, troubled: 0, receivedShare: 0, sentShare: 0, troubledShare: 0 },
    { day: '2026-11-26', received: 10, sent: 20, troubled: 5, receivedShare: 0.5, sentShare: 0.75, troubledShare: 0.25 },
  ]);
});

test('how long messages took is said in the unit one can read', () => {
  const words = { ms: 'ms', s: 's', min: 'min' };
  expect([850, 1_234, 180_000].map((ms) => tookWords(ms, String, words))).toEqual(['850 ms', '1.2 s', '3 min']);
});

test('a short name is made of what people call the number, in any of the four alphabets', () => {
  expect(['Sales Poland', 'Łódź – Żabki', 'Підтримка Київ', 'Продажи №2', '؟؟'].map(slugOf)).toEqual(['sales-poland', 'lodz-zabki', 'pidtrymka-kyiv', 'prodazhy-2', '']);
});

test('a number is taken as people write it', () => {
  expect(['+48 600 100-200', '0048 (600) 100 200', '600 100 200', '+48abc'].map(e164)).toEqual(['+48600100200', '+48600100200', null, null]);
});
