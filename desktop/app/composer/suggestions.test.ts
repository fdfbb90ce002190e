import { expect, test } from 'vitest';
import type { Colleague } from '@holdfast/contract';
import { readCoordinates } from './coordinates.ts';
import { excessOf } from './draft.ts';
import { findEmoji } from './emoji-names.ts';
import { begunAt, matchingColleagues, stillMentioned } from './suggestions.ts';
import { findCatalogueProblems } from '@holdfast/ui';
import { composerMessages } from './messages/index.ts';
import { voiceFormat, waveformOf } from './voice-recorder.ts';

const colleague = (name: string, state: Colleague['state'] = 'active'): Colleague => ({ userId: `@${name.toLowerCase().replaceAll(' ', '.')}:box.test` as Colleague['userId'], name, teamId: null, state });
const people = [colleague('Anna Nowak'), colleague('Anna'), colleague('Борис Иваненко'), colleague('Oksana', 'locked')];

test('the four languages say the same things', () => {
  expect(findCatalogueProblems(composerMessages)).toEqual([]);
});

test('a name is begun by a sign at the start of a word and nowhere else', () => {
  expect(begunAt('ask @an', 7)).toEqual({ sign: '@', query: 'an', from: 4 });
  expect(begunAt('so :smi', 7)).toEqual({ sign: ':', query: 'smi', from: 3 });
  expect(['jan@example', 'at 12:30', 'so: we', 'a :) b', ':s'].map((text) => begunAt(text, text.length))).toEqual([null, null, null, null, null]);
});

test('colleagues are found by any word of their name; who was locked is not offered', () => {
  expect(matchingColleagues(people, 'ива').map((each) => each.name)).toEqual(['Борис Иваненко']);
  expect(matchingColleagues(people, 'an').map((each) => each.name)).toEqual(['Anna', 'Anna Nowak']);
  expect(matchingColleagues(people, 'oks')).toEqual([]);
});

test('a longer name does not mention the shorter one within it, and a deleted name mentions nobody', () => {
  expect(stillMentioned('@Anna Nowak please', people)).toEqual(['@anna.nowak:box.test']);
  expect(stillMentioned('Anna Nowak', people)).toEqual([]);
});

test('emoji are found by the names people know', async () => {
  expect((await findEmoji('thumbsu'))[0]).toEqual({ emoji: '👍', name: 'thumbsup' });
  expect(await findEmoji('qqqq')).toEqual([]);
});

test('a text that is too long says by how much: in signs, and in bytes where the box counts bytes', () => {
  expect([excessOf('abc', 2), excessOf('👍👍', 2), excessOf('abc', null), excessOf('ж'.repeat(31_000), null)]).toEqual([1, 0, 0, 2_000]);
});

test('coordinates are read as people copy them, and what is no place is refused', () => {
  expect(readCoordinates('52.2297, 21.0122')).toEqual({ latitude: 52.2297, longitude: 21.0122 });
  expect(readCoordinates('52,2297 21,0122')).toEqual({ latitude: 52.2297, longitude: 21.0122 });
  expect(readCoordinates('geo:-33.8,151.2')).toEqual({ latitude: -33.8, longitude: 151.2 });
  expect(['91, 0', '0, 181', 'Warsaw', '', '1,2,3'].map(readCoordinates)).toEqual([null, null, null, null, null]);
});

test('a recording is made in what the network takes where this browser can, and drawn in 64 steps', () => {
  const webmOnly = (type: string): boolean => type.startsWith('audio/webm');
  expect(voiceFormat(() => true, ['audio/ogg'])).toBe('audio/ogg;codecs=opus');
  expect(voiceFormat(webmOnly, ['audio/ogg'])).toBe('audio/webm;codecs=opus');
  expect(voiceFormat(() => false, [])).toBeNull();
  const wave = waveformOf(Array.from({ length: 200 }, (_, index) => index / 200));
  expect([wave.length, wave.at(-1), Math.min(...wave) >= 0]).toEqual([64, 1024, true]);
});
