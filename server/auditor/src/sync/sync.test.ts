import { appendFileSync, cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatErase, LeafType, packPath, ready, signNote, tilePath } from '@holdfast/archive-format';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeBoxArchive, type BoxArchive } from '../../test/support/box-archive.ts';
import { edited, member, said } from '../../test/support/facts.ts';
import { sourceRef } from '../archive-copy/index.ts';
import { archiveHome, readKnown } from '../home.ts';
import { makeHolderKey, signerOf, type HolderKey } from '../keys/index.ts';
import { bringIndexUp, copyAndVerify, openArchiveIndex, type Indexed } from './index.ts';

await ready();
let folder: string;
let home: string;
let box: BoxArchive;
const room = '!a:box.test';
const anna = '@anna:box.test';
const said100 = (from: number, count: number) => Array.from({ length: count }, (_, n) => said(room, `$${from + n}`, anna, `word${from + n} invoice`, from + n));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-sync-'));
  home = join(folder, 'home');
  box = await makeBoxArchive(join(folder, 'box'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const key = (): HolderKey => box.keys[0] as HolderKey;
const quiet = () => undefined;
async function sync(from = box.folder, { vkey = box.vkey, by = key(), at = home }: { vkey?: string; by?: HolderKey; at?: string } = {}): Promise<Indexed & { before: number; find(text: string): string[] }> {
  const { known, before, verified } = await copyAndVerify({ home: at, source: sourceRef(from), where: from, vkey, onProgress: quiet });
  const index = openArchiveIndex(at, known, by);
  try {
    const indexed = await bringIndexUp({ home: at, known, erased: verified.erased, key: by, index, onProgress: quiet });
    const texts = new Map(index.search({ text: '', order: 'time', limit: 100_000 }).map(({ index: n, text }) => [n, text]));
    return { ...indexed, before, find: (text) => [...texts.values()].filter((each) => each.includes(text)) };
  } finally {
    index.close();
  }
}

test('what is new is copied, verified against the pinned head, opened and found', async () => {
  await box.addAll([member(room, '$m', anna, 'join', 'Anna'), ...said100(0, 600), edited(room, '$e', anna, '$5', 'word5 corrected')]);
  box.checkpoint();
  expect(await sync()).toMatchObject({ before: 0, messages: 601, unopened: {} });
  expect(readKnown(home, box.origin)?.pin?.size).toBe(box.size());
  const before = box.size();
  await box.addAll(said100(600, 700));
  box.checkpoint();
  const again = await sync();
  expect(again).toMatchObject({ before, messages: 1301 });
  expect(again.find('word1299')).toHaveLength(1);
  expect(await sync()).toMatchObject({ before: box.size(), messages: 1301 });
  expect(existsSync(join(archiveHome(home, box.origin).copy, `${tilePath('entries', 0)}.p`))).toBe(false);
});

test('an archive that was rewritten, cut short or is another box’s is refused, and nothing changes', async () => {
  await box.addAll(said100(0, 300));
  box.checkpoint();
  await sync();
  const pin = readKnown(home, box.origin)?.pin;
  const other = await makeBoxArchive(join(folder, 'other'), { origin: box.origin });
  await other.addAll(said100(0, 400));
  other.checkpoint();
  await expect(sync(other.folder, { vkey: other.vkey })).rejects.toMatchObject({ code: 'ARCHIVE_OTHER' });
  await expect(copyAndVerify({ home, source: sourceRef(other.folder), where: other.folder, onProgress: quiet })).rejects.toThrowError(/not signed with the key of this log/);
  const foreign = await makeBoxArchive(join(folder, 'foreign'), { origin: 'another.test/archive' });
  foreign.checkpoint();
  await expect(copyAndVerify({ home, source: sourceRef(foreign.folder), where: box.folder, onProgress: quiet })).rejects.toMatchObject({ code: 'ARCHIVE_OTHER' });
  await expect(copyAndVerify({ home, source: sourceRef(foreign.folder), where: foreign.folder, onProgress: quiet })).rejects.toThrowError(/not known here/);
  await expect(sync(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'ARCHIVE_MISSING' });
  const old = join(folder, 'old');
  cpSync(box.folder, old, { recursive: true });
  await box.addAll(said100(300, 300));
  box.checkpoint();
  await sync();
  await expect(sync(old)).rejects.toThrowError(/and had \d+ when it was last seen/);
  expect(readKnown(home, box.origin)?.pin?.size).toBeGreaterThan(pin?.size ?? 0);
});

test('a flipped byte is named, nothing is pinned, and the next sync of a mended source heals the copy', async () => {
  await box.addAll(said100(0, 600));
  box.checkpoint();
  const bad = join(folder, 'bad');
  cpSync(box.folder, bad, { recursive: true });
  const pack = join(bad, packPath(1));
  const bytes = readFileSync(pack);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  writeFileSync(pack, bytes);
  await expect(sync(bad)).rejects.toMatchObject({ code: 'ARCHIVE_ALTERED', message: expect.stringMatching(/record 256 \(pack\/001\): the body/) as string });
  expect(readKnown(home, box.origin)).toBeUndefined();
  expect(await sync()).toMatchObject({ messages: 600 });
});

test('a half copied archive is said to be half copied', async () => {
  await box.addAll(said100(0, 800));
  box.checkpoint();
  const half = join(folder, 'half');
  cpSync(box.folder, half, { recursive: true });
  for (const path of [tilePath('entries', 2), packPath(2), tilePath('entries', 1), packPath(1), tilePath(0, 1), tilePath(0, 2)]) rmSync(join(half, path));
  await expect(sync(half)).rejects.toMatchObject({ code: 'ARCHIVE_INCOMPLETE' });
  rmSync(join(half, 'checkpoint'));
  await expect(sync(half)).rejects.toMatchObject({ code: 'ARCHIVE_MISSING' });
});

test('another holder’s key verifies and opens nothing, and says so', async () => {
  await box.addAll(said100(0, 10));
  box.checkpoint();
  expect(await sync(box.folder, { by: await makeHolderKey('eve', { postQuantum: false }) })).toMatchObject({ messages: 0, unopened: { NOT_MINE: 1 } });
});

test('what key holders had erased leaves copy and index', async () => {
  await box.addAll(said100(0, 20));
  await box.add(said('!b:box.test', '$x', anna, 'stays'));
  box.checkpoint();
  expect((await sync()).messages).toBe(21);
  const kid = box.kidOf(room);
  box.control(LeafType.erase, signNote(formatErase({ origin: box.origin, kids: [Buffer.from(kid, 'hex')] }), signerOf(key())));
  rmSync(join(box.folder, 'keys', `${kid}.age`));
  box.checkpoint();
  const after = await sync();
  expect(after).toMatchObject({ messages: 1, purged: 20 });
  expect(readdirSync(join(archiveHome(home, box.origin).copy, 'keys'))).not.toContain(`${kid}.age`);
  expect(await sync()).toMatchObject({ messages: 1, purged: 0 });
});

test('an address is copied with its token, and an address that refuses is named', async () => {
  await box.addAll(said100(0, 300));
  await box.addFile({ room, event: '$1', mxc: 'mxc://box.test/1' }, Buffer.alloc(200_000, 7));
  box.checkpoint();
  const server: Server = createServer((request, response) => {
    if (request.headers.authorization !== 'Bearer secret') return void response.writeHead(401).end();
    const path = join(box.folder, decodeURIComponent(request.url ?? '').replace('/archive/', ''));
    if (!existsSync(path)) return void response.writeHead(404).end();
    response.writeHead(200).end(readFileSync(path));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  try {
    const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/archive`;
    const token = join(folder, 'token');
    writeFileSync(token, 'secret\n');
    const { known, verified } = await copyAndVerify({ home, source: sourceRef(base, token), where: base, vkey: box.vkey, onProgress: quiet });
    expect(verified.records).toBe(box.size());
    expect(known.source).toBe(base);
    appendFileSync(token, 'x y\n');
    expect(() => sourceRef(base, token)).toThrowError(/this is no token/);
    await expect(copyAndVerify({ home, source: sourceRef(base), where: base, vkey: box.vkey, onProgress: quiet })).rejects.toThrowError(/refused \(401\)/);
  } finally {
    server.close();
  }
});
