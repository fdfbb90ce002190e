import type { RoomId } from '@holdfast/contract';
import { afterEach, expect, test } from 'vitest';
import { administrator, bot, directoryWorld, ghost, settle, type DirectoryWorld } from '../../test/support/directory-world.ts';
import { findPortal } from './index.ts';

const open: DirectoryWorld[] = [];
/** A number with a past: Jan and Ola wrote to it before; the bridge lists them. */
async function world() {
  const w = directoryWorld();
  open.push(w);
  const accountId = await w.linked('sales', '48123', { numberHistory: 'used' });
  for (const [id, name] of [['48999', 'Jan'], ['48888', 'Ola']] as const) w.bridge.contacts.push({ id, name, ghost: ghost(id), roomId: null });
  w.bridge.onLookUp((identifier) => {
    const id = /(\d+)/.exec(identifier.replace('@loopback_', ''))?.[1] ?? identifier;
    setTimeout(() => w.portal(`!made${id}`, { remote: id, people: [id] }), 1);
    return { id, name: null, ghost: ghost(id), roomId: `!made${id}` as RoomId };
  });
  w.clock.advance(1_000);
  const anna = await w.employee('anna');
  const decide = (contactIds: string[] | 'undecided', decision: 'import' | 'wait' | 'exclude', ownerUserId = anna.userId) =>
    w.directory.oldChats.decide(administrator, accountId, { contactIds, decision, ...(ownerUserId && decision === 'import' ? { ownerUserId } : {}) });
  return Object.assign(w, { accountId, anna, decide, state: (room: string) => findPortal(w.db, room as RoomId)?.state });
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});

test('names are listed with their last day where the bridge knows it and what was decided, and nothing else', async () => {
  const w = await world();
  w.chats.set('48999', 1_700_000_000_000);
  await w.decide(['48888'], 'exclude');
  expect(await w.directory.oldChats.list(w.accountId)).toEqual([
    { contactId: '48999', name: 'Jan', lastMessageAt: 1_700_000_000_000, roomId: null, decision: null, ownerUserId: null },
    { contactId: '48888', name: 'Ola', lastMessageAt: 'unknown', roomId: null, decision: 'exclude', ownerUserId: null },
  ]);
});

test('imported: the conversation is made and goes to its owner', async () => {
  const w = await world();
  expect(await w.decide(['48999'], 'import')).toBe(1);
  await w.work();
  await settle();
  expect(w.state('!made48999')).toBe('open');
  expect(w.owners.get('!made48999' as RoomId)).toBe(w.anna.userId);
  expect(w.actions()).toContain('account.old-chats-decided');
});

test('imported while the account is away: it happens when it is back', async () => {
  const w = await world();
  w.db.write((tx) => w.directory.applyBridgeState(tx, 'loopback' as never, { stateEvent: 'CONNECTING', userId: null, loginId: '48123' as never, error: null, reason: null }));
  await w.decide(['48999'], 'import');
  await w.work();
  expect(w.state('!made48999')).toBeUndefined();
  w.db.write((tx) => w.directory.applyBridgeState(tx, 'loopback' as never, { stateEvent: 'CONNECTED', userId: null, loginId: '48123' as never, error: null, reason: null }));
  w.clock.advance(60_000);
  await w.work();
  expect(w.state('!made48999')).toBe('open');
});

test('undecided history of a used number is answered by nobody until its person writes now', async () => {
  const w = await world();
  const room = w.portal('!jan');
  expect(w.state('!jan')).toBe('new');
  w.clock.advance(-60_000); // filled in by the bridge with its own, older time
  w.writes(room, ghost('48999'));
  expect(w.state('!jan')).toBe('new');
  w.clock.advance(120_000);
  w.writes(room, ghost('48999'));
  expect(w.state('!jan')).toBe('open');
});

test('excluded: no employee is ever let in, whoever writes and whatever room the bridge makes', async () => {
  const w = await world();
  await w.decide('undecided', 'exclude');
  const room = w.portal('!jan');
  w.writes(room, ghost('48999'));
  expect(w.state('!jan')).toBe('excluded');
  expect(w.opened).toEqual([]);
  w.homeserver.put(room, w.anna.userId!, 'm.room.member', w.anna.userId, { membership: 'join' });
  await w.work();
  expect(w.homeserver.memberIds(room)).not.toContain(w.anna.userId);
  w.homeserver.put(room, bot, 'm.room.member', bot, { membership: 'leave' });
  w.portal('!jan2');
  expect(w.state('!jan2')).toBe('excluded');
  expect(w.directory.clients.list(administrator, 'all', {}).clients).toEqual([]);
  await expect(w.directory.openConversation(administrator, w.accountId, '48999')).rejects.toMatchObject({ code: 'CONFLICT' });
});

test('a conversation that somebody has already is taken from them when it is excluded, and given back when that was a mistake', async () => {
  const w = await world();
  const room = w.portal('!jan');
  w.writes(room, ghost('48999'));
  w.owners.set(room, w.anna.userId!);
  await w.decide(['48999'], 'exclude');
  expect(w.excluded).toEqual([room]);
  expect(w.owners.has(room)).toBe(false);
  await w.decide(['48999'], 'import');
  expect(w.state('!jan')).toBe('open');
  expect(w.owners.get(room)).toBe(w.anna.userId);
});

test('a decision that cannot be: unknown contact, import without an owner or to nobody who answers', async () => {
  const w = await world();
  await expect(w.decide(['48000'], 'wait')).rejects.toMatchObject({ code: 'NOT_FOUND', field: '/contactIds/0' });
  await expect(w.directory.oldChats.decide(administrator, w.accountId, { contactIds: ['48999'], decision: 'import' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  await expect(w.decide(['48999'], 'import', '@nobody:box.test' as never)).rejects.toMatchObject({ code: 'NOT_AN_EMPLOYEE' });
  w.directory.people.lock(administrator, w.anna.personId, { reason: 'leaves' });
  await expect(w.decide(['48999'], 'import')).rejects.toMatchObject({ code: 'PERSON_LOCKED' });
  expect((await w.directory.oldChats.list(w.accountId)).every(({ decision }) => decision === null)).toBe(true);
});

test('a number that turns out to be new has nothing to wait for', async () => {
  const w = await world();
  w.portal('!jan');
  w.directory.accounts.change(administrator, w.accountId, { numberHistory: 'new' });
  expect(w.state('!jan')).toBe('open');
});
