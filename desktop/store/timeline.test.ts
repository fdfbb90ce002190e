import type { EventId, RoomId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bot, boris, event, jan, me, openRig, room, service, shownText, text, type Rig } from '../test/support/store-rig.ts';

let rig: Rig;
beforeEach(async () => {
  rig = await openRig();
});
afterEach(() => rig.close());

const replaces = (target: string, body: string): Record<string, unknown> => ({ msgtype: 'm.text', body: `* ${body}`, 'm.new_content': { msgtype: 'm.text', body }, 'm.relates_to': { rel_type: 'm.replace', event_id: `$${target}` } });

test('words of client, colleague, handset and bridge are told apart', async () => {
  await rig.apply([text('1', jan, 'hello'), text('2', me, 'hi'), text('3', boris, 'me too'), text('4', service, 'from the phone', { 'fi.mau.double_puppet_source': 'x' }), text('5', bot, 'bridge says')]);
  expect((await rig.items()).map(({ side, own, handset, body }) => [side, own, handset, body.kind])).toEqual([
    ['client', false, false, 'text'], ['company', true, false, 'text'], ['company', false, false, 'text'], ['company', false, true, 'text'], ['bridge', false, false, 'text'],
  ]);
});

test('an edit counts by its author, or by the account itself on what the company wrote; by nobody else', async () => {
  await rig.apply([text('1', jan, 'Send it too me'), text('2', me, 'It costs 10'), text('3', boris, 'We are open')]);
  await rig.apply([event('4', jan, replaces('1', 'Send it to me')), event('5', service, replaces('2', 'It costs 12')), event('6', boris, replaces('2', 'It costs 1')), event('7', service, replaces('1', 'Forget it'))]);
  const [first, second, third] = await rig.items();
  expect([shownText(first), shownText(second), shownText(third)]).toEqual(['Send it to me', 'It costs 12', 'We are open']);
  expect([first?.edited?.senderId, second?.edited?.senderId, third?.edited]).toEqual([jan, service, null]);
  expect((await rig.store.conversations.readVersions({ roomId: room, eventId: '$2' as EventId })).map((version) => version.text)).toContain('It costs 10');
});

test('an edit that comes before its message still counts', async () => {
  await rig.apply([event('9', jan, replaces('1', 'right'))]);
  await rig.apply([text('1', jan, 'wrong')]);
  expect(shownText(await rig.item('1'))).toBe('right');
});

test('a withdrawn message keeps its place without its words', async () => {
  await rig.apply([text('1', jan, 'never mind this'), text('2', me, 'pardon?')]);
  await rig.apply([event('3', jan, { redacts: '$1' }, { type: 'm.room.redaction', redacts: '$1' })]);
  expect((await rig.items()).map(shownText)).toEqual(['deleted', 'pardon?']);
  expect((await rig.store.search.query({ text: 'never', limit: 10 })).hits).toEqual([]);
});

