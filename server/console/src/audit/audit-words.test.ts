import { auditActions } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { actsOf, detailLines, placeOf, withNames } from './audit-words.ts';
import { auditMessages } from './messages/index.ts';

test.each(['en', 'ru', 'uk', 'pl'] as const)('every act of the box has words in %s, and no words are left of an act that is gone', (locale) => {
  const acts = (auditMessages[locale] as unknown as { audit: { acts: Record<string, string> } }).audit.acts;
  expect(Object.keys(acts).sort()).toEqual(auditActions.map((action) => action.replaceAll('.', '-')).sort());
  expect(Object.values(acts).filter((words) => words.trim() === '')).toEqual([]);
  expect(new Set(Object.values(acts)).size).toBe(auditActions.length); // two acts are never told apart by their code alone
});

test('an address names acts, and only those there are', () => expect(actsOf("person.locked,room.read,person.locked,' OR 1=1")).toEqual(['person.locked', 'room.read']));

test('what an act was done to leads to its page', () => {
  expect(placeOf('pers_0000000000000001')).toBe('/people/pers_0000000000000001');
  expect(placeOf('!room:box')).toBe('/clients/conversations?room=!room%3Abox');
  expect(placeOf('alrt_0000000000000001')).toBe('/box?tab=alerts&alert=alrt_0000000000000001');
  expect(placeOf('audit')).toBeNull();
});

test('details are read one line a value, with names where there are any', () => {
  const lines = detailLines({ from: { owner: '@anna:box' }, rooms: ['!a', '!b'], count: 2, nothing: null, none: [] });
  expect(lines).toEqual([{ key: 'from.owner', text: '@anna:box' }, { key: 'rooms', text: '!a, !b' }, { key: 'count', text: '2' }]);
  expect(withNames('@anna:box, !b', new Map([['@anna:box', 'Anna']]))).toBe('Anna, !b');
});
