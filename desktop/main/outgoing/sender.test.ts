import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoomId } from '@holdfast/contract';
import type { Outgoing } from '../../ipc/index.ts';
import { homeserverRefuses } from '../../test/fakes/fake-box-answers.ts';
import { startFakeBox, type FakeBox } from '../../test/fakes/fake-box-server.ts';
import { createQuietLog, createTurnedClock } from '../../test/support/quiet-log.ts';
import { event, openRig, room, shownText, type Rig } from '../../test/support/store-rig.ts';
import { until } from '../../../server/test/support/until.ts';
import { createHomeserverClient } from '../matrix/homeserver-client.ts';
import { createSender, type Sender } from './sender.ts';
import { createUploads } from './uploads.ts';

const otherRoom = '!other' as RoomId;
let box: FakeBox;
let rig: Rig;
let sender: Sender;
let clock: ReturnType<typeof createTurnedClock>;
let unwelcome: string[];
let queued: number[];

beforeEach(async () => {
  clock = createTurnedClock();
  box = await startFakeBox();
  rig = await openRig();
  [unwelcome, queued] = [[], []];
  start();
});
afterEach(async () => {
  box.heal();
  await sender.stop();
  await box.close();
  await rig.close();
});

function start(): void {
  const homeserver = createHomeserverClient(fetch, box.url, 'matrix-token');
  const upload = createUploads({ store: rig.store, homeserver, onProgress: () => undefined });
  sender = createSender({ store: rig.store, homeserver, upload, clock, log: createQuietLog(), changed: () => undefined, onQueued: (count) => queued.push(count), onUnwelcome: (code) => unwelcome.push(code) });
}
async function write(text: string, roomId: RoomId = room): Promise<string> {
  return put({ kind: 'text', text, html: null, replyTo: null }, roomId);
}
async function put(outgoing: Outgoing, roomId: RoomId = room): Promise<string> {
  const localId = randomUUID();
  await rig.store.outgoing.add(roomId, outgoing, localId, clock.now());
  sender.pump();
  return localId;
}
async function writeFile(bytes = Buffer.alloc(1_300_000, 'an offer. ')): Promise<string> {
  const fileId = randomUUID();
  await rig.store.outgoing.beginFile(fileId, bytes.length);
  for (let at = 0; at < bytes.length; at += 500_000) await rig.store.outgoing.appendFile(fileId, bytes.subarray(at, at + 500_000));
  return put({ kind: 'file', file: { fileId, kind: 'file', name: 'offer.pdf', mimeType: 'application/pdf', width: null, height: null, durationMs: null, waveform: [], caption: null }, replyTo: null });
}
const rowOf = async (localId: string) => (await rig.store.outgoing.list()).find((row) => row.localId === localId);
const bodies = (roomId: RoomId = room) => box.state.events.filter((one) => one.roomId === roomId).map(({ content }) => (content as { body: string }).body);
const arrived = (count: number) => until(`${count} events`, () => box.state.events.length >= count, { everyMs: 10 });
/** It failed once and waits for its pause. */
const waits = (localId: string) => until('it waits', async () => {
  const row = await rowOf(localId);
  return row && row.attempts > 0 ? row : undefined;
}, { everyMs: 10 });
const isUnsent = (localId: string) => until('it is refused', async () => {
  const row = await rowOf(localId);
  return row?.state === 'unsent' ? row : undefined;
}, { everyMs: 10 });
const settled = () => until('nothing waits', () => queued.at(-1) === 0, { everyMs: 10 });

test('a room’s messages leave in the order they were written, also when the first has to be tried again; another room does not wait for them', async () => {
  box.trouble('send', homeserverRefuses(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 60_000 }));
  const first = await write('one');
  await waits(first);
  await write('two');
  await write('three');
  await write('elsewhere', otherRoom);
  await arrived(1);
  expect([bodies(), bodies(otherRoom)]).toEqual([[], ['elsewhere']]);
  clock.turn(60_000);
  sender.pump();
  await arrived(4);
  expect(bodies()).toEqual(['one', 'two', 'three']);
});

test('a message has one transaction id for ever: through every failure and a restart of the app', async () => {
  box.trouble('send', { status: 502, body: 'the edge' }, 2);
  const localId = await write('once');
  await waits(localId);
  await sender.wake();
  await until('a second attempt', async () => (await rowOf(localId))?.attempts === 2, { everyMs: 10 });
  await sender.stop();
  await rig.reopen();
  start();
  await sender.wake();
  await arrived(1);
  expect(new Set(box.asked('send').map(({ parts }) => parts[2]))).toEqual(new Set([localId]));
  expect(box.asked('send')).toHaveLength(3);
});

