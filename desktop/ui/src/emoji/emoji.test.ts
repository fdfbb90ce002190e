import { describe, expect, test } from 'vitest';
import { rowsOf, sectionsOf, stepCell } from './emoji-rows.ts';
import { findEmoji, loadEmoji, withSkin } from './load-emoji.ts';
import { locales } from '../i18n/index.ts';

describe('every emoji by its name', () => {
  test('all languages have the same ones, and none of the parts they are made of', async () => {
    const all = await Promise.all(locales.map((locale) => loadEmoji(locale)));
    for (const each of all) expect(each.length).toBe(all[0]!.length);
    expect(all[0]!.length).toBeGreaterThan(1_800);
    expect(all[0]!.some(({ unicode }) => unicode === '🏻' || unicode === '🇦')).toBe(false);
  });
  test('a word in one\'s own language finds it, whatever marks were left out', async () => {
    expect(findEmoji(await loadEmoji('ru'), 'сердце').length).toBeGreaterThan(5);
    expect(findEmoji(await loadEmoji('pl'), 'rakieta')[0]?.unicode).toBe('🚀');
    expect(findEmoji(await loadEmoji('pl'), 'slonce').length).toBeGreaterThan(0);
    expect(findEmoji(await loadEmoji('uk'), 'рука махає')[0]?.unicode).toBe('👋');
    expect(findEmoji(await loadEmoji('en'), 'qqq')).toEqual([]);
  });
  test('a skin is for who has one', async () => {
    const all = await loadEmoji('en');
    const wave = all.find(({ unicode }) => unicode === '👋')!;
    expect([0, 1, 5].map((tone) => withSkin(wave, tone))).toEqual(['👋', '👋🏻', '👋🏿']);
    expect(withSkin(all.find(({ unicode }) => unicode === '🚀')!, 5)).toBe('🚀');
  });
});

describe('walking the grid by arrows', () => {
  test('what was used is found with and without the sign of the coloured picture, and what is unknown is left out', async () => {
    const [recent] = sectionsOf(await loadEmoji('en'), ['👍', '❤️', '👋🏿', 'x']);
    expect(recent?.emoji.map(({ unicode }) => unicode)).toEqual(['👍', '❤️', '👋🏿']);
  });
  test('rows end, headings are stepped over, and the top leads out', async () => {
    const all = (await loadEmoji('en')).filter(({ group }) => group === 'smileys').slice(0, 5);
    const rows = rowsOf([{ key: 'recent', emoji: all.slice(0, 3) }, { key: 'smileys', emoji: all }], 2);
    expect(rows.map((row) => (row.kind === 'head' ? row.section : row.emoji.length))).toEqual(['recent', 2, 1, 'smileys', 2, 2, 1]);
    expect(stepCell(rows, { row: 1, column: 1 }, 'ArrowDown')).toEqual({ row: 2, column: 0 });
    expect(stepCell(rows, { row: 2, column: 0 }, 'ArrowRight')).toEqual({ row: 4, column: 0 });
    expect(stepCell(rows, { row: 4, column: 0 }, 'ArrowLeft')).toEqual({ row: 2, column: 0 });
    expect(stepCell(rows, { row: 1, column: 0 }, 'ArrowUp')).toBeNull();
    expect(stepCell(rows, { row: 6, column: 0 }, 'ArrowDown')).toEqual({ row: 6, column: 0 });
    expect(stepCell(rows, { row: 5, column: 0 }, 'End')).toEqual({ row: 5, column: 1 });
  });
});
