import type { UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { delegateEphemeral, type EphemeralRoom } from './ephemeral.ts';

const owner = '@anna:box.test';
const colleague = '@boris:box.test';
const ghost = '@loopback_1:box.test';
const service = '@acct_loopback_sales:box.test';
const room: EphemeralRoom = { serviceUserId: service as UserId, answers: (u) => u === owner, isCompanySide: (u) => u !== ghost };
const roomOf = (id: string): EphemeralRoom | null => (id === '!ours' ? room : null);

test('who answers types as the account; colleagues do not type at all', () => {
  const typing = { type: 'm.typing', room_id: '!ours', content: { user_ids: [owner, colleague, ghost] } };
  expect(delegateEphemeral(typing, roomOf)?.['content']).toEqual({ user_ids: [service, ghost] });
});

test('that everybody stopped typing is passed on', () => {
  const typing = { type: 'm.typing', room_id: '!ours', content: { user_ids: [colleague] } };
  expect(delegateEphemeral(typing, roomOf)?.['content']).toEqual({ user_ids: [] });
});

test("the owner's read mark becomes the account's, a colleague's is nobody's", () => {
  const receipt = { type: 'm.receipt', room_id: '!ours', content: { $a: { 'm.read': { [owner]: { ts: 1 }, [colleague]: { ts: 2 } } }, $b: { 'm.read': { [colleague]: { ts: 3 } } } } };
  expect(delegateEphemeral(receipt, roomOf)?.['content']).toEqual({ $a: { 'm.read': { [service]: { ts: 1 } } } });
});

test('private read marks, other rooms and other kinds do not leave', () => {
  expect(delegateEphemeral({ type: 'm.receipt', room_id: '!ours', content: { $a: { 'm.read.private': { [owner]: { ts: 1 } } } } }, roomOf)).toBeNull();
  expect(delegateEphemeral({ type: 'm.typing', room_id: '!theirs', content: { user_ids: [owner] } }, roomOf)).toBeNull();
  expect(delegateEphemeral({ type: 'm.presence', room_id: '!ours', content: {} }, roomOf)).toBeNull();
  expect(delegateEphemeral({ type: 'm.typing', content: null }, roomOf)).toBeNull();
});
