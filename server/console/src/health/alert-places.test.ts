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
  expect(placesOf({ kind: 'archive.media-missing', target: '$e', detail: { roomId: '!r:box', code: 'M_NOT_FOUND' } }).map(({ key }) => key)).toEqual(['archive', 'room']);
  for (const kind of Object.keys(alertKinds).filter((one) => one.startsWith('archive.'))) expect(placesOf({ kind, target: 'box.test/archive', detail: {} })[0]?.to).toBe('/records/archive');
  for (const kind of Object.keys(alertKinds)) expect(placesOf({ kind, target: 'x', detail: null })).not.toEqual([]);
});
test.each(['en', 'ru', 'uk', 'pl'] as const)('every place has words in %s', (locale) => {
  const { places } = (healthMessages[locale] as unknown as { health: { places: Record<string, string> } }).health;
  const led = Object.keys(alertKinds).flatMap((kind) => placesOf({ kind, target: 'x', detail: { handsetId: 'h', accountId: 'acct_1', roomId: '!r' } }).concat(placesOf({ kind, target: 'x', detail: null }))).map(({ key }) => key);
  expect(Object.keys(places).sort()).toEqual([...new Set(led)].sort());
});
test('a kind of a newer box is told in general words', () => {
  expect(kindKey('brand.new')).toBe('health.otherKind');
  expect(severityOf('brand.new')).toBe('warning');
});
