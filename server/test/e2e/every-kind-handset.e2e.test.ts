import { randomUUID } from 'node:crypto';
import type { Portal } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomEvent } from '../support/employee.ts';
import type { Json } from '../support/json-http.ts';
import type { Phone } from '../support/phone.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let boris: Colleague;
let jan: Phone;
let handset: Phone;
let room: string;
const janNumber = '+48511000001';
const ghost = '@loopback_48511000001:box.test';
const serviceUser = '@acct_loopback_sales:box.test';

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  ({ phone: jan, roomId: room } = await world.clientOf(anna, janNumber, 'Jan says hello'));
  handset = await world.phone(world.companyNumber);
  boris = await world.hire('boris');
});
afterAll(() => world.close());

const inRoom = (what: string, matches: (event: RoomEvent) => boolean): Promise<RoomEvent> => anna.sees(room, what, matches);
const bodyIs = (body: string) => (event: RoomEvent): boolean => event.content['body'] === body;
const relation = (event: RoomEvent): Json => (event.content['m.relates_to'] ?? {}) as Json;
/** The acts a phone was shown about one message, by device. */
const acts = async (phone: Phone, message: string) =>
  (await phone.entries()).filter((entry) => entry.message === message && !['read', 'delivered'].includes(entry.kind)).map(({ kind, origin }) => `${kind} by ${origin}`);

test('what is typed, changed and deleted on the handset is in the room as the account, and never sent again', async () => {
  const id = await handset.write(janNumber, 'From the handset');
  const said = await inRoom('the handset', bodyIs('From the handset'));
  expect(said.sender).toBe(serviceUser);
  await handset.edit(id, 'From the handset, corrected');
  const edit = await inRoom('the edit', (event) => relation(event)['rel_type'] === 'm.replace' && relation(event)['event_id'] === said.event_id);
  expect(edit).toMatchObject({ sender: serviceUser, content: { 'm.new_content': { body: 'From the handset, corrected' } } });
  const gone = await handset.write(janNumber, 'Deleted on the handset');
  const removed = await inRoom('what is deleted', bodyIs('Deleted on the handset'));
  await handset.remove(gone);
  expect((await inRoom('the deletion', (event) => event.type === 'm.room.redaction' && event.content['redacts'] === removed.event_id)).sender).toBe(serviceUser);

  await anna.say(room, 'a fence behind the handset');
  await jan.heard('a fence behind the handset');
  expect(await acts(jan, id)).toEqual(['message by phone', 'edit by phone']);
  expect(await acts(jan, gone)).toEqual(['message by phone', 'delete by phone']);
  for (const { event_id } of [said, edit, removed]) expect(world.decisionOn(event_id)).toEqual({ verdict: null, code: null });
});

test('the handset edits, deletes and reacts to what an employee wrote', async () => {
  const sent = await anna.say(room, 'Written by Anna at her desk');
  const shown = await jan.saw('Anna', (entry) => entry.content?.text === 'Written by Anna at her desk');
  await handset.edit(String(shown.message), 'Written by Anna, corrected on the handset');
  const edit = await inRoom('the handset’s edit', (event) => relation(event)['rel_type'] === 'm.replace' && relation(event)['event_id'] === sent);
  expect(edit.sender).toBe(serviceUser);
  const greeting = await inRoom('the greeting', bodyIs('Jan says hello'));
  const theirs = (await handset.entries()).find((entry) => entry.content?.text === 'Jan says hello');
  await handset.react(String(theirs?.message), '🎉');
  const reaction = await inRoom('the reaction', (event) => event.type === 'm.reaction' && relation(event)['event_id'] === greeting.event_id);
  expect(reaction).toMatchObject({ sender: serviceUser, content: { 'm.relates_to': { key: '🎉' } } });
  await handset.react(String(theirs?.message), '');
  await inRoom('the reaction gone', (event) => event.type === 'm.room.redaction' && event.content['redacts'] === reaction.event_id);
  await handset.remove(String(shown.message));
  await inRoom('Anna’s message gone', (event) => event.type === 'm.room.redaction' && event.content['redacts'] === sent);

  await anna.say(room, 'a second fence');
  await jan.heard('a second fence');
  expect(await acts(jan, String(shown.message))).toEqual(['message by bridge', 'edit by phone', 'delete by phone']);
  expect(await acts(jan, String(theirs?.message))).toEqual(['message by phone', 'reaction by phone', 'reaction by phone']);
});

