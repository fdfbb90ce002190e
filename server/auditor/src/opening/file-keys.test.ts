import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ready, recipientOf } from '@holdfast/archive-format';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createArchiveRig, origin, type ArchiveRig } from '../../../test/support/archive-rig.ts';
import { signedPolicy, type TestKeyHolder } from '../../../test/support/key-holder.ts';
import { auditorIn, type AuditorProcess } from '../../test/support/auditor-process.ts';
import { makeHolderKey, signerOf, type HolderKey } from '../keys/index.ts';

vi.setConfig({ testTimeout: 60_000 }); // a box with its threads, and a process for each command
const account = 'acct_0000000000000001';
const [first, again, foreign] = ['!first:box.test', '!again:box.test', '!foreign:box.test'];
const picture = Buffer.from('a picture of a contract'.repeat(4_000));
let folder: string;
let rig: ArchiveRig;
let anna: HolderKey;
let tool: AuditorProcess;

const holderOf = async (key: HolderKey): Promise<TestKeyHolder> => ({ name: key.name, identity: key.identity, recipient: await recipientOf(key.identity), vkey: signerOf(key).vkey, signer: signerOf(key) });
async function send(n: number, room: string): Promise<void> {
  rig.media.set(`mxc://box.test/${n}`, picture);
  rig.say(`$${n}`, 'contract.bin', room, { msgtype: 'm.file', url: `mxc://box.test/${n}`, info: { mimetype: 'application/pdf' } });
  await rig.journal.catchUp();
  await rig.settled();
}
async function synced(name: string, key: HolderKey): Promise<string> {
  const home = await tool.homeOf(name, key);
  expect(await tool.sync(home, { folder: rig.directory, vkey: rig.archive.logKey })).toMatchObject({ code: 0 });
  return home;
}
async function exported(home: string, room: string): Promise<{ media: string[]; page: string }> {
  const out = join(folder, `out-${room.slice(1, 6)}-${home.split('/').at(-1)}`);
  expect(await tool.auditor(home, 'export', '--room', room, '--reason', 'a court', '--format', 'html,pdf,eml', '--out', out)).toMatchObject({ code: 0 });
  const names = (part: string): string[] => readdirSync(join(out, part), { withFileTypes: true }).map(({ name }) => name);
  const media = readdirSync(out).includes('media') ? names('media').map((name) => createHash('sha256').update(readFileSync(join(out, 'media', name))).digest('hex')) : [];
  return { media, page: readFileSync(join(out, 'html', names('html').find((name) => name !== 'index.html') ?? ''), 'utf8') };
}

beforeEach(async () => {
  await ready();
  folder = mkdtempSync(join(tmpdir(), 'holdfast-same-file-'));
  tool = auditorIn(folder);
  anna = await makeHolderKey('anna', { postQuantum: false });
  rig = await createArchiveRig({ holders: [await holderOf(anna)] });
  rig.db.write((tx) => {
    tx.prepare("INSERT INTO account (id, bridge_id, slug, label, service_user_id, login_id, state, state_since, created_at) VALUES (?, 'loopback', 'sales', 'Sales', '@acct_loopback_sales:box.test', 'l1', 'connected', 1, 1)").run(account);
    for (const client of ['clnt_1', 'clnt_2']) tx.prepare("INSERT INTO client (id, name, name_folded, named_by, created_at) VALUES (?, ?, ?, 'network', 1)").run(client, client, client);
    for (const [n, [room, client]] of [[first, 'clnt_1'], [again, 'clnt_1'], [foreign, 'clnt_2']].entries()) {
      tx.prepare("INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, client_id, state, created_at, last_event_at) VALUES (?, 'loopback', ?, 'l1', ?, 1, ?, 'open', 1, 1)").run(room, account, String(n), client);
    }
  });
});
afterEach(async () => {
  await rig.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a file that a client sent in one conversation and again in another opens in both, and a third party’s is their own', async () => {
  for (const [n, room] of [first, again, foreign].entries()) await send(n, room);
  const named = (await rig.opened()).flatMap(({ payload }) => (payload?.['k'] === 'media' ? [payload] : []));
  expect(named.map(({ identity }) => identity !== undefined), 'the second is named without its key').toEqual([true, false, true]);
  expect(named[1]?.['blob']).toBe(named[0]?.['blob']);
  expect(named[2]?.['blob']).not.toBe(named[0]?.['blob']);
  const home = await synced('anna', anna);
  for (const room of [first, again, foreign]) {
    const shown = await tool.auditor(home, 'show', room, '--reason', 'a court');
    expect(shown.stdout).toMatch(/file: contract\.bin \(application\/pdf\)$/mu);
    expect((await exported(home, room)).media, room).toEqual([createHash('sha256').update(picture).digest('hex')]);
  }
});

test('who holds a key only since the file was first sent reads what is missing, and the others open it', async () => {
  await send(0, first);
  const boris = await makeHolderKey('boris', { postQuantum: false });
  const [a, b] = [await holderOf(anna), await holderOf(boris)];
  rig.setPolicy(signedPolicy(origin, [a, b], { before: readFileSync(rig.policyFile, 'utf8') }));
  await rig.stop();
  await rig.start();
  await send(1, again);
  const [of1, of2] = [await synced('anna', anna), await synced('boris', boris)];
  expect((await exported(of1, again)).media).toHaveLength(1);
  const shown = await tool.auditor(of2, 'show', again, '--reason', 'a court');
  expect(shown.stdout).toContain('not here: it was sent before by the same client, and the record that holds its key does not open with your key');
  const { media, page } = await exported(of2, again);
  expect(media).toEqual([]);
  expect(page).toContain('file: contract.bin — not here: it was sent before by the same client');
});
