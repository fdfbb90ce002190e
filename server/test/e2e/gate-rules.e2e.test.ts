import { randomUUID } from 'node:crypto';
import { contentRules, refusals, type Refusal } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Json } from '../support/json-http.ts';
import type { Phone } from '../support/phone.ts';
import { askRecord } from '../support/record-of.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let boris: Colleague;
let jan: Phone;
let room: string;
let eva: Phone;
let otherRoom: string;
/** What was said in the room so far, by who said it. */
const said = { byAnna: '', byJan: '', onHandset: '', note: '', refused: '' };
/** Refusals that this file has brought about. */
const seen = new Set<Refusal>();

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  boris = await world.hire('boris');
  ({ phone: jan, roomId: room } = await world.clientOf(anna, '+48511000001', 'Jan says hello'));
  ({ phone: eva, roomId: otherRoom } = await world.clientOf(boris, '+48511000002', 'Eva says hello'));
  said.byJan = (await anna.sees(room, 'the greeting', (event) => event.content['body'] === 'Jan says hello')).event_id;
  said.byAnna = await anna.say(room, 'Anna says hello');
  await jan.heard('Anna says hello');
  const handset = await world.phone(world.companyNumber);
  await handset.write('+48511000001', 'Typed on the handset');
  said.onHandset = (await anna.sees(room, 'the handset', (event) => event.content['body'] === 'Typed on the handset')).event_id;
  said.note = await anna.note(room, 'he pays late');
  said.refused = await anna.sendEvent(room, 'm.room.message', { msgtype: 'm.notice', body: 'a notice' });
});
afterAll(() => world.close());

const text = (body: string, more: Json = {}): Json => ({ msgtype: 'm.text', body, ...more });
const replace = (target: string, body: string): Json => ({ ...text(`* ${body}`), 'm.new_content': text(body), 'm.relates_to': { rel_type: 'm.replace', event_id: target } });
const replyTo = (target: string): Json => ({ 'm.relates_to': { 'm.in_reply_to': { event_id: target } } });
const reactTo = (target: string, key: string): Json => ({ 'm.relates_to': { rel_type: 'm.annotation', event_id: target, key } });
const message = 'm.room.message';
const prefix = (): string => world.secret('loopback-command-prefix');

