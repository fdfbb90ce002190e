import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Handover } from '@holdfast/contract';
import { peopleIn } from '../support/room-members.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let boris: Colleague;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  boris = await world.hire('boris');
});
afterEach(() => world.loopback.clearFaults());
afterAll(() => world.close());

/** New conversations of the account are this person's from now on. */
async function newClientsGoTo(colleague: Colleague): Promise<void> {
  const { accountId } = await world.api.account('sales');
  await world.api.call('PATCH', `/accounts/${accountId}`, { ownerUserId: colleague.userId });
}
const moveRooms = (roomIds: readonly string[], to: Colleague, more: Record<string, unknown> = {}): Promise<Handover> =>
  world.api.post<Handover>('/handovers', { scope: { kind: 'rooms', roomIds }, successors: { userIds: [to.userId] }, reason: 'a test', ...more });

const stateOf = (eventId: string): string | undefined => world.outbox().find((row) => row.eventId === eventId)?.state;
const handoverActions = async (handoverId: string): Promise<string[]> =>
  (await world.api.get<{ entries: { action: string; target: string }[] }>(`/audit?limit=500&target=${handoverId}`)).entries.map(({ action }) => action);

test('a cut with 20 of the leaver’s messages waiting while the bridge is down: the phone receives none until the successor says so', async () => {
  const leaver = await world.hire('leaver');
  await newClientsGoTo(leaver);
  const { phone, roomId } = await world.clientOf(leaver, '+48511000101', 'before the cut');
  await world.bridge.kill();
  const sent: string[] = [];
  for (let n = 0; n < 20; n++) sent.push(await leaver.say(roomId, `leaver ${n}`));
  await until('all 20 wait', () => sent.every((eventId) => stateOf(eventId) === 'waiting'));

  const handover = await world.handOver(leaver, boris);
  expect(handover.parkedMessages).toBe(20);
  await boris.findsRoom('before the cut');
  await world.bridge.start();
  await world.api.accountIs('sales', 'connected');
  await world.api.handoverIs(handover.handoverId, 'done');
  await boris.say(roomId, 'from the successor');
  await phone.heard('from the successor');
  expect((await phone.texts()).filter((text) => text.startsWith('leaver'))).toEqual([]);
  expect((await boris.api.deliveries('?state=needs-confirmation')).map(({ eventId }) => eventId).toSorted()).toEqual(sent.toSorted());

  await boris.api.post(`/deliveries/${encodeURIComponent(sent[3]!)}/send`, { reason: 'still true' });
  await boris.api.post(`/deliveries/${encodeURIComponent(sent[7]!)}/send`, {});
  for (const eventId of sent.filter((_id, at) => at !== 3 && at !== 7)) await boris.api.post(`/deliveries/${encodeURIComponent(eventId)}/discard`, {});
  await boris.api.delivery(sent[3]!, 'delivered');
  await boris.api.delivery(sent[7]!, 'delivered');
  expect((await phone.texts()).filter((text) => text.startsWith('leaver'))).toEqual(['leaver 3', 'leaver 7']);
  expect(await peopleIn(world, roomId)).toEqual([boris.userId]);
});

test('what is withdrawn while it waits never leaves; what is corrected leaves in its last version', async () => {
  await newClientsGoTo(anna);
  const { phone, roomId } = await world.clientOf(anna, '+48511000102', 'edits');
  await world.bridge.kill();
  const withdrawn = await anna.say(roomId, 'to be withdrawn');
  const corrected = await anna.say(roomId, 'first version');
  await anna.edit(roomId, corrected, 'second version');
  await anna.edit(roomId, corrected, 'third version');
  await anna.redact(roomId, withdrawn);
  await until('it is cancelled', () => stateOf(withdrawn) === 'cancelled');
  await world.bridge.start();
  await anna.api.delivery(corrected, 'delivered');
  expect(await phone.texts()).toEqual(['third version']);
});

test('a message the leaver sends right after the cut was answered is refused', async () => {
  const leaver = await world.hire('quick');
  await newClientsGoTo(leaver);
  const { phone, roomId } = await world.clientOf(leaver, '+48511000103', 'at the cut');
  const handover = await moveRooms([roomId], boris);
  const late = await leaver.say(roomId, 'after the cut').catch(() => null); // out of the room already is as good
  await world.api.handoverIs(handover.handoverId, 'done');
  await boris.say(roomId, 'boris goes on');
  await phone.heard('boris goes on');
  if (late !== null) expect(await until('it is decided', () => world.decisionOn(late)?.verdict !== null && world.decisionOn(late))).toEqual({ verdict: 'refuse', code: 'NOT_OWNER' });
  expect(await phone.texts()).toEqual(['boris goes on']);
  expect(await peopleIn(world, roomId)).toEqual([boris.userId]);
});

test('the homeserver is killed and away during a handover: it resumes, and the leaver never gets a room back', async () => {
  const leaver = await world.hire('unlucky');
  await newClientsGoTo(leaver);
  const clients = await world.clientsOf(leaver, ['+48511000111', '+48511000112', '+48511000113', '+48511000114', '+48511000115', '+48511000116'], 'outage');
  const [handover] = await Promise.all([world.handOver(leaver, boris), world.homeserver.kill()]);
  await until('it waits for the homeserver', async () => (await world.api.handover(handover.handoverId)).progress.waitingForHomeserver > 0);
  for (const { roomId } of clients) expect((await boris.api.get<{ owner: string }>(`/rooms/${encodeURIComponent(roomId)}`)).owner).toBe(boris.userId);
  await world.homeserver.start();
  await world.api.handoverIs(handover.handoverId, 'done');
  for (const { roomId } of clients) expect(await peopleIn(world, roomId)).toEqual([boris.userId]);
  expect(await leaver.refusal('GET', '/client/v3/joined_rooms')).toBe('M_UNKNOWN_TOKEN');
  expect(await handoverActions(handover.handoverId)).toEqual(expect.arrayContaining(['handover.requested', 'handover.started', 'handover.resumed', 'handover.completed']));
});

test('40 rooms change hands while their clients write: everybody is heard, by one person, in order', { timeout: 300_000 }, async () => {
  const leaver = await world.hire('busy');
  await newClientsGoTo(leaver);
  const numbers = Array.from({ length: 34 }, (_each, at) => `+485120001${String(at).padStart(2, '0')}`);
  const clients = await world.clientsOf(leaver, numbers, 'many');
  await newClientsGoTo(boris);
  const writing = clients.map(({ phone }, at) => phone.write(world.companyNumber, `during ${at}`));
  const asked = performance.now();
  const handover = await world.handOver(leaver, boris);
  const cutMs = performance.now() - asked;
  await Promise.all(writing);
  await world.api.handoverIs(handover.handoverId, 'done', 120_000);
  for (const [at, { phone, roomId }] of clients.entries()) {
    await boris.sees(roomId, 'the client’s message', (event) => event.content['body'] === `during ${at}`);
    expect(await peopleIn(world, roomId)).toEqual([boris.userId]);
    if (at % 8 === 0) {
      await boris.say(roomId, `answer ${at}`);
      await phone.heard(`answer ${at}`);
    }
  }
  const rooms = (await world.api.get<{ rooms: { state: string }[] }>(`/handovers/${handover.handoverId}/rooms`)).rooms;
  expect(rooms.map(({ state }) => state)).toEqual(clients.map(() => 'done'));
  process.stdout.write(`handover: ${clients.length} rooms, cut answered after ${Math.round(cutMs)} ms\n`);
});

test('the homeserver, the journal and the phones agree', () => world.check({ settled: true }));
