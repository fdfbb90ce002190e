import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, openAsBlob, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { dictionary1, ready } from '@holdfast/archive-format';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBoxArchive, type BoxArchive } from '../../test/support/box-archive.ts';
import { edited, eventPayload, member, redacted, said } from '../../test/support/facts.ts';
import { recordAccess } from '../access/index.ts';
import { sourceRef } from '../archive-copy/index.ts';
import { archiveHome, type KnownArchive } from '../home.ts';
import type { IndexStore } from '../index-store/index.ts';
import type { HolderKey } from '../keys/index.ts';
import { bringIndexUp, copyAndVerify, copyOf, openArchiveIndex } from '../sync/index.ts';
import { filesIn } from './manifest.ts';
import { runExport, type ExportFilters, type ExportFormat } from './index.ts';

type Verifier = { verify(files: Map<string, Blob>, options: { dictionary: Uint8Array; expectedKey?: string }): Promise<{ faults: string[]; facts: Record<string, unknown> }> };
runInThisContext(readFileSync(new URL('./verifier/verifier.js', import.meta.url), 'utf8'));
const { verifier } = globalThis as unknown as { verifier: Verifier };

await ready();
const [room, other, third, anna, jan] = ['!a:box.test', '!b:box.test', '!c:box.test', '@anna:box.test', '@whatsapp_48600123456:box.test'];
const start = Date.UTC(2026, 4, 5, 8);
const picture = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
let folder: string;
let home: string;
let box: BoxArchive;
let known: KnownArchive;
let index: IndexStore;
let key: HolderKey;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-export-'));
  home = join(folder, 'home');
  box = await makeBoxArchive(join(folder, 'box'));
  key = box.keys[0] as HolderKey;
  await box.addAll([
    { k: 'portal', at: start, room, bridge: 'whatsapp', account: 'acct_1', client: 'clnt_1', other: jan, name: '=cmd|../x', state: 'open' },
    member(room, '$m1', jan, 'join', 'Jan <script>alert(1)</script>', start), member(room, '$m2', anna, 'join', 'Анна\r\nBcc: x@y', start), { k: 'ownership', at: start, room, owner: anna, via: 'claim' },
    said(room, '$1', jan, 'Где счёт? 👍 日本 <b>', start + 1000), said(room, '$2', anna, 'Отправлен', start + 2000), edited(room, '$3', anna, '$2', 'Отправлен вчера', start + 86_400_000),
    said(room, '$4', anna, 'oops', start + 4000), redacted(room, '$5', anna, '$4', start + 5000),
    eventPayload({ room, eventId: '$6', sender: jan, at: start + 6000, content: { msgtype: 'm.image', body: '../../../a.png', url: 'mxc://box.test/1', info: { mimetype: 'image/png' }, 'm.relates_to': { 'm.in_reply_to': { event_id: '$2' } } } }),
  ]);
  const blob = (await box.addFile({ at: start, room, event: '$6', mxc: 'mxc://box.test/1' }, picture)).replace(/.*\/|\.age$/g, '');
  await box.addAll([
    { k: 'portal', at: start, room: third, bridge: 'telegram', account: 'acct_2', client: 'clnt_1', other: '@telegram_7:box.test', name: 'Jan', state: 'open' },
    eventPayload({ room: third, eventId: '$t', sender: '@telegram_7:box.test', at: start + 9_000, content: { msgtype: 'm.image', body: 'a.png', url: 'mxc://box.test/2', info: { mimetype: 'image/png' } } }),
    { k: 'media', at: start, room: third, event: '$t', mxc: 'mxc://box.test/2', blob, size: picture.length, sha256: createHash('sha256').update(picture).digest('hex') }, // once per client: here without its identity
  ]);
  await box.addAll(Array.from({ length: 1200 }, (_, n) => said(other, `$o${n}`, anna, `other ${n}`, start + n)));
  await box.add({ k: 'audit', at: start + 7000, seq: 1, actor: 'pers_1', action: 'room.claimed', target: room, reason: 'why', detail: {} });
  box.checkpoint();
  const copied = await copyAndVerify({ home, source: sourceRef(box.folder), where: box.folder, vkey: box.vkey, onProgress: () => undefined });
  known = copied.known;
  index = openArchiveIndex(home, known, key);
  await bringIndexUp({ home, known, erased: [], key, index, onProgress: () => undefined });
});
afterAll(() => {
  index.close();
  rmSync(folder, { recursive: true });
});

