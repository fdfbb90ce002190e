import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RoomId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../ipc/index.ts';
import { bytesUnder, event, foundIn, jan, me, openRig, room, storeKey, text } from '../test/support/store-rig.ts';

const child = fileURLToPath(new URL('../test/support/store-child.ts', import.meta.url));
const words = ['canary-Zażółć-канарейка', 'secret-offer.pdf', '+48600123456'];
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'holdfast-store-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** Everything a person may have on this computer: messages, a file, a draft, what waits, settings, a mute. */
async function fill(rig: Awaited<ReturnType<typeof openRig>>): Promise<void> {
  await rig.apply([text('1', jan, `call me at ${words[2]}, ${words[0]}`), event('2', jan, { msgtype: 'm.file', body: words[1], filename: words[1], url: 'mxc://box.test/f', info: { mimetype: 'application/pdf' } }), text('3', me, 'I will')], { name: words[0]! });
  await rig.store.conversations.saveDraft({ roomId: room, text: `draft ${words[0]}`, replyTo: null });
  await rig.store.conversations.setMuted(room, true);
  await rig.store.settings.write({ ...defaultSettings, theme: 'dark' });
  await rig.store.outgoing.beginFile('file-1', 40_000);
  await rig.store.outgoing.appendFile('file-1', Buffer.concat([Buffer.from(words.join(' ')), Buffer.alloc(40_000)]).subarray(0, 40_000));
  await rig.store.outgoing.add(room, { kind: 'text', text: `queued ${words[0]}`, html: null, replyTo: null }, 'waiting-1', 1);
  const write = await rig.store.media.begin('mxc://box.test/f', 'full', 'application/pdf');
  await rig.store.media.append(write, Buffer.from(words.join(' ').repeat(200)));
  await rig.store.media.finish(write);
  await rig.store.search.query({ text: 'канарейка', limit: 5 });
}
const own = async (rig: Awaited<ReturnType<typeof openRig>>) => ({
  draft: (await rig.store.conversations.readDraft(room))?.text,
  waiting: (await rig.store.outgoing.list()).map(({ localId }) => localId),
  theme: (await rig.store.settings.read())?.theme,
});
const everythingOwn = { draft: `draft ${words[0]}`, waiting: ['waiting-1'], theme: 'dark' };

test('no word, file name or number stands in any byte of the folder: open, closed, or left by a killed process', async () => {
  const rig = await openRig({ directory });
  await fill(rig);
  expect(foundIn(bytesUnder(directory), words)).toEqual([]);
  await rig.store.close();
  expect(foundIn(bytesUnder(directory), words)).toEqual([]);
  expect(bytesUnder(directory).length).toBeGreaterThan(50_000);
  expect(foundIn(Buffer.from(words.join(' ')), words)).toEqual(words); // the search finds what is there
});

test('what was queued when it answered is there after kill -9, once, in order, and unreadable on the disk', async () => {
  const writer = spawn(process.execPath, [child, directory, words[0]!], { stdio: ['pipe', 'pipe', 'inherit'] });
  let told = '';
  await new Promise<void>((resolve) => writer.stdout.on('data', (chunk: Buffer) => {
    told += String(chunk);
    if (told.split('\n').length > 40) resolve();
  }));
  writer.kill('SIGKILL');
  await new Promise((resolve) => writer.once('exit', resolve));
  expect(foundIn(bytesUnder(directory), words)).toEqual([]);
  const last = Number(told.trim().split('\n').at(-1));
  const rig = await openRig({ directory });
  const waiting = (await rig.store.outgoing.list()).map(({ localId }) => localId);
  expect(waiting.slice(0, last + 1)).toEqual(Array.from({ length: last + 1 }, (_, n) => `local-${n}`));
  expect(new Set(waiting).size).toBe(waiting.length);
  expect((await rig.store.conversations.readDraft(room))?.text).toBe(words[0]);
  await rig.store.close();
}, 60_000);

test('everything is there after closing and opening', async () => {
  const first = await openRig({ directory });
  await fill(first);
  await first.store.close();
  const again = await openRig({ directory });
  expect(await own(again)).toEqual(everythingOwn);
  expect((await again.items()).length).toBe(4);
  expect((await again.store.media.read('mxc://box.test/f', 'full', 0, 10))?.size).toBe(Buffer.byteLength(words.join(' ')) * 200);
  expect((await again.conversation()).muted).toBe(true);
  await again.store.close();
});

/** Damage of every kind, to either file: the app must start, tell, and lose nothing that exists only here. */
const damages: readonly [string, (path: string) => void][] = [
  ['a header of zeros', (path) => patch(path, 0, 100)],
  ['a page in the middle', (path) => patch(path, Math.floor(statSync(path).size / 2 / 4096) * 4096, 4096)],
  ['single bytes everywhere', (path) => { for (let at = 50; at < statSync(path).size; at += 1777) patch(path, at, 1); }],
  ['the second half gone', (path) => truncateSync(path, Math.floor(statSync(path).size / 2))],
  ['nothing left', (path) => truncateSync(path, 0)],
  ['another file in its place', (path) => writeFileSync(path, 'this was never a database'.repeat(500))],
];
function patch(path: string, at: number, length: number): void {
  const bytes = readFileSync(path);
  for (let n = at; n < Math.min(bytes.length, at + length); n++) bytes[n] = (bytes[n] ?? 0) ^ 0xa5;
  writeFileSync(path, bytes);
}

test.each(damages.flatMap(([what, damage]) => (['cache.db', 'own.db', 'own-mirror.db'] as const).map((file) => [file, what, damage] as const)))('%s: %s', async (file, _what, damage) => {
  const first = await openRig({ directory });
  await fill(first);
  await first.store.close();
  for (const name of readdirSync(directory)) if (name.startsWith(file) && name !== file) rmSync(join(directory, name));
  damage(join(directory, file));
  const told: string[] = [];
  const again = await openRig({ directory, onRebuilt: (what) => void told.push(what) });
  expect(await own(again)).toEqual(everythingOwn);
  await again.items();
  await again.apply([text('9', jan, 'and on it goes')]);
  expect((await again.items()).length).toBeGreaterThan(0);
  expect(told.filter((what) => what === 'own-lost')).toEqual([]);
  await again.store.close();
});

test('another key opens nothing of it, and what another key made is not taken for ours', async () => {
  const first = await openRig({ directory });
  await fill(first);
  await first.store.close();
  const told: string[] = [];
  const other = await openRig({ directory, key: new Uint8Array(storeKey.length).fill(9), onRebuilt: (what) => void told.push(what) });
  expect([await other.items(), (await own(other)).draft, told.includes('own-lost')]).toEqual([[], undefined, true]);
  await other.store.close();
});

test('a conversation that is forgotten leaves nothing behind', async () => {
  const rig = await openRig({ directory });
  await fill(rig);
  await rig.store.sync.forget([room]);
  await rig.store.close();
  const again = await openRig({ directory, userId: me });
  expect((await again.store.search.query({ text: 'канарейка', limit: 5 })).hits).toEqual([]);
  expect(await again.store.media.read('mxc://box.test/f', 'full', 0, 1)).toBeUndefined();
  expect((await again.store.conversations.list(['!room' as RoomId])).conversations.every(({ last }) => last === null)).toBe(true);
  await again.store.close();
  expect(existsSync(join(directory, 'cache.db'))).toBe(true);
});
