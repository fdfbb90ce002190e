import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Handover, HandoverPreview } from '@holdfast/contract';
import type { BoxApi } from '../support/box-api.ts';
import { HttpFailure } from '../support/json-http.ts';
import { peopleIn } from '../support/room-members.ts';
import { secondAdministrator } from '../support/second-administrator.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let second: BoxApi;
let anna: Colleague;
let boris: Colleague;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  boris = await world.hire('boris');
  second = await secondAdministrator(world, 'second');
});
afterAll(() => world.close());

let serial = 300;
async function clientOf(owner: Colleague) {
  const { accountId } = await world.api.account('sales');
  await world.api.call('PATCH', `/accounts/${accountId}`, { ownerUserId: owner.userId });
  serial += 1;
  return world.clientOf(owner, `+48511000${serial}`, `Hello ${serial}`);
}
const move = (api: BoxApi, roomIds: readonly string[], to: Colleague, more: Record<string, unknown> = {}): Promise<Handover> =>
  api.post<Handover>('/handovers', { scope: { kind: 'rooms', roomIds }, successors: { userIds: [to.userId] }, reason: 'a test', ...more });
async function refusalOf(act: Promise<unknown>): Promise<string | undefined> {
  try {
    await act;
    return undefined;
  } catch (failure) {
    if (failure instanceof HttpFailure) return failure.code;
    throw failure;
  }
}
const audited = async (target: string): Promise<string[]> =>
  (await world.api.get<{ entries: { action: string }[] }>(`/audit?limit=500&target=${encodeURIComponent(target)}`)).entries.map(({ action }) => action);
const decided = (eventId: string) => until('it is decided', () => world.decisionOn(eventId)?.verdict != null && world.decisionOn(eventId));

test('two administrators hand over the same room at once: one does, the other hears that it is moving', async () => {
  const { roomId } = await clientOf(anna);
  const clara = await world.hire('clara');
  // With the homeserver still, the first handover cannot be over before the second is asked for.
  world.homeserver.freeze();
  const answers = await Promise.allSettled([move(world.api, [roomId], boris), move(second, [roomId], clara)]);
  const won = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  const lost = answers.flatMap((answer) => (answer.status === 'rejected' ? [(answer.reason as HttpFailure).code] : []));
  world.homeserver.thaw();
  expect(lost).toEqual(['ROOM_IN_HANDOVER']);
  await world.api.handoverIs(won[0]!.handoverId, 'done');
  const { owner } = await world.api.get<{ owner: string }>(`/rooms/${encodeURIComponent(roomId)}`);
  expect(await peopleIn(world, roomId)).toEqual([owner]);
});

test('a locked person gets nothing', async () => {
  const { roomId } = await clientOf(anna);
  const locked = await world.hire('locked');
  await world.api.post(`/people/${locked.person.personId}/lock`, { reason: 'long leave' });
  expect(await refusalOf(move(world.api, [roomId], locked))).toBe('SUCCESSOR_LOCKED');
  const preview = await world.api.post<HandoverPreview>('/handovers/preview', { scope: { kind: 'rooms', roomIds: [roomId] }, successors: { userIds: [locked.userId] } });
  expect(preview).toMatchObject({ blocked: true, rooms: [{ conflicts: ['SUCCESSOR_LOCKED'] }] });
  expect(await peopleIn(world, roomId)).toEqual([anna.userId]);
});

test('undone within a day: the predecessor goes on, what the successor wrote stays, nobody is greeted again', async () => {
  const { phone, roomId } = await clientOf(anna);
  const handover = await move(world.api, [roomId], boris, { greeting: { en: 'Boris here', pl: 'Boris here' } });
  await world.api.handoverIs(handover.handoverId, 'done');
  await boris.say(roomId, 'written by boris meanwhile');
  await phone.heard('written by boris meanwhile');
  await world.api.post(`/handovers/${handover.handoverId}/undo`, { reason: 'wrong person' });
  const late = await boris.say(roomId, 'boris after the undo').catch(() => null);
  await world.api.handoverIs(handover.handoverId, 'undone');
  await anna.say(roomId, 'anna goes on');
  expect(await phone.heard('anna goes on')).toEqual(['Boris here', 'written by boris meanwhile', 'anna goes on']);
  if (late !== null) expect(await decided(late)).toMatchObject({ verdict: 'refuse', code: 'NOT_OWNER' });
  expect(await peopleIn(world, roomId)).toEqual([anna.userId]);
  expect(await audited(handover.handoverId)).toEqual(['handover.requested', 'handover.started', 'handover.completed', 'handover.undone', 'handover.completed']);
});

