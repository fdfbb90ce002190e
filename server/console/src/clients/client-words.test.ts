import { expect, test } from 'vitest';
import { languageCodes, sortOf, tagsOf } from './client-words.ts';

test('an order the box does not know is the newest first', () => {
  expect(sortOf('name')).toEqual({ key: 'name', direction: 'asc' });
  expect(sortOf('toString')).toEqual({ key: 'lastEvent', direction: 'desc' });
  expect(sortOf(null).key).toBe('lastEvent');
});
test('tags are taken as people type them', () => {
  expect(tagsOf(' vip, doors;vip\n north ,,')).toEqual(['vip', 'doors', 'north']);
  expect(tagsOf(Array.from({ length: 30 }, (_, n) => `t${n}`).join(','))).toHaveLength(20);
  expect(tagsOf('x'.repeat(60))).toEqual(['x'.repeat(40)]);
});
test('a language nobody expected stays to be chosen', () => {
  expect(languageCodes('eu')).toContain('eu');
  expect(languageCodes('pl')).toEqual(languageCodes(null));
});
