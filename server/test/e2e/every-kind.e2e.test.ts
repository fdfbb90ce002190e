import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RoomEvent } from '../support/employee.ts';
import type { Json } from '../support/json-http.ts';
import type { Phone, PhoneEntry } from '../support/phone.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let jan: Phone;
let room: string;
const janNumber = '+48511000001';
const ghost = '@loopback_48511000001:box.test';

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  ({ phone: jan, roomId: room } = await world.clientOf(anna, janNumber, 'Jan says hello'));
});
afterAll(() => world.close());

const inRoom = (what: string, matches: (event: RoomEvent) => boolean): Promise<RoomEvent> => anna.sees(room, what, matches);
const bodyIs = (body: string) => (event: RoomEvent): boolean => event.content['body'] === body;
const onPhone = (what: string, matches: (entry: PhoneEntry) => boolean): Promise<PhoneEntry> => jan.saw(what, matches);
const relation = (event: RoomEvent): Json => (event.content['m.relates_to'] ?? {}) as Json;
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** What a text looks like to somebody who must not be deceived by it. */
const html = 'org.matrix.custom.html';

const texts: { what: string; body: string; formatted?: string }[] = [
  { what: 'plain words', body: 'plain words' },
  { what: 'several lines and spaces', body: '  first\n\n\tsecond  \r\nthird ' },
  { what: 'formatted words', body: 'bold and slanted', formatted: '<strong>bold</strong> and <em>slanted</em><br>' },
  { what: 'emoji of several parts', body: '👩‍👩‍👧‍👦 🏴󠁧󠁢󠁳󠁣󠁴󠁿 ✍🏽 1️⃣' },
  { what: 'right to left, with marks', body: 'שלום \u202Eמה שלומך\u202C؟ مرحبا \u200F!' },
  { what: 'HTML that is only text', body: '<script>alert(1)</script> & <b>not bold</b> &amp; "quoted"' },
  { what: 'combining and wide letters', body: 'Z̴͎̈́a̸̢̛l̵͙̎g̷̰̕o̶ ﷽ 𠜎 Łódź Київ' },
  { what: 'null bytes', body: 'before\u0000after\u0000' },
  { what: 'a text that looks like a quotation', body: '> quoted by hand\n\nand answered' },
  { what: 'a command of somebody else’s', body: '!wait for me' },
];

test.each(texts)('to the phone: $what', async ({ body, formatted }) => {
  await anna.say(room, body, formatted === undefined ? {} : { format: html, formatted_body: formatted });
  const { content } = await onPhone(body, (entry) => entry.content?.text === body);
  expect(content).toEqual({ kind: 'text', text: body, ...(formatted === undefined ? {} : { html: formatted }) });
});

test.each(texts)('into the room: $what', async ({ body: words, formatted }) => {
  const body = `Jan: ${words}`;
  await jan.write(world.companyNumber, body, formatted === undefined ? {} : { html: formatted });
  const event = await inRoom(body, bodyIs(body));
  expect(event).toMatchObject({ type: 'm.room.message', sender: ghost, content: { msgtype: 'm.text' } });
  expect(event.content['formatted_body']).toBe(formatted);
});

test('as much text as an event can hold passes in both directions; more is refused before it exists', async () => {
  const most = `${'ж'.repeat(31_000)} from Anna`;
  await anna.say(room, most);
  await onPhone('a very long text', (entry) => entry.content?.text === most);
  const fromJan = `${'ї'.repeat(29_000)} from Jan`;
  await jan.write(world.companyNumber, fromJan);
  await inRoom('a very long text', bodyIs(fromJan));
  expect(await anna.refusal('PUT', `/client/v3/rooms/${encodeURIComponent(room)}/send/m.room.message/too-long`, { msgtype: 'm.text', body: 'x'.repeat(65_536) })).toBe('M_TOO_LARGE');
  expect(await jan.write(world.companyNumber, 'x'.repeat(65_537)).catch(() => 'refused')).toBe('refused');
});