async function exported(name: string, filters: ExportFilters, { formats = ['jsonl', 'html', 'eml', 'pdf'], onProgress = () => undefined }: { formats?: ExportFormat[]; onProgress?: (what: string) => void } = {}) {
  const { accessLog, copy } = archiveHome(home, known.origin);
  const access = recordAccess(accessLog, { holder: key.name, action: 'export', reason: 'complaint 7', scope: {} }, start);
  const out = join(folder, name);
  return { out, ...(await runExport({ out, known, copy: copyOf(home, known), copyFolder: copy, accessLog, index, key, access, formats, filters, now: start, onProgress })) };
}
const read = (out: string, path: string): string => readFileSync(join(out, path), 'utf8');
async function judged(out: string, expectedKey = box.vkey): Promise<string[]> {
  const files = new Map<string, Blob>();
  for (const path of [...filesIn(out), 'manifest.json', 'manifest.note']) if (existsSync(join(out, path))) files.set(path, await openAsBlob(join(out, path)));
  return (await verifier.verify(files, { dictionary: dictionary1, expectedKey })).faults;
}

test('an export by client holds that client’s conversation in every format, proven', async () => {
  const { out, rooms, notDrawn } = await exported('client', { client: 'clnt_1' });
  expect(rooms).toBe(2);
  expect(await judged(out)).toEqual([]);
  const records = read(out, 'records.jsonl').trim().split('\n').map((line) => JSON.parse(line) as { payload: { event?: { content: { body?: string } } } });
  expect(records.some(({ payload }) => payload.event?.content.body === 'Где счёт? 👍 日本 <b>')).toBe(true);
  expect(read(out, 'records.jsonl')).not.toContain('other 5');
  expect(read(out, 'audit-trail.jsonl')).toContain('room.claimed');
  const pages = readdirSync(join(out, 'html')).filter((name) => name !== 'index.html').map((name) => read(out, `html/${name}`));
  const page = pages.find((text) => text.includes('WITHDRAWN')) ?? '';
  expect(page).toContain('Где счёт? 👍 日本 &lt;b&gt;');
  expect(page).toContain('version 2 of 2');
  expect(page).toContain('WITHDRAWN');
  expect(page).toContain('data:image/png;base64,');
  expect(page).not.toContain('<script');
  expect(notDrawn).toEqual({ 'U+1F44D': 1, 'U+65E5': 1, 'U+672C': 1 });
  const [pdf = ''] = readdirSync(join(out, 'pdf'));
  expect(readFileSync(join(out, 'pdf', pdf)).subarray(0, 5).toString()).toBe('%PDF-');
  expect(read(out, 'conversations.csv')).toContain(`"'=cmd|../x"`);
  expect(filesIn(out).every((path) => !path.includes('..'))).toBe(true);
});

test('mails keep threads and attachments, and foreign names make no headers', async () => {
  const { out } = await exported('mails', { room }, { formats: ['jsonl', 'eml'] });
  const [dir = ''] = readdirSync(join(out, 'eml'));
  const mails = readdirSync(join(out, 'eml', dir)).sort().map((name) => read(out, `eml/${dir}/${name}`));
  const idOf = (mail = ''): string => /^Message-ID: (\S+)/m.exec(mail)?.[1] ?? '?';
  expect(mails).toHaveLength(4);
  expect(mails[3]).toContain(`In-Reply-To: ${idOf(mails[1])}`);
  expect(mails[3]).toContain(`References: ${idOf(mails[0])}`);
  expect(mails[3]).toContain('filename=a.png');
  expect(mails[3]?.replace(/\r\n/g, '')).toContain(picture.toString('base64').slice(0, 60));
  for (const mail of mails) expect(mail.slice(0, mail.indexOf('\r\n\r\n'))).not.toMatch(/^Bcc:/m);
});

