import { describe, expect, test } from 'vitest';
import { fuzzyScore, plainText } from './fuzzy.ts';
import { findEntries, paletteRows } from './palette.ts';
import type { PaletteEntry } from './palette.ts';

const entry = (label: string, more: Partial<PaletteEntry> = {}): PaletteEntry => ({ id: label, label, section: 'Acts', ...more });
const names = (entries: readonly PaletteEntry[], query: string): string[] => findEntries(entries, query).map(({ label }) => label);

describe('finding by some of the letters', () => {
  test('marks and capitals are nobody\'s business', () => {
    expect(plainText('Łukasz Żółć')).toBe('lukasz zolc');
    expect(plainText('Фёдор Їжак')).toBe('федор іжак');
  });
  test('the beginning of the name is better than of a word, and that than the middle', () => {
    expect(names([entry('Reopen handover'), entry('Hand over'), entry('Beforehand'), entry('Show hands')], 'hand')).toEqual(['Hand over', 'Show hands', 'Reopen handover', 'Beforehand']);
  });
  test('first letters of words are enough', () => expect(names([entry('New client'), entry('Next month')], 'ncl')).toEqual(['New client']));
  test('strewn letters find nothing', () => expect(fuzzyScore('oem', 'show everything from march')).toBe(0));
  test('every word must be found, in whatever order', () => {
    expect(names([entry('Jan Kowalski', { hint: 'Acme' }), entry('Jan Nowak', { hint: 'Brama' })], 'acme jan')).toEqual(['Jan Kowalski']);
    expect(names([entry('Jan Kowalski')], 'jan zzz')).toEqual([]);
  });
  test('other words for the same find it too, after its own name', () => {
    expect(names([entry('Sign out', { words: 'leave quit' }), entry('Leave a note')], 'leave')).toEqual(['Leave a note', 'Sign out']);
  });
  test('nothing asked leaves the order as it was', () => expect(names([entry('b'), entry('a')], '  ')).toEqual(['b', 'a']));
  test('a heading stands once over what belongs to it, the best answer\'s first', () => {
    const rows = paletteRows([entry('One', { section: 'Clients' }), entry('Two'), entry('Three', { section: 'Clients' })]);
    expect(rows.map((row) => (row.kind === 'head' ? `# ${row.text}` : row.entry.label))).toEqual(['# Clients', 'One', 'Three', '# Acts', 'Two']);
  });
});