test('a text longer than an event can hold is seen whole all the same, and nothing behind it is held up', async () => {
  const olga = await world.loopback.phone('48511000009', { name: 'Olga' }); // what she writes is compared here
  await olga.write(world.companyNumber, 'Olga says hello');
  const herRoom = await anna.findsRoom('Olga says hello');
  const most = 'ї'.repeat(32_768);
  const id = await olga.write(world.companyNumber, most);
  await olga.write(world.companyNumber, 'Olga after the long text');
  await anna.sees(herRoom, 'what came after', bodyIs('Olga after the long text'));
  const file = (await anna.events(herRoom)).find((event) => event.content['msgtype'] === 'm.file');
  expect(Buffer.from(await anna.download(String(file?.content['url']))).toString()).toBe(most);
  await olga.edit(id, 'і'.repeat(20_000));
  await anna.sees(herRoom, 'the edit', (event) => relation(event)['rel_type'] === 'm.replace' && relation(event)['event_id'] === file?.event_id);
});

const media = [
  { kind: 'image', msgtype: 'm.image', type: 'image/png', name: 'goods.png', more: { w: 640, h: 480 } },
  { kind: 'video', msgtype: 'm.video', type: 'video/mp4', name: 'tour.mp4', more: { w: 320, h: 240, duration: 4_000 } },
  { kind: 'audio', msgtype: 'm.audio', type: 'audio/mpeg', name: 'song.mp3', more: { duration: 9_000 } },
  { kind: 'voice', msgtype: 'm.audio', type: 'audio/ogg', name: 'voice.ogg', more: { duration: 3_000 } },
  { kind: 'file', msgtype: 'm.file', type: 'application/pdf', name: 'Zamówienie №5.pdf', more: {} },
];

test.each(media)('to the phone, byte for byte: $kind', async ({ kind, msgtype, type, name, more }) => {
  const bytes = randomBytes(40_000);
  const url = await anna.upload(bytes, type);
  await anna.sendEvent(room, 'm.room.message', {
    msgtype, body: `A ${kind} for Jan`, filename: name, url, info: { mimetype: type, size: bytes.length, ...more },
    ...(kind === 'voice' ? { 'org.matrix.msc3245.voice': {}, 'org.matrix.msc1767.audio': { duration: 3_000 } } : {}),
  });
  const { content } = await onPhone(kind, (entry) => entry.content?.text === `A ${kind} for Jan`);
  expect(content).toMatchObject({ kind, media: { sha256: sha256(bytes), size: bytes.length, mime_type: type, file_name: name } });
});

test.each(media)('into the room, byte for byte: $kind', async ({ kind, msgtype, type, name }) => {
  const bytes = randomBytes(40_000);
  await jan.send({ to: world.companyNumber, kind, text: `A ${kind} from Jan`, media: { data: bytes.toString('base64'), mime_type: type, file_name: name } });
  const event = await inRoom(kind, bodyIs(`A ${kind} from Jan`));
  expect(event).toMatchObject({ type: 'm.room.message', sender: ghost, content: { msgtype, filename: name, info: { mimetype: type, size: bytes.length } } });
  expect(Object.hasOwn(event.content, 'org.matrix.msc3245.voice')).toBe(kind === 'voice');
  expect(sha256(await anna.download(String(event.content['url'])))).toBe(sha256(bytes));
});

test('stickers in both directions', async () => {
  const bytes = randomBytes(9_000);
  await anna.sendEvent(room, 'm.sticker', { body: 'a waving cat', url: await anna.upload(bytes, 'image/webp'), info: { mimetype: 'image/webp' } });
  const shown = await onPhone('the cat', (entry) => entry.content?.kind === 'sticker');
  expect(shown.content).toMatchObject({ text: 'a waving cat', media: { sha256: sha256(bytes) } });
  const back = randomBytes(9_000);
  await jan.send({ to: world.companyNumber, kind: 'sticker', media: { data: back.toString('base64'), mime_type: 'image/webp' } });
  const event = await inRoom('the sticker', ({ type, sender }) => type === 'm.sticker' && sender === ghost);
  expect(sha256(await anna.download(String(event.content['url'])))).toBe(sha256(back));
});

test('places and cards', async () => {
  await anna.sendEvent(room, 'm.room.message', { msgtype: 'm.location', body: 'Our shop', geo_uri: 'geo:52.229700,21.012200' });
  const { content } = await onPhone('the shop', (entry) => entry.content?.kind === 'location');
  expect(content?.location).toEqual({ latitude: 52.2297, longitude: 21.0122, name: 'Our shop' });
  await jan.send({ to: world.companyNumber, location: { latitude: -33.5, longitude: 151.25, name: 'My house' } });
  expect((await inRoom('the house', (event) => event.content['msgtype'] === 'm.location' && event.sender === ghost)).content['geo_uri']).toBe('geo:-33.500000,151.250000');
  await jan.send({ to: world.companyNumber, contact: { name: 'Piotr', number: '48511999999' } });
  const card = await inRoom('the card', bodyIs('Piotr.vcf'));
  expect(Buffer.from(await anna.download(String(card.content['url']))).toString()).toContain('TEL;TYPE=CELL:+48511999999');
});