test('the owner corrects and withdraws what the handset or a predecessor wrote, once however often it is asked', async () => {
  const typed = await handset.write(janNumber, 'Delivery on Munday');
  const onHandset = await inRoom('the handset', bodyIs('Delivery on Munday'));
  const byAnna = await anna.say(room, 'Anna promised Tuesday');
  const promised = await jan.saw('the promise', (entry) => entry.content?.text === 'Anna promised Tuesday');
  const inHaste = await anna.say(room, 'Anna wrote this in haste');
  const hasty = await jan.saw('the haste', (entry) => entry.content?.text === 'Anna wrote this in haste');
  const handover = await world.handOver(anna, boris, { scope: { kind: 'rooms', roomIds: [room] }, leaver: false });
  await world.api.handoverIs(handover.handoverId, 'done');
  await boris.findsRoom('Anna promised Tuesday');

  const path = (eventId: string, verb: string): string => `/messages/${encodeURIComponent(room)}/${encodeURIComponent(eventId)}/${verb}`;
  const key = randomUUID();
  const once = await boris.api.post(path(onHandset.event_id, 'correct'), { body: 'Delivery on Monday', idempotencyKey: key });
  expect(await boris.api.post(path(onHandset.event_id, 'correct'), { body: 'Delivery on Monday', idempotencyKey: key })).toEqual(once);
  await boris.api.post(path(byAnna, 'correct'), { body: 'Boris promises Wednesday', idempotencyKey: randomUUID() });
  await boris.api.post(path(inHaste, 'withdraw'), { reason: 'not ours to say', idempotencyKey: randomUUID() });
  await jan.saw('the withdrawal', ({ kind, message }) => kind === 'delete' && message === hasty.message);
  expect(await acts(jan, typed)).toEqual(['message by phone', 'edit by bridge']);
  expect(await acts(jan, String(promised.message))).toEqual(['message by bridge', 'edit by bridge']);
  const edits = (await jan.received()).filter(({ kind, origin }) => kind === 'edit' && origin === 'bridge').map(({ content }) => content?.text);
  expect(edits).toEqual(['Delivery on Monday', 'Boris promises Wednesday']);

  const greeting = await boris.sees(room, 'the greeting', bodyIs('Jan says hello'));
  const refused = (call: Promise<unknown>) => call.then(() => 'done', (failure: { code?: string }) => failure.code);
  const order = { body: 'Jan never said it', idempotencyKey: randomUUID() };
  expect(await refused(boris.api.post(path(greeting.event_id, 'correct'), order))).toBe('FORBIDDEN');
  expect(await refused(anna.api.post(path(byAnna, 'correct'), order))).toBe('NOT_OWNER');
  expect(await refused(boris.api.post(path('$nothing', 'correct'), order))).toBe('NOT_FOUND');
  expect((await world.api.auditActions()).filter((action) => action.startsWith('message.'))).toContain('message.withdrawn');
});

test('the client sets disappearing messages: both sides see the timer, and what ran out leaves the room', async () => {
  await jan.timer(world.companyNumber, 2_000);
  await until('the timer is in the room', async () => (await boris.state(room, 'com.beeper.disappearing_timer').catch((): Json => ({})))['timer'] === 2_000);
  await boris.say(room, 'this will vanish from the phone');
  await jan.heard('this will vanish from the phone');
  expect((await jan.received()).find((entry) => entry.content?.text === 'this will vanish from the phone')?.timer_ms).toBe(2_000);
  await jan.write(world.companyNumber, 'this will vanish from the room');
  await until('the journal has it', async () => (await boris.events(room)).some((event) => event.type === 'm.room.message' && event.sender === ghost && event.unsigned?.['redacted_because'] !== undefined));
  await jan.timer(world.companyNumber, 0);
  await until('the timer is off', async () => (await boris.state(room, 'com.beeper.disappearing_timer').catch((): Json => ({})))['timer'] !== 2_000);
});

test('a chat deleted on the handset goes on in a new room, with the same client and owner; the old one stays to be read', async () => {
  const before = await boris.api.get<Portal>(`/portals/${encodeURIComponent(room)}`);
  await handset.deleteChat(janNumber);
  await until('the old conversation is closed', async () => (await boris.api.get<Portal>(`/portals/${encodeURIComponent(room)}`)).state === 'closed');
  await jan.write(world.companyNumber, 'Are you still there?');
  const next = await boris.findsRoom('Are you still there?');
  expect(next).not.toBe(room);
  expect(await boris.api.get<Portal>(`/portals/${encodeURIComponent(next)}`)).toMatchObject({
    state: 'open', predecessorRoomId: room, clientId: before.clientId, ownerUserId: boris.userId,
  });
  await boris.say(next, 'We are still here');
  await jan.heard('We are still here');
  expect((await boris.events(room)).some(bodyIs('Anna promised Tuesday'))).toBe(true);
  await world.check({ settled: true });
});