test('the box took it and its answer was lost: asked again, one event, and the row knows which', async () => {
  box.trouble('send', 'answer-lost');
  const localId = await write('exactly once');
  await waits(localId);
  await sender.wake();
  await settled();
  expect(box.state.events).toHaveLength(1);
  await until('the row is sent', async () => (await rowOf(localId))?.eventId === box.state.events[0]?.eventId);
});

test('what was taken before the app was killed is asked about under the same id, and stands in the conversation once', async () => {
  box.trouble('send', 'answer-lost');
  await waits(await write('before the power cut'));
  await sender.stop();
  await rig.apply([event('event1', '@anna:box.test', { msgtype: 'm.text', body: 'before the power cut' }, { unsigned: { transaction_id: box.state.events[0]!.transactionId } })]);
  await rig.reopen();
  start();
  await sender.wake();
  await settled();
  expect(box.state.events).toHaveLength(1);
  expect((await rig.items()).map(shownText)).toEqual(['before the power cut']);
});

test.each([
  ['nobody answers', 'line-broken', 'OFFLINE'],
  ['500', homeserverRefuses(500, 'M_UNKNOWN'), 'OFFLINE'],
  ['a gateway that has nobody behind it', { status: 502, body: '<h1>Bad Gateway</h1>' }, 'OFFLINE'],
  ['an answer that is none', { status: 200, body: '<h1>Welcome to the hotel’s network</h1>' }, 'OFFLINE'],
  ['too many, in the homeserver’s words', homeserverRefuses(429, 'M_LIMIT_EXCEEDED'), 'M_LIMIT_EXCEEDED'],
  ['too many, in the words of whatever stands before it', { status: 429, body: 'slow down' }, 'M_LIMIT_EXCEEDED'],
] as const)('%s: it waits, says why, and goes out by itself', async (_name, trouble, reason) => {
  box.trouble('send', trouble);
  const localId = await write('patience');
  expect(await waits(localId)).toMatchObject({ state: 'queued', reason, attempts: 1 });
  clock.turn(1_000);
  sender.pump();
  await settled();
  expect(bodies()).toEqual(['patience']);
});

test.each([
  ['in its body', homeserverRefuses(429, 'M_LIMIT_EXCEEDED', { retry_after_ms: 90_000 })],
  ['in the header', { ...homeserverRefuses(429, 'M_LIMIT_EXCEEDED'), headers: { 'retry-after': '90' } }],
])('the homeserver names a pause %s: not a moment earlier', async (_where, trouble) => {
  box.trouble('send', trouble);
  const before = clock.now();
  const row = await waits(await write('later'));
  expect(row.notBefore - before).toBeGreaterThanOrEqual(90_000);
  clock.turn(80_000);
  sender.pump();
  await until('it looked', () => queued.length > 0);
  expect(box.asked('send')).toHaveLength(1);
  clock.turn(15_000);
  sender.pump();
  await arrived(1);
});

test('pauses grow and stay below a minute, and the line that is back ends them all', async () => {
  box.trouble('send', { status: 503, body: 'starting' }, 9);
  const localId = await write('stubborn');
  const pauses: number[] = [];
  for (let attempt = 1; attempt <= 9; attempt++) {
    const row = await until(`attempt ${attempt}`, async () => {
      const now = await rowOf(localId);
      return now?.attempts === attempt ? now : undefined;
    }, { everyMs: 5 });
    pauses.push(Math.round((row.notBefore - clock.now()) / 1000));
    clock.turn(61_000);
    sender.pump();
  }
  expect(pauses.slice(0, 7)).toEqual([1, 2, 4, 8, 16, 32, 60]);
  expect(Math.max(...pauses)).toBe(60);
  await settled();
});

test.each([
  [403, 'M_FORBIDDEN'], [404, 'M_NOT_FOUND'], [413, 'M_TOO_LARGE'], [400, 'M_BAD_JSON'],
])('%i %s: refused for good, with the reason, until a person retries; what was written after it goes on', async (status, errcode) => {
  box.trouble('send', homeserverRefuses(status, errcode));
  const localId = await write('refused');
  await write('next');
  expect(await isUnsent(localId)).toMatchObject({ reason: errcode });
  await arrived(1);
  clock.turn(3_600_000);
  await sender.wake();
  await until('the next is done', () => queued.at(-1) === 1);
  expect(bodies()).toEqual(['next']);
  await sender.retry(localId);
  await arrived(2);
  expect(bodies()).toEqual(['next', 'refused']);
});

test.each([['M_UNKNOWN_TOKEN'], ['M_USER_LOCKED']])('%s: the session is told, the message is kept', async (errcode) => {
  box.trouble('send', homeserverRefuses(401, errcode));
  const localId = await write('kept');
  expect(await waits(localId)).toMatchObject({ state: 'queued' });
  expect(unwelcome).toEqual([errcode]);
});

