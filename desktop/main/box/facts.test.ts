import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoomId } from '@holdfast/contract';
import { until } from '../../../server/test/support/until.ts';
import { boxRefuses } from '../../test/fakes/fake-box-answers.ts';
import { openSessionRig, type SessionRig } from '../../test/support/session-rig.ts';
import { boris, facts, me } from '../../test/support/store-rig.ts';

const soon = { timeoutMs: 4_000, everyMs: 20 };
const roomOf = (n: number): RoomId => `!room${n}` as RoomId;
const roomsOf = (...numbers: number[]) => numbers.map((n) => facts(roomOf(n), { name: `Client ${n}` }));
let rig: SessionRig;

beforeEach(async () => {
  rig = await openSessionRig();
  rig.box.state.rooms = roomsOf(1, 2, 3);
  rig.box.state.joined = [1, 2, 3].map(roomOf);
  rig.box.state.colleagues = [{ userId: me, name: 'Anna Nowak', teamId: null, state: 'active' }];
  await rig.signIn();
  await shows(1, 2, 3);
  await until('everything was asked', () => rig.box.asked('deliveries').length > 0, soon);
});
afterEach(() => rig.close());

const conversations = async () => (await rig.workplace!.store.conversations.list()).conversations;
const shows = (...numbers: number[]) => until(`rooms ${numbers.join()} are shown`, async () => (await conversations()).map(({ roomId }) => roomId).sort().join() === numbers.map(roomOf).join(), soon);

test('after a line that broke everything is asked anew: what was missed is there, what left is gone', async () => {
  rig.box.state.rooms = roomsOf(1, 3, 4);
  rig.box.state.joined = [1, 3, 4].map(roomOf);
  rig.box.state.colleagues.push({ userId: boris, name: 'Boris Wilk', teamId: null, state: 'active' });
  rig.box.forgetAsked();
  rig.box.breakStreams();
  await shows(1, 3, 4);
  await until('the new colleague has a name', async () => (await rig.workplace!.store.sync.listColleagues()).length === 2, soon);
});

test('an inbox of many pages is read to its end', async () => {
  rig.box.state.rooms = roomsOf(...Array.from({ length: 9 }, (_, at) => at + 1));
  rig.box.state.inboxPage = 2;
  rig.box.breakStreams();
  await shows(1, 2, 3, 4, 5, 6, 7, 8, 9);
});

test('an inbox that cannot be read takes nothing away', async () => {
  rig.box.forgetAsked();
  rig.box.trouble('inbox', boxRefuses(503, 'HOMESERVER_UNAVAILABLE'));
  rig.box.breakStreams();
  await until('it failed and was asked again', () => rig.box.asked('inbox').length >= 2, soon);
  await shows(1, 2, 3);
});

test('a room that is mine no longer, and in which I do not stand, leaves this computer at the first word of it', async () => {
  rig.box.state.rooms = roomsOf(1, 3);
  rig.box.state.joined = [1, 3].map(roomOf);
  rig.box.say({ kind: 'room.changed', roomId: roomOf(2) });
  await shows(1, 3);
});

test('a room that is mine no longer but in which I still stand stays, to be read', async () => {
  rig.box.state.rooms = roomsOf(1, 3);
  rig.box.say({ kind: 'room.changed', roomId: roomOf(2) });
  await until('it may only be read', async () => (await conversations()).find(({ roomId }) => roomId === roomOf(2))?.right !== 'owner', soon);
  await shows(1, 2, 3);
});

test.each([
  ['about the room', 'inboxRoom', boxRefuses(503, 'HOMESERVER_UNAVAILABLE')],
  ['about where I stand', 'joined', { status: 502, body: 'the edge' }],
] as const)('news is told once: a question %s that fails is asked again by itself, though the line stands', async (_name, route, answer) => {
  rig.box.state.rooms = roomsOf(1, 3);
  rig.box.state.joined = [1, 3].map(roomOf);
  rig.box.trouble(route, answer);
  rig.box.say({ kind: 'room.changed', roomId: roomOf(2) });
  await shows(1, 3);
});

test('a first look that fails is looked again by itself, though the line stands', async () => {
  rig.box.trouble('colleagues', boxRefuses(500, 'INTERNAL'), 2);
  rig.box.state.rooms = roomsOf(1, 2, 3, 4);
  rig.box.breakStreams();
  await shows(1, 2, 3, 4);
});

test('a burst of news about one room is one question', async () => {
  rig.box.forgetAsked();
  for (let n = 0; n < 40; n++) rig.box.say({ kind: 'room.changed', roomId: roomOf(1) });
  await until('it asked', () => rig.box.asked('inboxRoom').length > 0, soon);
  rig.box.say({ kind: 'room.changed', roomId: roomOf(3) });
  await until('it asked of the other', () => rig.box.asked('inboxRoom').some(({ parts }) => parts[0] === roomOf(3)), soon);
  expect(rig.box.asked('inboxRoom').filter(({ parts }) => parts[0] === roomOf(1)).length).toBeLessThan(4);
});

test('news of a kind this app does not know, and what is no news at all, is passed over', async () => {
  rig.box.say({ kind: 'moon.changed', phase: 'full' });
  rig.box.say({ kind: 'room.changed' });
  rig.box.state.rooms = roomsOf(1, 2, 3, 4);
  rig.box.say({ kind: 'room.changed', roomId: roomOf(4) });
  await shows(1, 2, 3, 4);
});
