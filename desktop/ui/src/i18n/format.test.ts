import { describe, expect, test } from 'vitest';
import { calendarDaysBetween, createFormat } from './format.ts';
import { detectLocale, formatLocale } from './locales.ts';

describe('numbers and times as a person is used to', () => {
  const pl = createFormat('pl');
  const en = createFormat('en-GB');
  test('sizes have one decimal below ten and none above', () => {
    expect(en.bytes(0)).toBe('0 byte');
    expect(en.bytes(1_250_000)).toMatch(/^1\.3 MB$/);
    expect(pl.bytes(340_000)).toMatch(/^340 kB$/);
  });
  test('a voice message and a long call', () => {
    expect(en.duration(187_000)).toBe('3:07');
    expect(en.duration(3_600_000 + 61_000)).toBe('1:01:01');
  });
  test('lists say the least that is not ambiguous', () => {
    const now = new Date(2026, 10, 25, 14, 5).getTime();
    expect(en.listTime(new Date(2026, 10, 25, 9, 30).getTime(), now)).toMatch(/^0?9:30$/);
    expect(en.listTime(new Date(2026, 10, 23, 9, 30).getTime(), now)).toBe('Mon');
    expect(en.listTime(new Date(2026, 2, 3).getTime(), now)).toBe('3 Mar');
    expect(en.listTime(new Date(2024, 2, 3).getTime(), now)).toBe('3 Mar 2024');
  });
  test('yesterday begins at midnight, not twenty-four hours ago, also when a clock was changed', () => {
    expect(calendarDaysBetween(new Date(2026, 10, 24, 23, 59).getTime(), new Date(2026, 10, 25, 0, 1).getTime())).toBe(1);
    expect(calendarDaysBetween(new Date(2026, 9, 24, 12).getTime(), new Date(2026, 9, 26, 12).getTime())).toBe(2);
  });
});

describe('which language, and whose dates', () => {
  test('the first that we speak', () => expect(detectLocale(['de-AT', 'uk-UA', 'en'])).toBe('uk'));
  test('English when we speak none of them', () => expect(detectLocale(['de', 'fr'])).toBe('en'));
  test('dates of the region the computer is set to', () => expect(formatLocale('en', ['pl', 'en-US'])).toBe('en-US'));
  test('British dates when nothing is known', () => expect(formatLocale('en', ['pl'])).toBe('en-GB'));
});
