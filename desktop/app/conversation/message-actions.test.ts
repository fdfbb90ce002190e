import { expect, test } from 'vitest';
import type { EventId, UserId } from '@holdfast/contract';
import type { RoomFeatures, SendState, TimelineItem } from '../../ipc/index.ts';
import { actionsFor, mayReactWith } from './message-actions.ts';

const all: RoomFeatures = {
  reply: true, edit: true, editMaxAgeMs: 900_000, remove: true, removeMaxAgeMs: 3_600_000, reaction: true, allowedReactions: null, location: true, poll: true, readReceipts: true, typing: true,
  formatting: [], maxTextLength: null, files: {},
};
const now = 10_000_000;
const around = { features: all, right: 'owner' as const, open: true, now };
const item = (more: Partial<TimelineItem> = {}): TimelineItem => ({
  key: 'k', eventId: '$e' as EventId, localId: null, position: 1, at: now - 1_000, senderId: '@client:box.test' as UserId, side: 'client', handset: false,
  body: { kind: 'text', text: 'hello', html: null, emote: false }, edited: null, replyTo: null, reactions: [], send: null, own: false, ...more,
});
const mine = (state: SendState, more: Partial<TimelineItem> = {}): TimelineItem => item({ side: 'company', own: true, send: { state, reason: null, detail: null, at: null, progress: null }, ...more });

test('a client’s message can be answered, reacted to and copied, and nothing else', () => {
  expect(actionsFor(item(), around)).toEqual(['reply', 'react', 'copy']);
});

test('one’s own is edited and deleted, a colleague’s or the handset’s corrected and withdrawn', () => {
  expect(actionsFor(mine('read'), around)).toEqual(['reply', 'react', 'edit', 'copy', 'status', 'delete']);
  expect(actionsFor(mine('read', { own: false, handset: true }), around)).toEqual(['reply', 'react', 'correct', 'copy', 'status', 'withdraw']);
});

test('what the network cannot do is not offered', () => {
  const features = { ...all, reply: false, edit: false, remove: false, reaction: false };
  expect(actionsFor(mine('read'), { ...around, features })).toEqual(['copy', 'status']);
});

test('after its time a message is neither edited nor deleted', () => {
  expect(actionsFor(mine('read', { at: now - 900_001 }), around)).not.toContain('edit');
  expect(actionsFor(mine('read', { at: now - 3_600_001 }), around)).not.toContain('delete');
  expect(actionsFor(mine('read', { at: now - 1e9 }), { ...around, features: { ...all, editMaxAgeMs: null, removeMaxAgeMs: null } })).toEqual(expect.arrayContaining(['edit', 'delete']));
});

test.each(['refused', 'failed', 'uncertain', 'needs-confirmation', 'cancelled', 'discarded'] as const)('nothing may refer to a message that is %s', (state) => {
  expect(actionsFor(mine(state), around)).toEqual(['copy', 'status']);
});

test('what is still here can be kept from being sent, and tried again when it did not go', () => {
  const here = { eventId: null, localId: 'l1' };
  expect(actionsFor(mine('queued', here), around)).toEqual(['copy', 'status', 'cancel']);
  expect(actionsFor(mine('unsent', here), around)).toEqual(['copy', 'status', 'retry', 'cancel']);
});

test('what waits at the box can be taken back even where the network knows no deleting', () => {
  expect(actionsFor(mine('waiting'), { ...around, features: { ...all, remove: false } })).toContain('delete');
});

test('a note is copied and nothing else: whatever refers to it would be refused', () => {
  expect(actionsFor(item({ side: 'company', own: true, body: { kind: 'note', text: 'x', mentions: [] } }), around)).toEqual(['copy']);
});

test.each([['a reader', { right: 'reader' as const }], ['a closed conversation', { open: false }]])('in the eyes of %s there is nothing to write to', (_, more) => {
  expect(actionsFor(mine('read'), { ...around, ...more })).toEqual(['copy', 'status']);
});

test('only reactions that the network knows may be given', () => {
  expect(mayReactWith('🔥', all)).toBe(true);
  expect(mayReactWith('🔥', { ...all, allowedReactions: ['👍'] })).toBe(false);
});
