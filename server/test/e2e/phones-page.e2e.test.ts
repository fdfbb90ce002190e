import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RoomEvent } from '../support/employee.ts';
import type { Json } from '../support/json-http.ts';
import { openPhones, type PhonesPage } from '../support/phones-page.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

/** Playing a client in a browser: whatever is done on the page reaches the box's room, and what the room says is on the phone. */
let world: World;
let phones: Awaited<ReturnType<typeof openPhones>>;
let anna: Colleague;
let room: string;
let hand: PhonesPage;
const ghost = '@loopback_48511000001:box.test';

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  phones = await openPhones(world);
  await world.phone('+48511000001', { name: 'Jan Kowalski' });
  await world.phone('+48511000002', { name: 'Ewa Lis' });
});
afterAll(async () => {
  await phones?.close();
  await world?.close();
});

const inRoom = (what: string, matches: (event: RoomEvent) => boolean): Promise<RoomEvent> => anna.sees(room, what, (event) => event.sender === ghost && matches(event));
const bodyIs = (body: string) => ({ content }: RoomEvent): boolean => content['body'] === body;
const relation = ({ content }: RoomEvent): Json => (content['m.relates_to'] ?? {}) as Json;

test('without its key the page shows nobody, and neither does what stands behind it', async () => {
  const stranger = await phones.open({ key: '' });
  await stranger.page.getByLabel('Key').fill('guessed');
  await stranger.button('Open').click();
  await stranger.page.getByText('The network does not accept this key.').waitFor();
  expect(await stranger.page.locator('body').innerText()).not.toContain('Jan');
  expect(await stranger.violations()).toEqual([]);
  const base = `${world.urls.bridge}/_matrix/provision/v3/loopback`;
  for (const headers of [{}, { authorization: 'Bearer guessed' }, { authorization: `Bearer ${anna.token}` }]) expect([401, 403]).toContain((await fetch(`${base}/overview`, { headers })).status);
  await stranger.page.getByLabel('Key').fill(world.secret('loopback-provisioning'));
  await stranger.button('Open').click();
  await stranger.phone('Jan Kowalski').waitFor();
  await stranger.page.context().close();
  expect(phones.complaints().filter((complaint) => !/status of 40[13]/.test(complaint))).toEqual([]);
});

test('the key leaves the address as soon as the page is open', async () => {
  hand = await phones.open();
  await hand.phone('Jan Kowalski').waitFor();
  expect(hand.page.url()).toBe(phones.address);
});

test('a client writes to the company from an empty phone, and their room comes to be', async () => {
  await hand.phone('Jan Kowalski').click();
  await hand.button('Write to a company').click();
  await hand.page.locator('.pick', { hasText: 'Company handset' }).click();
  await hand.write('Is my order ready?');
  room = await anna.findsRoom('Is my order ready?');
  await hand.tick('Is my order ready?', 'delivered');
  const asked = await inRoom('the question', bodyIs('Is my order ready?'));
  await anna.read(room, asked.event_id);
  await hand.tick('Is my order ready?', 'read');
});

test('who is typing is seen on both sides before the words are there', async () => {
  const typing = async (): Promise<unknown> => (await anna.ephemeral(room)).find(({ type }) => type === 'm.typing')?.content['user_ids'];
  await hand.field.pressSequentially('I wonder');
  await until('Jan is typing', async () => JSON.stringify(await typing())?.includes(ghost));
  await hand.field.fill('');
  await anna.typing(room, true);
  await hand.page.locator('.typing-bubble').waitFor();
});

test('an employee’s answer appears on the open phone by itself, and she is told that it arrived and was read', async () => {
  const answer = await anna.say(room, 'It is, come by');
  await hand.sees('It is, come by');
  expect(await hand.row('It is, come by').getAttribute('class')).toContain('is-theirs');
  await hand.page.locator('.typing-bubble').waitFor({ state: 'detached' });
  await world.api.delivery(answer, 'delivered');
  await anna.sees(room, 'that it arrived', ({ type, content }) => type === 'com.beeper.message_send_status' && JSON.stringify(content['delivered_to_users'] ?? []).includes(ghost));
  await until('it was read', async () => JSON.stringify(await anna.ephemeral(room)).includes(ghost));
});