test('emotes arrive as words', async () => {
  await anna.sendEvent(room, 'm.room.message', { msgtype: 'm.emote', body: 'waves at Jan' });
  await jan.heard('/me waves at Jan');
});

test('replies point at the same message on both sides', async () => {
  const question = await jan.write(world.companyNumber, 'Which colour?');
  const asked = await inRoom('the question', bodyIs('Which colour?'));
  const answer = await anna.reply(room, asked.event_id, 'The green one');
  const shown = await onPhone('the answer', (entry) => entry.content?.text === 'The green one');
  expect(shown.reply_to).toBe(question);
  await jan.write(world.companyNumber, 'Green it is', { reply_to: shown.message });
  expect(relation(await inRoom('the agreement', bodyIs('Green it is')))['m.in_reply_to']).toEqual({ event_id: answer });
});

test('edits replace on both sides and are shown as edits', async () => {
  const sent = await anna.say(room, 'It costs 10');
  const first = await onPhone('the price', (entry) => entry.content?.text === 'It costs 10');
  await anna.edit(room, sent, 'It costs 12');
  expect((await onPhone('the edit', ({ kind, content }) => kind === 'edit' && content?.text === 'It costs 12')).message).toBe(first.message);
  const id = await jan.write(world.companyNumber, 'Send it too me');
  const wrong = await inRoom('the typo', bodyIs('Send it too me'));
  await jan.edit(id, 'Send it to me');
  const edit = await inRoom('the correction', (event) => relation(event)['rel_type'] === 'm.replace' && relation(event)['event_id'] === wrong.event_id);
  expect(edit).toMatchObject({ sender: ghost, content: { 'm.new_content': { body: 'Send it to me' } } });
});

test('deletions take the message away on both sides', async () => {
  const sent = await anna.say(room, 'sent in error');
  const shown = await onPhone('the error', (entry) => entry.content?.text === 'sent in error');
  await anna.redact(room, sent);
  await onPhone('the deletion', ({ kind, message }) => kind === 'delete' && message === shown.message);
  const id = await jan.write(world.companyNumber, 'never mind this');
  const said = await inRoom('the slip', bodyIs('never mind this'));
  await jan.remove(id);
  const redaction = await inRoom('the deletion', (event) => event.type === 'm.room.redaction' && event.content['redacts'] === said.event_id);
  expect(redaction.sender).toBe(ghost);
});

test('reactions come, change and go on both sides', async () => {
  const id = await jan.write(world.companyNumber, 'Thanks for everything');
  const said = await inRoom('the thanks', bodyIs('Thanks for everything'));
  const heart = await anna.react(room, said.event_id, '❤️');
  expect(await onPhone('a heart', ({ kind, emoji }) => kind === 'reaction' && emoji === '❤️')).toMatchObject({ message: id, own: false });
  await anna.redact(room, heart);
  await onPhone('no heart', ({ kind, emoji, message }) => kind === 'reaction' && emoji === undefined && message === id);

  await anna.say(room, 'You are welcome');
  const shown = await onPhone('the welcome', (entry) => entry.content?.text === 'You are welcome');
  await jan.react(String(shown.message), '👍');
  const thumb = await inRoom('a thumb', (event) => event.type === 'm.reaction' && String(relation(event)['key']).startsWith('👍'));
  expect(thumb.sender).toBe(ghost);
  await jan.react(String(shown.message), '');
  await inRoom('no thumb', (event) => event.type === 'm.room.redaction' && event.content['redacts'] === thumb.event_id);
});