type Row = { what: string; code: Refusal; detail?: string; type?: string; content: () => Json };
const rows: Row[] = [
  { what: 'a type nobody listed', code: 'EVENT_TYPE_NOT_ALLOWED', detail: 'com.example.unknown', type: 'com.example.unknown', content: () => ({ body: 'unknown type' }) },
  { what: 'a call', code: 'EVENT_TYPE_NOT_ALLOWED', detail: 'm.call.invite', type: 'm.call.invite', content: () => ({ call_id: '1', version: '1', lifetime: 60_000, offer: {} }) },
  { what: 'deleting the chat for the network', code: 'EVENT_TYPE_NOT_ALLOWED', type: 'com.beeper.delete_chat', content: () => ({}) },
  { what: 'a key that deletes', code: 'CONTENT_KEY_NOT_ALLOWED', detail: 'com.beeper.disappearing_timer', content: () => text('vanishing', { 'com.beeper.disappearing_timer': { type: 'after_send', timer: 1 } }) },
  { what: 'a key that drops', code: 'CONTENT_KEY_NOT_ALLOWED', detail: 'fi.mau.double_puppet_source', content: () => text('marked', { 'fi.mau.double_puppet_source': 'loopback' }) },
  { what: 'another name', code: 'CONTENT_KEY_NOT_ALLOWED', detail: 'com.beeper.per_message_profile', content: () => text('profiled', { 'com.beeper.per_message_profile': { id: 'x', displayname: 'The boss' } }) },
  { what: 'a strange key below an edit', code: 'CONTENT_KEY_NOT_ALLOWED', detail: 'm.new_content/com.example', content: () => ({ ...replace(said.byAnna, 'strange edit'), 'm.new_content': text('strange edit', { 'com.example': 1 }) }) },
  { what: 'a strange relation key', code: 'CONTENT_KEY_NOT_ALLOWED', detail: 'm.relates_to/com.example', content: () => text('strange relation', { 'm.relates_to': { 'm.in_reply_to': { event_id: said.byJan }, 'com.example': 1 } }) },
  { what: 'words beside a reaction', code: 'CONTENT_KEY_NOT_ALLOWED', detail: 'body', type: 'm.reaction', content: () => ({ ...reactTo(said.byJan, '🔥'), body: 'x' }) },
  { what: 'a notice', code: 'MSGTYPE_NOT_ALLOWED', detail: 'm.notice', content: () => ({ msgtype: 'm.notice', body: 'another notice' }) },
  { what: 'a key request', code: 'MSGTYPE_NOT_ALLOWED', content: () => ({ msgtype: 'm.key.verification.request', body: 'verify me' }) },
  { what: 'a body that is no text', code: 'CONTENT_INVALID', detail: 'm.new_content/body', content: () => ({ ...replace(said.byAnna, 'x'), 'm.new_content': { msgtype: 'm.text', body: { nested: true } } }) },
  { what: 'new content without a type', code: 'CONTENT_INVALID', detail: 'm.new_content/msgtype', content: () => ({ ...replace(said.byAnna, 'x'), 'm.new_content': { body: 'typeless' } }) },
  { what: 'a reaction with an empty key', code: 'CONTENT_INVALID', detail: 'm.relates_to/key', type: 'm.reaction', content: () => reactTo(said.byJan, '') },
  { what: 'a vote that is none', code: 'CONTENT_INVALID', type: 'org.matrix.msc3381.poll.response', content: () => ({ 'm.relates_to': { rel_type: 'm.reference', event_id: said.byJan } }) },
  { what: 'a file without an address', code: 'CONTENT_INVALID', detail: 'url', content: () => ({ msgtype: 'm.file', body: 'nowhere.pdf' }) },
  { what: 'a file somewhere else', code: 'CONTENT_INVALID', detail: 'url', content: () => ({ msgtype: 'm.file', body: 'elsewhere.pdf', url: 'http://127.0.0.1/x' }) },
  { what: 'a place without coordinates', code: 'CONTENT_INVALID', detail: 'geo_uri', content: () => ({ msgtype: 'm.location', body: 'somewhere', geo_uri: 'javascript:x' }) },
  { what: 'a sticker without an address', code: 'CONTENT_INVALID', type: 'm.sticker', content: () => ({ body: 'sticky', info: {} }) },
  { what: 'a poll that is none', code: 'CONTENT_INVALID', type: 'org.matrix.msc3381.poll.start', content: () => ({ 'org.matrix.msc3381.poll.start': 'yes?' }) },
  { what: 'a relation of no known type', code: 'CONTENT_INVALID', detail: 'm.relates_to/rel_type', content: () => text('oddly related', { 'm.relates_to': { rel_type: 'com.example', event_id: said.byJan } }) },
  { what: 'new content without an edit', code: 'CONTENT_INVALID', detail: 'm.new_content', content: () => text('old', { 'm.new_content': text('new') }) },
  { what: 'a real command', code: 'BRIDGE_COMMAND', content: () => text(`${prefix()} logout 48600000001`) },
  { what: 'a command below a reply fallback', code: 'BRIDGE_COMMAND', content: () => text(`> <@x:box.test> hi\n\n${prefix()} help`, replyTo(said.byJan)) },
  { what: 'a command as an edit', code: 'BRIDGE_COMMAND', content: () => replace(said.byAnna, `${prefix()} help`) },
  { what: 'a reply across rooms', code: 'REFERENCE_UNKNOWN', content: () => text('across rooms', replyTo(elsewhere)) },
  { what: 'a reply to nothing', code: 'REFERENCE_UNKNOWN', content: () => text('to nothing', replyTo('$doesnotexist')) },
  { what: 'a reply to a note', code: 'REFERENCE_NOT_DELIVERED', content: () => text('about the note', replyTo(said.note)) },
  { what: 'a reaction to a note', code: 'REFERENCE_NOT_DELIVERED', type: 'm.reaction', content: () => reactTo(said.note, '😂') },
  { what: 'an edit of a note into a message', code: 'REFERENCE_NOT_DELIVERED', content: () => replace(said.note, 'he pays very late') },
  { what: 'a reply to what was refused', code: 'REFERENCE_NOT_DELIVERED', content: () => text('about the notice', replyTo(said.refused)) },
  { what: 'an edit of what was refused', code: 'REFERENCE_NOT_DELIVERED', content: () => replace(said.refused, 'no longer a notice') },
  { what: "an edit of the client's message", code: 'NOT_OWN_EVENT', content: () => replace(said.byJan, 'Jan never said hello') },
  { what: "an edit of the handset's message", code: 'NOT_OWN_EVENT', content: () => replace(said.onHandset, 'Nobody typed this') },
];
let elsewhere = '';