test('a text of 64 KiB leaves unshortened', async () => {
  const long = 'Zażółć 🙂 '.repeat(5_500).slice(0, 65_000);
  await write(long);
  await arrived(1);
  expect(bodies()).toEqual([long]);
});

test('cancelled while it waits: it never leaves, and those behind it do', async () => {
  box.trouble('send', 'line-broken');
  const localId = await write('never');
  await write('still');
  await waits(localId);
  expect(await sender.cancel(localId)).toBe(true);
  await arrived(1);
  await settled();
  expect(bodies()).toEqual(['still']);
});

test('cancelled while it is on its way: nobody is told that it was taken back', async () => {
  const release = box.hold('send');
  const localId = await write('too late');
  await until('it is on its way', () => box.asked('send').length === 1, { everyMs: 5 });
  expect(await sender.cancel(localId)).toBe(false);
  release();
  await arrived(1);
  await until('the row is sent', async () => (await rowOf(localId))?.state === 'sent');
});

test('cancelled in the very moment of being written: either it was taken back and never leaves, or it leaves and says so', async () => {
  for (let round = 0; round < 30; round++) {
    const before = box.state.events.length;
    const localId = await write(`round ${round}`);
    for (let tick = 0; tick < round % 6; tick++) await Promise.resolve();
    const cancelled = await sender.cancel(localId);
    await write('marker');
    await until('the marker', () => bodies().filter((body) => body === 'marker').length === round + 1, { everyMs: 5 });
    expect(box.state.events.length - before).toBe(cancelled ? 1 : 2);
  }
});

test('a file: its bytes arrive whole at one address, and the event names it', async () => {
  const bytes = Buffer.alloc(1_300_000, 'an offer. ');
  await writeFile(bytes);
  await arrived(1);
  const { url } = box.state.events[0]!.content as { url: string };
  expect(box.state.media.get(url.split('/').at(-1)!)?.equals(bytes)).toBe(true);
});

test.each([
  ['breaks off', 'line-broken'],
  ['arrives and its answer is lost', 'answer-lost'],
  ['meets a box that restarts', { status: 503, body: 'starting' }],
] as const)('an upload that %s is tried again at the same address: one address, one event, one picture', async (_name, trouble) => {
  box.trouble('upload', trouble);
  const localId = await writeFile();
  await waits(localId);
  await sender.wake();
  await arrived(1);
  expect(box.asked('create')).toHaveLength(1);
  expect(box.state.media.size).toBe(1);
  expect(box.state.events).toHaveLength(1);
});

test('the address of an upload outlives a restart of the app', async () => {
  box.trouble('upload', 'line-broken');
  await waits(await writeFile());
  await sender.stop();
  await rig.reopen();
  start();
  await sender.wake();
  await arrived(1);
  expect(box.asked('create')).toHaveLength(1);
});

test('an address that expired before the file came is replaced by a new one, and nobody is bothered', async () => {
  box.trouble('upload', { status: 503, body: 'starting' });
  box.trouble('upload', homeserverRefuses(404, 'M_NOT_FOUND'));
  await waits(await writeFile());
  await sender.wake();
  await arrived(1);
  expect(box.asked('create')).toHaveLength(2);
  expect(box.state.media.size).toBe(1);
});

test('a file too large for the homeserver is refused with its reason', async () => {
  box.trouble('upload', homeserverRefuses(413, 'M_TOO_LARGE'));
  expect(await isUnsent(await writeFile())).toMatchObject({ reason: 'M_TOO_LARGE' });
  expect(box.state.events).toEqual([]);
});

test('cancelled while its file is being brought: nothing is said to the client', async () => {
  const release = box.hold('upload');
  const localId = await writeFile();
  await until('it is being brought', () => box.asked('upload').length === 1, { everyMs: 5 });
  expect(await sender.cancel(localId)).toBe(true);
  release();
  await write('after it');
  await arrived(1);
  expect(bodies()).toEqual(['after it']);
});

test('the file is there and its event is on its way: too late to cancel', async () => {
  const release = box.hold('send');
  const localId = await writeFile();
  await until('the event is on its way', () => box.asked('send').length === 1, { everyMs: 5 });
  expect(await sender.cancel(localId)).toBe(false);
  release();
  await arrived(1);
});

test('a deletion is a redaction with its own transaction id, once', async () => {
  box.trouble('redact', 'answer-lost');
  const localId = await put({ kind: 'redaction', target: '$event9' as never });
  await waits(localId);
  await sender.wake();
  await settled();
  expect(box.state.events).toMatchObject([{ type: 'm.room.redaction', transactionId: localId, content: { redacts: '$event9' } }]);
});
