import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Handover } from '@holdfast/contract';
import { peopleIn } from '../support/room-members.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

const halves = ['before', 'after', 'committed'];
const steps = ['admit-successor', 'remove-predecessor', 'announce-successor'];
const calls = ['homeserver.invite', 'homeserver.join', 'homeserver.kick', 'messages.greeting'].flatMap((name) => [`${name}:before`, `${name}:after`]);
const forward = [...steps.flatMap((step) => halves.map((half) => `handover.${step}.run:${half}`)), ...calls];
const back = steps.flatMap((step) => halves.map((half) => `handover.${step}.undo:${half}`));
const leaving = [
  ...['lock-user', 'sign-out'].flatMap((step) => halves.map((half) => `leaver.${step}.run:${half}`)),
  ...['admin.lock', 'admin.signOutEverywhere'].flatMap((name) => [`${name}:before`, `${name}:after`]),
];

let world: World;
let anna: Colleague;
let boris: Colleague;
let clients: Awaited<ReturnType<World['clientsOf']>>;
let greetings = 0;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  clients = await world.clientsOf(anna, ['+48511000201', '+48511000202', '+48511000203'], 'Hello');
  boris = await world.hire('boris');
});
afterAll(() => world.close());

/** A control plane that will die at this point; whatever it had begun goes on, and may take it there at once. */
async function restartWith(failpoint: string): Promise<void> {
  await world.controlPlane.kill();
  world.controlPlane.spawn({ HOLDFAST_FAILPOINT: failpoint });
  const answers = async (): Promise<boolean> => (await fetch(`${world.urls.api}/api/v1/health`, { signal: AbortSignal.timeout(2_000) })).status < 500;
  // It may die on its way up: what it had begun before was there first.
  await until('the control plane is up, or dead again', async () => !world.controlPlane.isRunning() || (await answers()));
}
const diesAt = (failpoint: string): Promise<boolean> => until(`the control plane dies at ${failpoint}`, () => !world.controlPlane.isRunning());

/** The order may be answered or cut off by the death it brings about; it is the same order in both cases. */
async function order(path: string, body: Record<string, unknown>): Promise<void> {
  await world.api.post(path, body).catch(() => undefined);
}
const rooms = (): string[] => clients.map(({ roomId }) => roomId);

test.for(forward)('killed at %s: the handover goes on where it was, and ends in the same rooms', async (failpoint) => {
  const owner = (await world.api.get<{ owner: string }>(`/rooms/${encodeURIComponent(rooms()[0]!)}`)).owner;
  const [from, to] = owner === anna.userId ? [anna, boris] : [boris, anna];
  const greeting = `I am ${to.name} now, ${++greetings}`;
  await restartWith(failpoint);
  await order('/handovers', {
    scope: { kind: 'rooms', roomIds: rooms() }, successors: { userIds: [to.userId] }, greeting: { en: greeting, pl: greeting }, reason: failpoint, idempotencyKey: failpoint,
  });
  await diesAt(failpoint);
  await world.controlPlane.start();
  const handover = await until('the handover is on record', async () => (await world.api.get<{ handovers: Handover[] }>('/handovers')).handovers.find(({ reason }) => reason === failpoint));
  await world.api.handoverIs(handover.handoverId, 'done');
  for (const { roomId, phone } of clients) {
    expect(await peopleIn(world, roomId)).toEqual([to.userId]);
    expect((await phone.heard(greeting, 90_000)).filter((text) => text === greeting)).toHaveLength(1);
  }
  expect(await from.refusal('PUT', `/client/v3/rooms/${encodeURIComponent(rooms()[0]!)}/send/m.room.message/${greetings}`, { msgtype: 'm.text', body: 'still there' })).toBe('M_FORBIDDEN');
  const { entries } = await world.api.get<{ entries: { action: string }[] }>(`/audit?limit=500&target=${handover.handoverId}`);
  expect(entries.filter(({ action }) => action !== 'handover.resumed').map(({ action }) => action)).toEqual(['handover.requested', 'handover.started', 'handover.completed']);
});

test.for(back)('killed at %s: an undo goes on where it was', async (failpoint) => {
  const owner = (await world.api.get<{ owner: string }>(`/rooms/${encodeURIComponent(rooms()[0]!)}`)).owner;
  const [from, to] = owner === anna.userId ? [anna, boris] : [boris, anna];
  const handover = await world.api.post<Handover>('/handovers', { scope: { kind: 'rooms', roomIds: rooms() }, successors: { userIds: [to.userId] }, reason: failpoint });
  await world.api.handoverIs(handover.handoverId, 'done');
  await restartWith(failpoint);
  await order(`/handovers/${handover.handoverId}/undo`, { reason: failpoint });
  await diesAt(failpoint);
  await world.controlPlane.start();
  await world.api.handoverIs(handover.handoverId, 'undone');
  for (const { roomId } of clients) expect(await peopleIn(world, roomId)).toEqual([from.userId]);
});

test('killed at every step of locking a leaver out: in the end they are out, and everything is where it belongs', async () => {
  const leaver = await world.hire('leaver');
  const owner = (await world.api.get<{ owner: string }>(`/rooms/${encodeURIComponent(rooms()[0]!)}`)).owner;
  const given = await world.api.post<Handover>('/handovers', { scope: { kind: 'person', userId: owner }, successors: { userIds: [leaver.userId] }, reason: 'to the leaver' });
  await world.api.handoverIs(given.handoverId, 'done');
  let died = 0;
  await restartWith(leaving[0]!);
  await order('/handovers', { scope: { kind: 'person', userId: leaver.userId }, successors: { userIds: [anna.userId] }, leaver: true, reason: 'resigned', idempotencyKey: 'leaver' });
  const inOrder = ['leaver.lock-user.run:before', 'admin.lock:before', 'admin.lock:after', 'leaver.lock-user.run:after', 'leaver.lock-user.run:committed',
    'leaver.sign-out.run:before', 'admin.signOutEverywhere:before', 'admin.signOutEverywhere:after', 'leaver.sign-out.run:after', 'leaver.sign-out.run:committed'];
  expect(inOrder.toSorted()).toEqual(leaving.toSorted());
  for (const failpoint of inOrder) {
    await diesAt(failpoint);
    died++;
    const next = inOrder[died];
    if (next === undefined) await world.controlPlane.start();
    else await restartWith(next);
  }
  const { handovers } = await world.api.get<{ handovers: Handover[] }>('/handovers');
  const handover = handovers.find(({ leaver: who }) => who === leaver.userId)!;
  await world.api.handoverIs(handover.handoverId, 'done');
  expect(await leaver.refusal('GET', '/client/v3/joined_rooms')).toBe('M_UNKNOWN_TOKEN');
  for (const { roomId } of clients) expect(await peopleIn(world, roomId)).toEqual([anna.userId]);
});

test('the homeserver, the journal and the phones agree', () => world.check({ settled: true }));