test.each(rows)('refused in the room and kept from the phone: $what', async ({ code, detail, type = message, content }) => {
  elsewhere ||= (await boris.sees(otherRoom, 'the greeting', (event) => event.content['body'] === 'Eva says hello')).event_id;
  const eventId = await anna.sendEvent(room, type, content());
  const answer = await anna.answerTo(room, eventId);
  expect(answer).toMatchObject({ state: 'refused', reason: code, ...(detail === undefined ? {} : { detail }) });
  expect(world.decisionOn(eventId)).toEqual({ verdict: 'refuse', code });
  seen.add(code);
});

test('a note, and what its author does to it, stays inside without a complaint', async () => {
  const note = await anna.note(room, 'ask for the deposit');
  const gone = await anna.redact(room, note);
  const unsaid = await anna.redact(room, said.refused);
  for (const eventId of [note, gone, unsaid]) {
    await anna.say(room, `after ${eventId}`);
    await jan.heard(`after ${eventId}`);
    expect(world.decisionOn(eventId)).toEqual({ verdict: 'note', code: null });
  }
});

test('as many mentions as an event can hold pass, and none of them leaves the box', async () => {
  const userIds = Array.from({ length: 2_400 }, (_, at) => `@u${at}:box.test`);
  const sent = await anna.sendEvent(room, message, text('many mentions', { 'm.mentions': { user_ids: userIds } }));
  await jan.heard('many mentions');
  expect((await world.api.delivery(sent, 'delivered')).eventId).toBe(sent);
});