test('a period holds what was said in it and what became of that', async () => {
  const { out } = await exported('period', { room, from: start + 1500, to: start + 3000 }, { formats: ['jsonl', 'html'] });
  const text = read(out, 'records.jsonl');
  expect(text).toContain('Отправлен вчера');
  expect(text).not.toContain('Где счёт');
  expect(text).not.toContain('oops');
  expect(await judged(out)).toEqual([]);
});

test('an export that was killed goes on where it stood, and ends as one that was not', async () => {
  const whole = await exported('whole', { room: other }, { formats: ['jsonl', 'html'] });
  let steps = 0;
  const kill = () => {
    if (++steps === 2) throw new Error('killed');
  };
  await expect(exported('killed', { room: other }, { formats: ['jsonl', 'html'], onProgress: kill })).rejects.toThrowError('killed');
  const half = join(folder, 'killed');
  writeFileSync(join(half, 'records.jsonl'), `${read(half, 'records.jsonl')}{"torn`);
  await expect(exported('killed', { room }, { formats: ['jsonl', 'html'] })).rejects.toThrowError(/unfinished export of something else/);
  expect((await exported('killed', { room: other }, { formats: ['jsonl', 'html'] })).resumed).toBe(true);
  for (const path of ['records.jsonl', 'proofs.jsonl', 'audit-trail.jsonl', 'conversations.csv']) expect(read(half, path) === read(whole.out, path), path).toBe(true);
  expect(await judged(half)).toEqual([]);
  await expect(exported('killed', { room: other })).rejects.toThrowError(/finished export/);
});

test('every change of an export is found by its own page', async () => {
  const { out } = await exported('changed', { client: 'clnt_1' }, { formats: ['jsonl', 'html'] });
  const altered = async (change: (copy: string) => void): Promise<string[]> => {
    const copy = join(folder, 'altered');
    rmSync(copy, { recursive: true, force: true });
    cpSync(out, copy, { recursive: true });
    change(copy);
    return judged(copy);
  };
  const replace = (path: string, from: string | RegExp, to: string) => (copy: string) => writeFileSync(join(copy, path), read(copy, path).replace(from, to));
  expect(await altered(replace('records.jsonl', 'oops', 'fine'))).toEqual(['records.jsonl was changed', expect.stringContaining('records.jsonl does not say what was sealed'), expect.stringContaining('records are proven')]);
  expect(await altered(replace('manifest.json', 'complaint 7', 'complaint 8'))).toEqual(['manifest.json was not signed by the exporter as it stands']);
  expect(await altered(replace('checkpoint', /^box/, 'bex'))).toContain('the checkpoint is not signed by the key of the log');
  expect(await altered((copy) => rmSync(join(copy, 'audit-trail.jsonl')))).toEqual(['audit-trail.jsonl is missing']);
  expect(await altered((copy) => writeFileSync(join(copy, 'more.txt'), 'x'))).toEqual(['more.txt is not part of the export']);
  expect(await altered((copy) => rmSync(join(copy, 'manifest.json')))).toEqual([expect.stringContaining('manifest.json is missing')]);
  const proofs = read(out, 'proofs.jsonl').split('\n');
  expect(await altered((copy) => writeFileSync(join(copy, 'proofs.jsonl'), proofs.filter((_, n) => n !== 3).join('\n')))).toContain('proofs.jsonl was changed');
  expect(await judged(out, 'box.test/archive+00000000+AAAA')).toEqual([expect.stringContaining('not the one you gave')]);
});

test('nothing that fits is no export', async () => {
  await expect(exported('none', { client: 'nobody' })).rejects.toMatchObject({ code: 'NOTHING_FOUND' });
  writeFileSync(join(folder, 'full.txt'), 'x');
  await expect(exported('.', { room })).rejects.toThrowError(/is not empty/);
});

test('a file that the client had sent before in another conversation is opened with what that conversation’s record knows', async () => {
  const { out } = await exported('same-file', { room: third }, { formats: ['html'] });
  const [name] = readdirSync(join(out, 'media'));
  expect(readFileSync(join(out, 'media', name as string))).toEqual(picture);
  expect(read(out, `html/${readdirSync(join(out, 'html')).find((path) => path !== 'index.html') as string}`)).toContain('<img');
  expect(await judged(out)).toEqual([]);
});
