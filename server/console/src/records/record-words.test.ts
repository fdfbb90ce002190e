import { accessActions, deliveryReasons, refusals } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { recordsMessages } from './messages/index.ts';
import { reasonKey, refusalKey, shareOf, timeLeft } from './record-words.ts';

type Words = { records: { refusals: { codes: object }; decisions: { reasons: object }; access: { acts: object } } };
test.each(['en', 'ru', 'uk', 'pl'] as const)('every reason of the gate and every act of looking has words in %s', (locale) => {
  const { records } = recordsMessages[locale] as unknown as Words;
  expect(Object.keys(records.refusals.codes).sort()).toEqual(Object.keys(refusals).sort());
  expect(Object.keys(records.decisions.reasons).sort()).toEqual(Object.keys(deliveryReasons).sort());
  expect(Object.keys(records.access.acts).sort()).toEqual(accessActions.map((action) => action.replaceAll('.', '-')).sort());
});
test('a code of a newer box is told in general words', () => {
  expect(refusalKey('BRAND_NEW')).toBe('records.refusals.other');
  expect(reasonKey('BRAND_NEW')).toBe('records.decisions.otherReason');
  expect(reasonKey(null)).toBeNull();
});
test('a bar is as long as its day is busy, and never nothing for something', () => {
  expect([shareOf(0, 9), shareOf(1, 1000), shareOf(5, 10), shareOf(10, 10)]).toEqual(['0%', '2%', '50%', '100%']);
});
test('the time left is told to the second and ends', () => {
  expect([timeLeft(90_000, 0), timeLeft(1_000, 500), timeLeft(0, 0)]).toEqual(['1:30', '0:01', null]);
});