test('while they overlap the predecessor reads and does not write; then they are out', async () => {
  const { phone, roomId } = await clientOf(anna);
  const handover = await move(world.api, [roomId], boris, { overlapUntil: Date.now() + 8_000 });
  await world.api.handoverIs(handover.handoverId, 'done');
  await phone.write(world.companyNumber, 'during the overlap');
  await anna.sees(roomId, 'the client', (event) => event.content['body'] === 'during the overlap');
  expect(await decided(await anna.say(roomId, 'may not write'))).toMatchObject({ verdict: 'refuse', code: 'NOT_OWNER' });
  expect(await peopleIn(world, roomId)).toEqual([anna.userId, boris.userId]);
  await until('the overlap is over', async () => (await peopleIn(world, roomId)).join() === boris.userId);
});

test('a handover ordered for later happens at its time, once', async () => {
  const { roomId } = await clientOf(anna);
  const handover = await move(world.api, [roomId], boris, { runAt: Date.now() + 4_000 });
  expect(handover.state).toBe('scheduled');
  await anna.say(roomId, 'still mine');
  await world.controlPlane.kill();
  await world.controlPlane.start();
  await world.api.handoverIs(handover.handoverId, 'done');
  expect(await peopleIn(world, roomId)).toEqual([boris.userId]);
  expect(await audited(handover.handoverId)).toEqual(['handover.requested', 'handover.scheduled', 'handover.started', 'handover.completed']);
});

test('another team gets rooms only when a second administrator agrees', async () => {
  const { roomId } = await clientOf(anna);
  const stranger = await world.hire('stranger', { team: 'service' });
  const handover = await move(world.api, [roomId], stranger);
  expect(handover).toMatchObject({ state: 'awaiting-approval', approvalNeeded: ['other-team'] });
  expect(await refusalOf(world.api.post(`/handovers/${handover.handoverId}/approve`, {}))).toBe('APPROVER_IS_REQUESTER');
  expect(await peopleIn(world, roomId)).toEqual([anna.userId]);
  await second.post(`/handovers/${handover.handoverId}/approve`, { reason: 'agreed with service' });
  await world.api.handoverIs(handover.handoverId, 'done');
  expect(await peopleIn(world, roomId)).toEqual([stranger.userId]);
  expect(await audited(handover.handoverId)).toEqual(['handover.requested', 'handover.approved', 'handover.started', 'handover.completed']);
});

test('the red button: no approval, signed out, rooms in the queue, nothing of theirs leaves any more', async () => {
  const fired = await world.hire('fired');
  const { phone, roomId } = await clientOf(fired);
  await clientOf(anna); // new conversations are no longer the fired person's
  const { accountId } = await world.api.account('sales');
  await world.api.post(`/accounts/${accountId}/pause`, { reason: 'so that something waits' });
  const waiting = await fired.say(roomId, 'waiting at the red button');
  await fired.api.delivery(waiting, 'waiting');
  const off = await world.api.post<Handover>('/access-off', { userId: fired.userId, reason: 'dismissed' });
  await world.api.post(`/accounts/${accountId}/resume`, { reason: 'on we go' });
  await world.api.handoverIs(off.handoverId, 'done');
  expect(await fired.refusal('GET', '/client/v3/joined_rooms')).toBe('M_UNKNOWN_TOKEN');
  expect(await refusalOf(fired.api.get('/deliveries'))).toBe('UNAUTHENTICATED');
  expect(await peopleIn(world, roomId)).toEqual([]);
  await boris.api.post(`/queue/${encodeURIComponent(roomId)}/claim`, {});
  await until('boris is in', async () => (await peopleIn(world, roomId)).join() === boris.userId);
  expect((await boris.api.deliveries('?state=needs-confirmation')).map(({ eventId }) => eventId)).toContain(waiting);
  await boris.api.post(`/deliveries/${encodeURIComponent(waiting)}/discard`, { reason: 'not ours to say' });
  await boris.say(roomId, 'boris took over');
  expect(await phone.heard('boris took over')).toEqual(['boris took over']);
  expect(await audited(fired.userId)).toContain('access.cut');
});

test('the homeserver, the journal and the phones agree', () => world.check({ settled: true }));
