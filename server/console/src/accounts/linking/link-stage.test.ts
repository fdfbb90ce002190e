import { expect, test } from 'vitest';
import { firstOpen, stageOf } from './link-stage.ts';

const fresh = { unofficialClient: true, riskAccepted: null, numberHistory: null };
const known = { unofficialClient: true, riskAccepted: { by: 'pers_1' as never, byName: 'Olga', at: 1 }, numberHistory: 'used' as const };

test('a link into the wizard skips neither the acceptance nor the question about the number', () => {
  expect(stageOf(fresh, null, 'way', false)).toBe('about');
  expect(stageOf(fresh, null, 'way', true)).toBe('number');
  expect(stageOf({ ...fresh, numberHistory: 'new' }, null, 'way', true)).toBe('way');
});

test('a number that was linked before begins where something is open, and one may go back', () => {
  expect(firstOpen(known, false)).toBe('way');
  expect(stageOf(known, null, null, false)).toBe('way');
  expect(stageOf(known, null, 'about', false)).toBe('about');
});

test('a linking under way is where one is, whatever the address says besides', () => {
  expect(stageOf(fresh, { state: 'open' }, 'about', false)).toBe('link');
  expect(stageOf(known, { state: 'wrong-number' }, 'way', false)).toBe('done');
});

test('nobody is asked to accept what the network knows', () => expect(stageOf({ ...fresh, unofficialClient: false }, null, null, false)).toBe('number'));
