import { alertKinds } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { kindKey, placesOf, severityOf } from './alert-places.ts';
import { healthMessages } from './messages/index.ts';

test.each(['en', 'ru', 'uk', 'pl'] as const)('every kind of alert has words in %s', (locale) => {
  const { kinds } = (healthMessages[locale] as unknown as { health: { kinds: Record<string, string> } }).health;
  expect(Object.keys(kinds).sort()).toEqual(Object.keys(alertKinds).map((kind) => kind.replaceAll('.', '-')).sort());
});
test('every alert leads to where it is solved', () => {
  expect(placesOf({ kind: 'account-state', target: 'acct_0000000000000001', detail: {} })[0]?.to).toBe('/accounts/acct_0000000000000001');
  expect(placesOf({ kind: 'handset.message', target: '$e', detail: { handsetId: 'hset_1', accountId: 'acct_1', roomId: '!r' } }).map(({ key }) => key)).toEqual(['handset', 'account', 'room']);
  expect(placesOf({ kind: 'delivery.uncertain', target: '$e', detail: { roomId: '!r:box' } })[0]?.to).toBe('/records/decisions');
  for (const kind of Object.keys(alertKinds)) expect(placesOf({ kind, target: 'x', detail: null })).not.toEqual([]);
});
test('a kind of a newer box is told in general words', () => {
  expect(kindKey('brand.new')).toBe('health.otherKind');
  expect(severityOf('brand.new')).toBe('warning');
});