test('what the homeserver refuses to a raw client: rooms, invites, encryption, state, other people’s words', async () => {
  const carla = await world.hire('carla'); // rooms may be tried for only rarely, so three people try
  const at = (roomId: string): string => `/client/v3/rooms/${encodeURIComponent(roomId)}`;
  const here = at(room);
  const state = (type: string, content: Json, key = '') => anna.refusal('PUT', `${here}/state/${type}/${encodeURIComponent(key)}`, content);
  const [bot, ghost, client] = ['@loopbackbot:box.test', '@loopback_48511000002:box.test', '@loopback_48511000001:box.test'];
  const attempts: Record<string, () => Promise<string | undefined>> = {
    'a room': () => anna.refusal('POST', '/client/v3/createRoom', {}),
    'a direct room with the bot': () => anna.refusal('POST', '/client/v3/createRoom', { is_direct: true, invite: [bot] }),
    'a direct room with a colleague': () => carla.refusal('POST', '/client/v3/createRoom', { is_direct: true, invite: [boris.userId], preset: 'trusted_private_chat' }),
    'a direct room with a ghost': () => carla.refusal('POST', '/client/v3/createRoom', { is_direct: true, invite: [ghost] }),
    'an upgrade': () => boris.refusal('POST', `${at(otherRoom)}/upgrade`, { new_version: '11' }),
    'an invite of a ghost': () => anna.refusal('POST', `${here}/invite`, { user_id: ghost }),
    'an invite of a colleague': () => anna.refusal('POST', `${here}/invite`, { user_id: boris.userId }),
    'an invite of an outsider': () => anna.refusal('POST', `${here}/invite`, { user_id: '@spy:elsewhere.example' }),
    'the client shown out': () => anna.refusal('POST', `${here}/kick`, { user_id: client }),
    'the client renamed': () => state('m.room.member', { membership: 'join', displayname: 'Not Jan' }, client),
    'encryption': () => state('m.room.encryption', { algorithm: 'm.megolm.v1.aes-sha2' }),
    'a name': () => state('m.room.name', { name: 'Mine' }),
    'a topic': () => state('m.room.topic', { topic: 'Mine' }),
    'a timer': () => state('com.beeper.disappearing_timer', { type: 'after_send', timer: 1000 }),
    'power': () => state('m.room.power_levels', { users: { [anna.userId]: 100 } }),
    'any other state': () => state('com.example.state', { x: 1 }),
    'an alias': () => anna.refusal('PUT', `/client/v3/directory/room/${encodeURIComponent('#mine:box.test')}`, { room_id: room }),
    'entering a colleague’s room': () => anna.refusal('POST', `/client/v3/join/${encodeURIComponent(otherRoom)}`, {}),
    'writing in a colleague’s room': () => anna.refusal('PUT', `${at(otherRoom)}/send/m.room.message/w1`, text('not my client')),
    'reading a colleague’s room': () => anna.refusal('GET', `${at(otherRoom)}/messages?dir=b`),
    'withdrawing the client’s words': () => anna.refusal('PUT', `${here}/redact/${encodeURIComponent(said.byJan)}/r1`, {}),
    'withdrawing the handset’s words': () => anna.refusal('PUT', `${here}/redact/${encodeURIComponent(said.onHandset)}/r2`, {}),
  };
  for (const [what, attempt] of Object.entries(attempts)) expect(await attempt(), what).toBe('M_FORBIDDEN');
  expect(await anna.rooms()).toEqual([room]);
});

test('what is no event of Matrix is refused before it exists', async () => {
  const send = (content: Json, type = message) => anna.refusal('PUT', `/client/v3/rooms/${encodeURIComponent(room)}/send/${type}/${randomUUID()}`, content);
  expect(await send({ body: 'typeless' })).toBe('M_UNKNOWN');
  expect(await send({ msgtype: 'm.text' })).toBe('M_UNKNOWN');
  expect(await send(text('mentioning oddly', { 'm.mentions': [] }))).toBe('M_BAD_JSON');
  expect(await send({ msgtype: 'm.text', body: { nested: true } })).toBe('M_UNKNOWN');
  expect(await send({ 'm.relates_to': { rel_type: 'm.annotation', event_id: said.byJan } }, 'm.reaction')).toBe('M_UNKNOWN');
  expect(await send(reactTo(elsewhere, '👀'), 'm.reaction')).toBe('M_UNKNOWN');
  expect(await send(text('thread on nothing', { 'm.relates_to': { rel_type: 'm.thread', event_id: '$doesnotexist' } }))).toBe('M_UNKNOWN');
  const tooMany = Array.from({ length: 10_000 }, (_, at) => `@colleague${at}:box.test`);
  expect(await send(text('too many mentions', { 'm.mentions': { user_ids: tooMany } }))).toBe('M_TOO_LARGE');
});

test('who answers a conversation cannot walk out of it: the client’s next word still has a reader', async () => {
  await anna.call('POST', `/client/v3/rooms/${encodeURIComponent(room)}/leave`, {});
  await until('Anna is brought back', async () => (await anna.rooms()).includes(room));
  await jan.write(world.companyNumber, 'Anna, are you there?');
  await anna.sees(room, 'the question', (event) => event.content['body'] === 'Anna, are you there?');
});

