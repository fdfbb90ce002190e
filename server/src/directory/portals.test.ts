import type { RoomId, UserId } from '@holdfast/contract';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { administrator, bot, directoryWorld, ghost, loopback, type DirectoryWorld } from '../../test/support/directory-world.ts';
import { BridgeRefusal } from '../bridge/index.ts';
import { findPortal } from './index.ts';

const open: DirectoryWorld[] = [];
async function world(): Promise<DirectoryWorld & { accountId: Awaited<ReturnType<DirectoryWorld['linked']>> }> {
  const made = directoryWorld();
  open.push(made);
  const accountId = await made.linked();
  made.clock.advance(1_000);
  return Object.assign(made, { accountId });
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
const serviceUser = '@acct_loopback_sales:box.test' as UserId;
const portalOf = (w: DirectoryWorld, roomId: RoomId) => findPortal(w.db, roomId);

describe('a portal', () => {
  test('is what the bridge declares, with the account of its receiver and the client behind its ghost', async () => {
    const w = await world();
    const room = w.portal('!a');
    expect(portalOf(w, room)).toMatchObject({
      accountId: w.accountId, loginId: '48123', remoteId: '48999', direct: true, otherUserId: ghost('48999'), name: 'Jan Kowalski', state: 'open',
    });
    expect(w.opened).toEqual([room]);
    expect(w.directory.clients.list(administrator, 'all', {}).clients).toMatchObject([{ name: 'Jan Kowalski', roomIds: [room] }]);
  });

  test('is not believed from anybody else than that bridge’s bot', async () => {
    const w = await world();
    const room = w.portal('!forged', { by: '@mallory:box.test' as UserId });
    expect(portalOf(w, room)).toBeUndefined();
    const real = w.portal('!real');
    w.homeserver.put(real, '@mallory:box.test' as UserId, 'm.bridge', 'loopback', { bridgebot: bot, channel: { id: 'other', 'fi.mau.receiver': '48777' } });
    w.homeserver.put(real, bot, 'm.bridge', 'loopback', { channel: 'nonsense' });
    expect(portalOf(w, real)).toMatchObject({ remoteId: '48999', loginId: '48123' });
  });

  test('waits until it is known whose it is: one declared before its login was linked is adopted', async () => {
    const w = await world();
    const room = w.portal('!early', { login: '48555' });
    expect(portalOf(w, room)).toMatchObject({ accountId: null, state: 'new' });
    w.writes(room, ghost('48999'));
    expect(w.opened).toEqual([]);
    expect(w.openAlarms()).toEqual(['portal-without-account']); // a client wrote and nobody here would see it
    const accountId = await w.linked('support', '48555');
    expect(portalOf(w, room)).toMatchObject({ accountId, state: 'open' });
    expect(w.opened).toEqual([room]);
    expect(w.openAlarms()).toEqual([]);
  });

  test('opens only when its other side is known, and a group at once', async () => {
    const w = await world();
    const room = w.portal('!slow', { people: [] });
    expect(portalOf(w, room)?.state).toBe('new');
    w.writes(room, ghost('48999'));
    expect(portalOf(w, room)).toMatchObject({ state: 'open', otherUserId: ghost('48999') });
    const group = w.portal('!group', { remote: 'group-1', direct: false, people: ['48999', '48123', '48777'] });
    expect(portalOf(w, group)).toMatchObject({ direct: false, otherUserId: null, clientId: null, state: 'open' });
  });

  test('a space is no conversation', async () => {
    const w = await world();
    const room = w.homeserver.createRoom('!space' as RoomId, bot);
    w.homeserver.put(room, bot, 'm.bridge', 'loopback', { bridgebot: bot, channel: { id: 's', 'fi.mau.receiver': '48123' }, 'com.beeper.room_type.v2': 'space' });
    expect(portalOf(w, room)).toBeUndefined();
  });

  test('keeps the times of both sides, and neither history nor notices make it younger', async () => {
    const w = await world();
    const anna = await w.employee('anna');
    const room = w.portal('!a');
    const at = (ms: number, act: () => void) => (w.clock.advance(ms), act(), w.clock.now());
    const client = at(10, () => w.writes(room, ghost('48999')));
    const company = at(10, () => w.writes(room, anna.userId!));
    const handset = at(10, () => w.writes(room, serviceUser));
    const reaction = at(10, () => void w.homeserver.put(room, ghost('48999'), 'm.reaction', null, {}));
    at(10, () => w.writes(room, bot));
    at(10, () => w.writes(room, '@stranger:box.test' as UserId));
    expect(company).toBeLessThan(handset);
    expect(portalOf(w, room)).toMatchObject({ lastClientAt: client, lastCompanyAt: handset });
    expect(portalOf(w, room)?.lastEventAt).toBeGreaterThan(reaction);
    at(10, () => w.writes(room, ghost('48999'), { body: '* x', 'm.relates_to': { rel_type: 'm.replace', event_id: '$x' } }));
    expect(portalOf(w, room)?.lastClientAt).toBe(client);
  });

  test('a number of the company in the same group is company side, not a client', async () => {
    const w = await world();
    await w.linked('support', '48777');
    const group = w.portal('!group', { remote: 'group-1', direct: false, people: ['48999', '48777'] });
    w.writes(group, ghost('48777'));
    expect(portalOf(w, group)).toMatchObject({ lastClientAt: null });
    expect(portalOf(w, group)?.lastCompanyAt).not.toBeNull();
    const between = w.portal('!between', { remote: '48777', people: ['48777'] });
    expect(portalOf(w, between)).toMatchObject({ state: 'open', clientId: null, otherUserId: ghost('48777') });
  });

  test('a client whose number becomes the company’s own is a client no longer', async () => {
    const w = await world();
    const room = w.portal('!a', { remote: '48777', people: ['48777'] });
    expect(portalOf(w, room)?.clientId).not.toBeNull();
    await w.linked('support', '48777');
    expect(portalOf(w, room)?.clientId).toBeNull();
    expect(w.directory.clients.list(administrator, 'all', {}).clients).toEqual([]);
  });
});

test('no content of any event makes the reader fail', async () => {
  const w = await world();
  const room = w.portal('!a');
  const senders = fc.constantFrom(bot, ghost('48999'), ghost('48123'), serviceUser, '@stranger:box.test' as UserId);
  const types = fc.constantFrom('m.bridge', 'uk.half-shot.bridge', 'm.room.member', 'm.room.power_levels', 'm.room.name', 'm.room.tombstone', 'm.room.message', 'm.reaction', 'x.unknown');
  const keys = fc.constantFrom('', 'loopback', bot, ghost('48999'), serviceUser, '@stranger:box.test', 'no user at all', null);
  const field = fc.constantFrom('bridgebot', 'channel', 'membership', 'displayname', 'name', 'users', 'events', 'invite', 'reason', 'com.beeper.room_type');
  const content = fc.dictionary(field, fc.oneof(fc.jsonValue(), fc.constantFrom('join', 'leave', 'invite', bot, 'Deleting portal', { id: 'x', 'fi.mau.receiver': '48123' }))) as fc.Arbitrary<Record<string, unknown>>;
  fc.assert(
    fc.property(fc.array(fc.tuple(senders, types, keys, content, fc.boolean()), { maxLength: 20 }), (events) => {
      for (const [sender, type, key, body, fresh] of events) {
        const roomId = fresh ? w.homeserver.createRoom(`!${Math.random()}` as RoomId, bot) : room;
        w.homeserver.put(roomId, sender, type, key, body);
      }
    }),
    { numRuns: 200 },
  );
});

describe('the end of a room', () => {
  test.each([
    ['deleted on the handset', (w: DirectoryWorld, room: RoomId) => w.homeserver.put(room, bot, 'm.room.member', serviceUser, { membership: 'leave', reason: 'Deleting portal' })],
    ['left by the bridge', (w: DirectoryWorld, room: RoomId) => w.homeserver.put(room, bot, 'm.room.member', bot, { membership: 'leave' })],
    ['replaced', (w: DirectoryWorld, room: RoomId) => w.homeserver.put(room, bot, 'm.room.tombstone', '', { body: '' })],
  ])('%s: closed, and its next room goes on with the same client', async (_how, end) => {
    const w = await world();
    const room = w.portal('!old');
    const client = portalOf(w, room)?.clientId;
    end(w, room);
    expect(portalOf(w, room)?.state).toBe('closed');
    const next = w.portal('!next');
    expect(portalOf(w, next)).toMatchObject({ predecessorRoomId: room, clientId: client, state: 'open' });
    expect(w.directory.clients.list(administrator, 'all', {}).clients).toHaveLength(1);
  });

  test('a tombstone of anybody else ends nothing', async () => {
    const w = await world();
    const room = w.portal('!a');
    w.homeserver.put(room, ghost('48999'), 'm.room.tombstone', '', { body: '' });
    expect(portalOf(w, room)?.state).toBe('open');
  });

  test('a new room for a conversation whose old one was never ended ends it', async () => {
    const w = await world();
    const room = w.portal('!old');
    const next = w.portal('!next');
    expect(portalOf(w, room)?.state).toBe('closed');
    expect(portalOf(w, next)).toMatchObject({ state: 'open', predecessorRoomId: room });
  });
});

describe('order in a portal', () => {
  test('levels are repaired by the bot, once, and again whenever somebody changes them', async () => {
    const w = await world();
    const room = w.portal('!a');
    await w.work();
    const levels = await w.homeserver.powerLevels(loopback, room);
    expect(levels).toMatchObject({ users: { [serviceUser]: 50 }, events: { 'm.room.tombstone': 100 }, invite: 50, state_default: 50, events_default: 0 });
    expect(levels.users).not.toHaveProperty(bot);
    const changes = () => w.homeserver.events(room).filter(({ type }) => type === 'm.room.power_levels').length;
    expect(changes()).toBe(2);
    w.homeserver.put(room, serviceUser, 'm.room.power_levels', '', { ...levels, events: { 'com.beeper.disappearing_timer': 0 } });
    await w.work();
    expect(changes()).toBe(4);
    expect(await w.homeserver.powerLevels(loopback, room)).toMatchObject({ events: { 'com.beeper.disappearing_timer': 50 } });
    await w.work();
    expect(changes()).toBe(4); // our own change orders nothing
  });

  test('the service user is always in it', async () => {
    const w = await world();
    const room = w.portal('!a');
    await w.work();
    expect(w.homeserver.memberIds(room)).toContain(serviceUser);
    w.homeserver.put(room, serviceUser, 'm.room.member', serviceUser, { membership: 'leave' });
    await w.work();
    expect(w.homeserver.memberIds(room)).toContain(serviceUser);
    expect(w.homeserver.events(room).filter(({ sender, type }) => type === 'm.room.member' && sender === serviceUser).at(-1)?.content).toMatchObject({ membership: 'join' });
  });

  test('somebody who has no business there is shown out; employees are not the directory’s to judge', async () => {
    const w = await world();
    const anna = await w.employee('anna');
    const room = w.portal('!a');
    await w.work();
    for (const stranger of ['@mallory:box.test', '@acct_loopback_support:box.test', anna.userId!] as UserId[]) {
      w.homeserver.put(room, stranger, 'm.room.member', stranger, { membership: 'join' });
    }
    await w.work();
    expect(w.homeserver.memberIds(room).sort()).toEqual([serviceUser, anna.userId, bot, ghost('48999')].sort());
  });

  test('an outage of the homeserver delays it and loses nothing', async () => {
    const w = await world();
    w.homeserver.breakOn('setPowerLevels', 1);
    const room = w.portal('!a');
    await w.work();
    expect(await w.homeserver.powerLevels(loopback, room)).toMatchObject({ invite: 0 });
    w.clock.advance(60_000);
    await w.work();
    expect(await w.homeserver.powerLevels(loopback, room)).toMatchObject({ invite: 50 });
  });
});

test.each([
  ['a missed call', { msgtype: 'm.text', body: 'Missed voice call. Use the phone to call.', 'com.beeper.action_message': { type: 'call', call_type: 'voice' } }],
  ['a missed call as a notice', { msgtype: 'm.notice', body: 'Missed call', 'com.beeper.action_message': { type: 'call' } }],
])('%s by a client is the client’s word: somebody waits for an answer', async (_what, content) => {
  const w = await world();
  const room = w.portal('!a');
  w.clock.advance(5_000);
  w.writes(room, ghost('48999'), content);
  expect(portalOf(w, room)).toMatchObject({ lastClientAt: w.clock.now(), lastCompanyAt: null });
  w.clock.advance(5_000);
  w.writes(room, serviceUser, content); // the company called from its handset
  expect(portalOf(w, room)).toMatchObject({ lastClientAt: w.clock.now() - 5_000, lastCompanyAt: w.clock.now() });
});

describe('beginning a conversation by number', () => {
  test('waits until the record shows the portal', async () => {
    const w = await world();
    w.bridge.onLookUp((identifier) => {
      setTimeout(() => w.portal('!made', { remote: identifier, people: [identifier] }), 20);
      return { id: identifier, name: null, ghost: ghost(identifier), roomId: '!made' as RoomId };
    });
    expect(await w.directory.openConversation(administrator, w.accountId, '48600')).toEqual({ roomId: '!made' });
    expect(portalOf(w, '!made' as RoomId)?.state).toBe('open');
    expect(await w.directory.openConversation(administrator, w.accountId, '48600')).toEqual({ roomId: '!made' });
  });

  test('says what is wrong: nobody by this number, a room that never appears, an account that is not connected', async () => {
    const w = await world();
    const begin = () => w.directory.openConversation(administrator, w.accountId, '48600');
    await expect(begin()).rejects.toMatchObject({ code: 'NOT_ON_NETWORK', field: '/identifier' });
    w.bridge.onLookUp((identifier) => ({ id: identifier, name: null, ghost: null, roomId: '!nowhere' as RoomId }));
    await expect(begin()).rejects.toMatchObject({ code: 'BRIDGE_UNAVAILABLE' });
    w.db.write((tx) => w.directory.applyBridgeState(tx, loopback, { stateEvent: 'TRANSIENT_DISCONNECT', userId: serviceUser, loginId: '48123' as never, error: null, reason: null }));
    await expect(begin()).rejects.toMatchObject({ code: 'ACCOUNT_NOT_CONNECTED' });
    const fresh = w.account('fresh', { number: null });
    await expect(w.directory.openConversation(administrator, fresh, '48600')).rejects.toMatchObject({ code: 'ACCOUNT_NOT_LINKED' });
  });

  test.each([
    ['M_NOT_FOUND', { code: 'NOT_ON_NETWORK', field: '/identifier' }],
    ['M_INVALID_PARAM', { code: 'IDENTIFIER_INVALID', field: '/identifier' }],
    ['M_FORBIDDEN', { code: 'CONTACT_BLOCKED', field: '/identifier' }],
    ['M_LIMIT_EXCEEDED', { code: 'NETWORK_LIMITED', field: '/accountId' }],
    ['FI.MAU.WHATSAPP.RATE_LIMITED', { code: 'NETWORK_LIMITED' }],
    ['FI.MAU.NOT_LOGGED_IN', { code: 'ACCOUNT_NOT_CONNECTED' }],
    ['M_UNKNOWN', { code: 'NETWORK_REFUSED', errcode: 'M_UNKNOWN' }],
  ])('the network’s %s is told apart', async (errcode, expected) => {
    const w = await world();
    w.bridge.onLookUp(() => {
      throw new BridgeRefusal(400, errcode);
    });
    await expect(w.directory.openConversation(administrator, w.accountId, '+48600')).rejects.toMatchObject(expected);
  });

  test('a login that is gone from the bridge is not mistaken for a person nobody knows', async () => {
    const w = await world();
    w.bridge.logins.clear();
    await expect(w.directory.openConversation(administrator, w.accountId, '+48600')).rejects.toMatchObject({ code: 'ACCOUNT_NOT_LINKED' });
  });
});
