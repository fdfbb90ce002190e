import type { LeaveDraft, UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { choicesOf, stepOf } from './leave-choices.ts';

const draftOf = (choices: unknown): LeaveDraft => ({ choices }) as LeaveDraft;

test('nobody began: the first step, and a key that stays the same', () => {
  expect(choicesOf(null, 'key')).toMatchObject({ step: 'handsets', idempotencyKey: 'key', successors: { userIds: [] } });
});
test('what the box kept comes back, with the key under which the order may be out already', () => {
  const kept = { step: 'order', successors: { userIds: ['@b:box.test'], otherwise: 'unassigned' }, greetingId: null, reason: 'resigned', runAt: '', idempotencyKey: 'first' };
  expect(choicesOf(draftOf(kept), 'second')).toEqual({ ...kept, successors: { ...kept.successors, rules: ['language', 'team'] } });
});
test.each([['text'], [null], [{ step: 'sideways', successors: 7, reason: 12, idempotencyKey: '' }]])('choices nobody can read begin anew: %j', (choices) => {
  expect(choicesOf(draftOf(choices), 'key')).toEqual(choicesOf(null, 'key'));
});
test('the address says the step, but never past what is chosen', () => {
  const none = choicesOf(null, 'key');
  expect(stepOf('order', none)).toBe('successors');
  expect(stepOf('handsets', none)).toBe('handsets');
  expect(stepOf('nonsense', none)).toBe('handsets');
  const chosen = { ...none, successors: { userIds: ['@b:box.test' as UserId] } };
  expect(stepOf('order', chosen)).toBe('order');
  expect(stepOf(undefined, { ...chosen, step: 'preview' })).toBe('preview');
});