test('reactions gather by sign, and go when they are taken back', async () => {
  const reaction = (id: string, sender: string, key: string) => event(id, sender, { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$1', key } }, { type: 'm.reaction' });
  await rig.apply([text('1', jan, 'thanks'), reaction('2', me, '❤️'), reaction('3', jan, '👍'), reaction('4', boris, '❤️')]);
  expect((await rig.item('1'))?.reactions).toEqual([{ key: '❤️', senders: [me, boris], mine: '$2' }, { key: '👍', senders: [jan], mine: null }]);
  await rig.apply([event('5', me, { redacts: '$2' }, { type: 'm.room.redaction', redacts: '$2' })]);
  expect((await rig.item('1'))?.reactions.find(({ key }) => key === '❤️')).toEqual({ key: '❤️', senders: [boris], mine: null });
});

test('an answer shows what it answers, also when that comes later', async () => {
  await rig.apply([text('2', me, 'the green one', { 'm.relates_to': { 'm.in_reply_to': { event_id: '$1' } } })]);
  expect((await rig.item('2'))?.replyTo).toMatchObject({ eventId: '$1', preview: null });
  await rig.apply([text('1', jan, 'Which colour?')]);
  expect((await rig.item('2'))?.replyTo).toMatchObject({ senderId: jan, preview: { text: 'Which colour?' } });
});

test('votes count once a person, the last one; the company is one person, as on the network', async () => {
  const start = 'org.matrix.msc3381.poll.start';
  const response = 'org.matrix.msc3381.poll.response';
  const vote = (id: string, sender: string, answers: string[]) => event(id, sender, { [response]: { answers }, 'm.relates_to': { rel_type: 'm.reference', event_id: '$1' } }, { type: response });
  await rig.apply([
    event('1', me, { [start]: { kind: 'org.matrix.msc3381.poll.disclosed', max_selections: 1, question: { 'org.matrix.msc1767.text': 'When?' }, answers: [{ id: 'mo', 'org.matrix.msc1767.text': 'Monday' }, { id: 'tu', 'org.matrix.msc1767.text': 'Tuesday' }] } }, { type: start }),
    vote('2', jan, ['mo']), vote('3', jan, ['tu']), vote('4', boris, ['mo']), vote('5', me, ['tu', 'nonsense']),
  ]);
  expect((await rig.item('1'))?.body).toMatchObject({ kind: 'poll', question: 'When?', options: [{ id: 'mo', votes: 0, mine: false }, { id: 'tu', votes: 2, mine: true }] });
});

test('a note is a note, and its mention is told', async () => {
  await rig.apply([text('0', jan, 'hello')]);
  const changes = await rig.apply([event('1', boris, { body: 'careful, Anna', 'm.mentions': { user_ids: [me] } }, { type: 'io.holdfast.note' })]);
  expect((await rig.item('1'))?.body).toEqual({ kind: 'note', text: 'careful, Anna', mentions: [me] });
  expect([(await rig.conversation()).mentioned, changes.arrived.map(({ mention }) => mention)]).toEqual([true, [true]]);
});

test('a remark of the box about somebody who looks into the conversation is a note, and nobody waits for its answer', async () => {
  await rig.apply([text('0', me, 'hello')]);
  await rig.apply([event('1', bot, { body: 'Olga, compliance officer, has opened this conversation', 'io.holdfast.look': { look_id: 'look_1' } }, { type: 'io.holdfast.note' })]);
  expect(await rig.item('1')).toMatchObject({ side: 'bridge', body: { kind: 'note', text: 'Olga, compliance officer, has opened this conversation' } });
  expect((await rig.conversation()).waitingSince).toBeNull();
});

test('a missed call is an item and somebody who waits', async () => {
  await rig.apply([text('1', jan, 'Missed voice call. Use the phone to call.', { 'com.beeper.action_message': { type: 'call', call_type: 'voice' } })]);
  expect((await rig.item('1'))?.body).toMatchObject({ kind: 'call', missed: true, video: false });
  expect((await rig.conversation()).waitingSince).not.toBeNull();
});

test('pictures, voices and cards are what they are, with caption and name', async () => {
  const file = (id: string, content: Record<string, unknown>) => event(id, jan, { url: 'mxc://box.test/a', ...content });
  await rig.apply([
    file('1', { msgtype: 'm.image', body: 'look', filename: 'a.png', info: { mimetype: 'image/png', w: 10, h: 20, size: 5 } }),
    file('2', { msgtype: 'm.audio', body: 'voice', filename: 'v.ogg', info: { mimetype: 'audio/ogg', duration: 3000 }, 'org.matrix.msc3245.voice': {}, 'org.matrix.msc1767.audio': { duration: 3000, waveform: [1, 2, 3] } }),
    file('3', { msgtype: 'm.file', body: 'Piotr.vcf', filename: 'Piotr.vcf', info: { mimetype: 'text/vcard' } }),
  ]);
  const [picture, voice, card] = (await rig.items()).map(({ body }) => body);
  expect(picture).toMatchObject({ kind: 'image', media: { name: 'a.png', width: 10, height: 20 }, caption: { text: 'look' } });
  expect(voice).toMatchObject({ kind: 'voice', media: { durationMs: 3000, waveform: [1, 2, 3] } });
  expect(card).toMatchObject({ kind: 'contact', name: 'Piotr' });
});

test('a content that is not what it promises harms nothing', async () => {
  const odd: Record<string, unknown>[] = [{}, { msgtype: 'm.text' }, { msgtype: 'm.image', url: 7, info: [] }, { msgtype: 'm.location', geo_uri: 'geo:x' }, { msgtype: 3, body: {} }, { msgtype: 'm.text', body: '\u0000\ud800', 'm.relates_to': 'x' }];
  await rig.apply(odd.map((content, n) => event(String(n + 1), jan, content)));
  expect((await rig.items()).length).toBeGreaterThan(0);
  await rig.apply([text('99', jan, 'still here')]);
  expect(shownText((await rig.items()).at(-1))).toBe('still here');
});

test('sent, delivered, read, and the gate’s word about the rest', async () => {
  await rig.apply([text('1', me, 'hello')]);
  const status = (id: string, content: Record<string, unknown>) => event(id, bot, { 'm.relates_to': { rel_type: 'm.reference', event_id: '$1' }, ...content }, { type: 'com.beeper.message_send_status' });
  const stateNow = async (): Promise<string | undefined> => (await rig.item('1'))?.send?.state;
  await rig.apply([status('2', { status: 'SUCCESS' })]);
  expect(await stateNow()).toBe('sent');
  await rig.apply([status('3', { status: 'SUCCESS', delivered_to_users: [jan] })]);
  expect(await stateNow()).toBe('delivered');
  await rig.apply([], { receipts: [{ userId: jan, eventId: '$1' as EventId, at: 1 }] });
  expect(await stateNow()).toBe('read');
  await rig.apply([text('4', me, 'forbidden'), event('5', bot, { 'm.relates_to': { rel_type: 'm.reference', event_id: '$4' }, state: 'refused', reason: 'NOT_OWNER' }, { type: 'io.holdfast.delivery' })]);
  expect((await rig.item('4'))?.send).toMatchObject({ state: 'refused', reason: 'NOT_OWNER' });
  expect((await rig.conversation()).attention).toBe(1);
  await rig.store.sync.setDeliveries([{ eventId: '$1' as EventId, roomId: room, state: 'sending', reason: null, at: 9 }]);
  expect(await stateNow()).toBe('read');
});

test('a client waits from their first unanswered word, until an answer that was not refused', async () => {
  await rig.apply([text('1', jan, 'hello?'), text('2', jan, 'anybody?')]);
  const first = (await rig.item('1'))!.at;
  expect((await rig.conversation()).waitingSince).toBe(first);
  await rig.apply([event('3', me, { body: 'busy' }, { type: 'io.holdfast.note' })]);
  expect((await rig.conversation()).waitingSince).toBe(first);
  await rig.apply([text('4', me, 'here')]);
  expect((await rig.conversation()).waitingSince).toBeNull();
  await rig.store.sync.setDeliveries([{ eventId: '$4' as EventId, roomId: room, state: 'refused', reason: 'NOT_OWNER', at: 1 }]);
  expect((await rig.conversation()).waitingSince).toBe(first);
});

test('done comes back with the client’s next word, not with ours', async () => {
  await rig.apply([text('1', jan, 'bye')]);
  await rig.store.conversations.setDone(room, true, Date.now());
  await rig.apply([text('2', me, 'bye bye')]);
  expect((await rig.conversation()).doneAt).not.toBeNull();
  await rig.apply([text('3', jan, 'one more thing')]);
  expect((await rig.conversation()).doneAt).toBeNull();
});

test('the echo keeps its place and key, whichever answer comes first', async () => {
  await rig.apply([text('1', jan, 'hello')]);
  await rig.store.outgoing.add(room, { kind: 'text', text: 'first', html: null, replyTo: null }, 'a1', 1);
  expect((await rig.items()).map(({ key, send }) => [key, send?.state])).toEqual([['$1', undefined], ['txn:a1', 'queued']]);
  await rig.store.outgoing.sent('a1', '$2' as EventId, 2);
  await rig.apply([text('2', me, 'first')]);
  await rig.store.outgoing.add(room, { kind: 'text', text: 'second', html: null, replyTo: null }, 'a2', 3);
  await rig.apply([{ ...text('3', me, 'second'), unsigned: { transaction_id: 'a2' } }]);
  await rig.store.outgoing.sent('a2', '$3' as EventId, 4);
  expect((await rig.items()).map(({ key, eventId }) => [key, eventId])).toEqual([['$1', '$1'], ['txn:a1', '$2'], ['txn:a2', '$3']]);
  expect((await rig.store.outgoing.list()).filter(({ state }) => state !== 'sent')).toEqual([]);
});

test('three thousand conversations are listed, and one that is left leaves', async () => {
  const rooms = Array.from({ length: 3000 }, (_, n) => `!r${n}` as RoomId);
  for (let from = 0; from < 3000; from += 500) {
    await rig.store.sync.apply({ rooms: rooms.slice(from, from + 500).map((roomId, n) => ({ roomId, name: `Client ${from + n}`, state: [], timeline: [text(`x${from + n}`, jan, 'hi')], limited: false, initial: true, prevBatch: 'p', receipts: [] })) });
  }
  expect((await rig.store.conversations.list()).conversations.length).toBeGreaterThanOrEqual(3000);
  await rig.store.sync.forget([rooms[7]!]);
  expect((await rig.store.conversations.list([rooms[7]!])).gone).toEqual([rooms[7]]);
});