test('polls are asked and answered on both sides', async () => {
  const poll = await anna.sendEvent(room, 'org.matrix.msc3381.poll.start', {
    'org.matrix.msc1767.text': 'When?',
    'org.matrix.msc3381.poll.start': {
      kind: 'org.matrix.msc3381.poll.disclosed', max_selections: 1, question: { 'org.matrix.msc1767.text': 'When?' },
      answers: [{ id: 'mo', 'org.matrix.msc1767.text': 'Monday' }, { id: 'tu', 'org.matrix.msc1767.text': 'Tuesday' }],
    },
  });
  const asked = await onPhone('the poll', (entry) => entry.content?.kind === 'poll');
  expect(asked.content?.poll).toMatchObject({ question: 'When?', options: [{ id: 'mo', text: 'Monday' }, { id: 'tu', text: 'Tuesday' }], max_choices: 1 });
  await jan.vote(String(asked.message), ['tu']);
  const vote = await inRoom('the vote', (event) => event.type === 'org.matrix.msc3381.poll.response' && event.sender === ghost);
  expect(vote.content).toMatchObject({ 'm.relates_to': { event_id: poll }, 'org.matrix.msc3381.poll.response': { answers: ['tu'] } });

  const id = await jan.send({ to: world.companyNumber, poll: { question: 'Which?', options: [{ id: 'a', text: 'Small' }, { id: 'b', text: 'Large' }], max_choices: 1 } });
  const theirs = await inRoom('their poll', (event) => event.type === 'org.matrix.msc3381.poll.start' && event.sender === ghost);
  await anna.sendEvent(room, 'org.matrix.msc3381.poll.response', {
    'm.relates_to': { rel_type: 'm.reference', event_id: theirs.event_id }, 'org.matrix.msc3381.poll.response': { answers: ['b'] },
  });
  expect(await onPhone('our vote', ({ kind, message }) => kind === 'vote' && message === id)).toMatchObject({ options: ['b'] });
});

test('typing and read marks travel both ways, as the account’s and the client’s', async () => {
  await anna.typing(room, true);
  expect(await onPhone('typing', ({ kind, typing }) => kind === 'typing' && typing === true)).toMatchObject({ from: '48600000001' });
  await anna.typing(room, false);
  const id = await jan.write(world.companyNumber, 'Have you read this?');
  const said = await inRoom('the question', bodyIs('Have you read this?'));
  await anna.read(room, said.event_id);
  expect(await onPhone('the read mark', ({ kind, message }) => kind === 'read' && message === id)).toMatchObject({ from: '48600000001' });

  await jan.typing(world.companyNumber, true);
  await until('Jan is seen typing', async () => (await anna.ephemeral(room)).some(({ type, content }) => type === 'm.typing' && (content['user_ids'] as string[]).includes(ghost)));
  await jan.typing(world.companyNumber, false);
  const sent = await anna.say(room, 'And have you read this?');
  const shown = await onPhone('the other question', (entry) => entry.content?.text === 'And have you read this?');
  await jan.read(world.companyNumber, String(shown.message));
  await until('Jan is seen to have read it', async () =>
    (await anna.ephemeral(room)).some(({ type, content }) => type === 'm.receipt' && JSON.stringify(content[sent] ?? {}).includes(ghost)));
});

test('calls are shown and cannot be taken', async () => {
  await jan.call(world.companyNumber, 'missed');
  await inRoom('the call', bodyIs('Missed voice call. Use the phone to call.'));
});

test('colleagues who are mentioned, linked or quoted stay inside', async () => {
  const boris = await world.hire('boris');
  const said = await inRoom('the greeting', bodyIs('Jan says hello'));
  await anna.note(room, 'Boris knows him');
  await anna.sendEvent(room, 'm.room.message', {
    msgtype: 'm.text', format: html,
    body: `> <${boris.userId}> secret remark\n\nI ask Boris about it`,
    formatted_body: `<mx-reply><blockquote>secret remark</blockquote></mx-reply>I ask <a href="https://matrix.to/#/${boris.userId}">Boris</a> about <a href="https://example.com/">it</a>`,
    'm.mentions': { user_ids: [boris.userId, ghost] },
    'm.relates_to': { 'm.in_reply_to': { event_id: said.event_id } },
  });
  const { content } = await onPhone('the question', (entry) => entry.content?.text === 'I ask Boris about it');
  expect(content?.html).toBe('I ask Boris about <a href="https://example.com/">it</a>');
  expect(JSON.stringify(await jan.received())).not.toMatch(/box\.test|secret remark|matrix\.to|mx-reply|knows him/);
});

test('nothing was doubled, lost or leaked', async () => {
  await world.check({ settled: true });
});