test('who gave a conversation away reads it for a while, and writes, edits and withdraws nothing in it', async () => {
  const last = await anna.say(room, 'Anna’s last words');
  await jan.heard('Anna’s last words');
  const handover = await world.handOver(anna, boris, {
    scope: { kind: 'rooms', roomIds: [room] }, leaver: false, overlapUntil: Date.now() + 3_600_000,
  });
  await world.api.handoverIs(handover.handoverId, 'done');
  await boris.findsRoom('Anna’s last words');
  for (const [type, content] of [
    [message, text('former owner writes')],
    [message, replace(last, 'former owner edits')],
    ['m.reaction', reactTo(said.byJan, '🙊')],
  ] as const) {
    const eventId = await anna.sendEvent(room, type, content);
    expect(await anna.answerTo(room, eventId)).toMatchObject({ state: 'refused', reason: 'NOT_OWNER' });
  }
  const withdrawn = await anna.redact(room, last);
  expect(await anna.answerTo(room, withdrawn)).toMatchObject({ state: 'refused', reason: 'NOT_OWNER' });
  seen.add('NOT_OWNER');
  await anna.typing(room, true);
  const edited = await boris.sendEvent(room, message, replace(said.byAnna, 'Anna never said hello'));
  expect(await boris.answerTo(room, edited)).toMatchObject({ state: 'refused', reason: 'NOT_OWN_EVENT' });
  expect(await boris.refusal('PUT', `/client/v3/rooms/${encodeURIComponent(room)}/redact/${encodeURIComponent(said.byAnna)}/r3`, {})).toBe('M_FORBIDDEN');
});

test('a conversation deleted on the handset takes nothing more, not even what waited', async () => {
  const { accountId } = await world.api.account('sales');
  await world.api.post(`/accounts/${accountId}/pause`, { reason: 'to let a message wait' });
  const waiting = await boris.say(otherRoom, 'too late for Eva');
  await world.api.delivery(waiting, 'waiting');
  await (await world.phone(world.companyNumber)).deleteChat('+48511000002');
  await until('the conversation is closed', async () => (await boris.api.get(`/rooms/${encodeURIComponent(otherRoom)}`))['state'] === 'closed');
  await world.api.post(`/accounts/${accountId}/resume`, { reason: 'it has waited' });
  expect(await world.api.delivery(waiting, 'refused')).toMatchObject({ reason: 'PORTAL_CLOSED' });
  await until('the bridge has shown Boris out', async () => !(await boris.rooms()).includes(otherRoom)); // the client first, him a moment later
  expect(await boris.refusal('PUT', `/client/v3/rooms/${encodeURIComponent(otherRoom)}/send/m.room.message/late`, text('into a closed room'))).toBe('M_FORBIDDEN');
  expect(await boris.events(otherRoom)).not.toEqual([]); // still there to read
  await world.nothingUnderWay();
  await until('nobody is left to be told', () => askRecord(world.recordDb, "SELECT id FROM job WHERE kind = 'gate.answer'").length === 0);
  seen.add('PORTAL_CLOSED');
});

test('after all this the phones have heard what was meant for them and nothing else', async () => {
  await boris.say(room, 'and this is the end');
  await jan.heard('and this is the end');
  const heard = (await jan.received()).filter(({ kind }) => kind !== 'read'); // every message sent says that what came before was read
  expect(heard.filter(({ kind }) => kind !== 'message')).toEqual([]);
  const texts = heard.map(({ content }) => content?.text ?? '').filter((each) => !each.startsWith('after $'));
  expect(texts).toEqual(['Anna says hello', 'Typed on the handset', 'many mentions', 'Anna’s last words', 'and this is the end']);
  expect((await eva.received()).filter(({ kind }) => kind === 'message')).toEqual([]);
});

test('every refusal of the contract was met here, but those that a raw client cannot bring about', async () => {
  // State changes stop at the homeserver already; an unknown account has no employee in its rooms; INTERNAL is a fault of
  // ours. The unit tests of the table have these three.
  const unreachable: Refusal[] = ['STATE_CHANGE', 'ACCOUNT_UNKNOWN', 'INTERNAL'];
  expect([...seen, ...unreachable].toSorted()).toEqual(Object.keys(refusals).toSorted());
  expect(Object.keys(contentRules)).toHaveLength(6);
  expect((await world.api.auditActions()).filter((action) => action.startsWith('handover.'))).toEqual(['handover.requested', 'handover.started', 'handover.completed']);
  await world.check();
});