describe('what is done with a message reaches the room', () => {
  test('a reply', async () => {
    const { event_id: answer } = await anna.sees(room, 'her answer', bodyIs('It is, come by'));
    await hand.choose('It is, come by', 'Reply');
    await hand.page.locator('.composer-about').getByText('It is, come by').waitFor();
    await hand.write('On my way');
    expect(relation(await inRoom('the reply', bodyIs('On my way')))['m.in_reply_to']).toEqual({ event_id: answer });
    await hand.row('On my way').locator('.quote', { hasText: 'It is, come by' }).waitFor();
  });

  test('a reaction, and taking it back', async () => {
    await hand.react('It is, come by', '❤️');
    const reaction = await inRoom('the reaction', ({ type }) => type === 'm.reaction');
    expect(relation(reaction)['key']).toBe('❤️');
    await hand.row('It is, come by').locator('.reaction.is-mine').click();
    await anna.sees(room, 'that it was taken back', ({ event_id: id, unsigned }) => id === reaction.event_id && unsigned?.['redacted_because'] !== undefined);
    await hand.row('It is, come by').locator('.reaction').waitFor({ state: 'detached' });
  });

  test('a correction', async () => {
    const { event_id: original } = await inRoom('the reply', bodyIs('On my way'));
    await hand.choose('On my way', 'Edit');
    await hand.write('On my way, ten minutes');
    const edit = await inRoom('the correction', (event) => relation(event)['rel_type'] === 'm.replace');
    expect([relation(edit)['event_id'], (edit.content['m.new_content'] as Json)['body']]).toEqual([original, 'On my way, ten minutes']);
    await hand.row('On my way, ten minutes').getByText('edited').waitFor();
  });

  test('a message taken back', async () => {
    await hand.write('Forget this');
    const { event_id: id } = await inRoom('the message', bodyIs('Forget this'));
    await hand.choose('Forget this', 'Delete for everybody');
    await anna.sees(room, 'that it is gone', (event) => event.event_id === id && event.content['body'] === undefined);
    await hand.sees('You deleted this message');
  });

  test('an employee’s reaction, correction and withdrawal are on the phone', async () => {
    const { event_id: question } = await inRoom('the question', bodyIs('Is my order ready?'));
    const said = await anna.say(room, 'Gate 3');
    await hand.sees('Gate 3');
    await anna.react(room, question, '👍');
    await hand.row('Is my order ready?').locator('.reaction', { hasText: '👍' }).waitFor();
    await anna.edit(room, said, 'Gate 4');
    await hand.row('Gate 4').getByText('edited').waitFor();
    await anna.redact(room, said);
    await hand.sees('This message was deleted');
  });
});

const pixel = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const file = (name: string, mimeType: string, buffer: Buffer) => async (): Promise<void> => {
  const [chooser] = await Promise.all([hand.page.waitForEvent('filechooser'), hand.attach(mimeType.startsWith('image/') ? 'Picture or video' : 'File')]);
  await chooser.setFiles({ name, mimeType, buffer });
};
const sending: { what: string; send: () => Promise<void>; arrives: (content: Json) => boolean; bytes?: Buffer }[] = [
  { what: 'a picture of one’s own', send: file('goods.png', 'image/png', pixel), bytes: pixel, arrives: ({ msgtype, filename }) => msgtype === 'm.image' && filename === 'goods.png' },
  { what: 'a sample picture', send: () => hand.attach('Sample picture'), arrives: ({ msgtype, info }) => msgtype === 'm.image' && (info as Json)['mimetype'] === 'image/jpeg' && (info as Json)['w'] === 1200 },
  { what: 'a file', send: file('offer.pdf', 'application/pdf', Buffer.from('%PDF-1.4')), bytes: Buffer.from('%PDF-1.4'), arrives: ({ msgtype, filename }) => msgtype === 'm.file' && filename === 'offer.pdf' },
  { what: 'a sample voice message', send: () => hand.attach('Sample voice message'), arrives: (content) => Object.hasOwn(content, 'org.matrix.msc3245.voice') && (content['info'] as Json)['mimetype'] === 'audio/wav' },
  { what: 'a voice message of one’s own', send: record, arrives: (content) => Object.hasOwn(content, 'org.matrix.msc3245.voice') && (content['info'] as Json)['mimetype'] !== 'audio/wav' },
  { what: 'a place', send: () => hand.attach('Location').then(hand.confirm), arrives: ({ msgtype, geo_uri: geo }) => msgtype === 'm.location' && geo === 'geo:52.236770,21.012350' },
  { what: 'a contact', send: () => hand.attach('Contact').then(hand.confirm), arrives: ({ filename, body }) => /\.vcf$/.test(String(filename ?? body)) },
  { what: 'a missed call', send: () => hand.attach('Missed call'), arrives: (content) => content['com.beeper.action_message'] !== undefined },
];

async function record(): Promise<void> {
  await hand.button('Record a voice message').click();
  await hand.page.locator('.record-time', { hasText: '0:01' }).waitFor();
  await hand.page.locator('.recorder').getByRole('button', { name: 'Send', exact: true }).click();
}

test.each(sending)('what a phone sends is in the room: $what', async ({ what, send, arrives, bytes }) => {
  const before = await hand.page.locator('.row.is-own').count();
  await send();
  const event = await inRoom(what, ({ type, content }) => type === 'm.room.message' && arrives(content));
  if (bytes) expect(Buffer.from(await anna.download(String(event.content['url'])))).toEqual(bytes);
  await until('it stands on the phone, once', async () => (await hand.page.locator('.row.is-own').count()) === before + 1);
});

test('a poll, and a vote in it', async () => {
  await hand.attach('Poll');
  await hand.page.locator('[name=question]').fill('When shall I come?');
  for (const [at, day] of ['Monday', 'Tuesday'].entries()) await hand.page.locator('[name=option]').nth(at).fill(day);
  await hand.confirm();
  const poll = await inRoom('the poll', ({ type }) => type.endsWith('poll.start'));
  expect(JSON.stringify(poll.content)).toContain('Tuesday');
  await hand.row('When shall I come?').getByRole('button', { name: /Tuesday/ }).click();
  expect(relation(await inRoom('the vote', ({ type }) => type.endsWith('poll.response')))['event_id']).toBe(poll.event_id);
  await hand.row('When shall I come?').getByText('1 vote', { exact: true }).waitFor();
});

test('nothing on the page was refused or went wrong', () => {
  expect(phones.complaints().filter((complaint) => !/status of 40[13]/.test(complaint))).toEqual([]);
});
