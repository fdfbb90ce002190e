import { archiveFreezes } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { recordsMessages } from '../messages/index.ts';
import { causeKey, faultKey, freezeKey, resultOf } from './archive-words.ts';

test.each(['en', 'ru', 'uk', 'pl'] as const)('every reason to freeze has words in %s', (locale) => {
  const { freezes } = (recordsMessages[locale] as unknown as { records: { archive: { freezes: Record<string, string> } } }).records.archive;
  expect(Object.keys(freezes).sort()).toEqual([...archiveFreezes].sort());
});
test('a reason, a cause and a fault of a newer box are told in general words or by their code', () => {
  expect(freezeKey('OF_TOMORROW')).toBe('records.archive.freezes.DIFFERENT');
  expect(causeKey('no-answer')).toBe('records.archive.gaps.causes.no-answer');
  expect(causeKey('bad-credentials')).toBe('shell.accountStates.bad-credentials');
  expect(causeKey('of-tomorrow')).toBeNull();
  expect(['PACK_MISSING', 'TRUNCATED', 'LEAF_ALTERED', 'REWRITTEN', 'CHAIN_BROKEN', 'OF_TOMORROW'].map((code) => faultKey(code).split('.').at(-1))).toEqual(['missing', 'missing', 'altered', 'altered', 'rule', 'rule']);
});
test('parts are the same only when all of them were read and have the same', () => {
  const same = { differences: [], bridge: 5, homeserver: 5, archive: 5 };
  expect(resultOf(same)).toBe('equal');
  expect(resultOf({ ...same, bridge: null })).toBe('partly');
  expect(resultOf({ ...same, archive: 4 })).toBe('differ');
  expect(resultOf({ ...same, differences: [{ eventId: '$a' as never, missing: 'bridge' }] })).toBe('differ');
});
