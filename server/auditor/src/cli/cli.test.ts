import { execFile, execFileSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeBoxArchive, type BoxArchive } from '../../test/support/box-archive.ts';
import { edited, said } from '../../test/support/facts.ts';
import { makeHolderKey, writeKeyFile, type HolderKey } from '../keys/index.ts';

/** The tool as a key holder runs it: a process with arguments, words and an exit code. */
const program = fileURLToPath(new URL('main.ts', import.meta.url));
const [room, other, anna] = ['!a:box.test', '!b:box.test', '@anna:box.test'];
const start = Date.UTC(2026, 4, 5, 8);
let folder: string;
let box: BoxArchive;
let words: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
  words = join(folder, 'passphrase');
  writeFileSync(words, 'a long passphrase\n');
  box = await makeBoxArchive(join(folder, 'box'));
  await box.addAll([
    { k: 'portal', at: start, room, bridge: 'whatsapp', account: 'acct_1', client: 'clnt_1', other: '@whatsapp_48600123456:box.test', name: '=HYPERLINK("http://x","../../etc/passwd")', state: 'open' },
    ...Array.from({ length: 700 }, (_, n) => said(n % 2 === 0 ? room : other, `$${n}`, anna, `message ${n} about the invoice`, start + n * 60_000)),
  ]);
  await box.addFile({ at: start, room, event: '$0', mxc: 'mxc://box.test/1' }, Buffer.alloc(90_000, 7));
  box.checkpoint();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Ended = { code: number; stdout: string; stderr: string };
const auditor = (home: string, ...args: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [program, '--home', home, '--passphrase-file', words, ...args], { maxBuffer: 64 << 20 }, (failure, stdout, stderr) =>
      resolve({ code: failure ? (typeof failure.code === 'number' ? failure.code : -1) : 0, stdout, stderr }));
  });

async function homeOf(name: string, key: HolderKey = box.keys[0] as HolderKey): Promise<string> {
  const home = join(folder, name);
  mkdirSync(home, { mode: 0o700, recursive: true });
  await writeKeyFile(join(home, 'key.age'), key, 'a long passphrase', { workFactor: 10 });
  return home;
}
const sync = (home: string, from = box.folder, ...more: string[]): Promise<Ended> => auditor(home, 'sync', from, '--log-key', box.vkey, ...more);
const copyOf = (home: string): string => join(home, 'archives', readdirSync(join(home, 'archives'))[0] ?? '', 'copy');

test('a key that is nobody’s copies and verifies, opens nothing, and says so', async () => {
  const home = await homeOf('stranger', await makeHolderKey('eve', { postQuantum: false }));
  const { code, stdout } = await sync(home);
  expect(code).toBe(0);
  expect(stdout).toContain('0 messages can be searched');
  expect(stdout).toContain('not sealed to your key');
  expect((await auditor(home, 'search', 'invoice', '--reason', 'try')).stdout).not.toContain('message 1');
}, 60_000);

test('a wrong passphrase is 4, and the next try waits', async () => {
  const home = await homeOf('typo');
  writeFileSync(join(folder, 'wrong'), 'not the passphrase\n');
  const wrong = (): Promise<Ended> => auditor(home, '--passphrase-file', join(folder, 'wrong'), 'sync', box.folder, '--log-key', box.vkey);
  expect(await wrong()).toMatchObject({ code: 4, stderr: expect.stringContaining('passphrase') as unknown });
  expect(await wrong()).toMatchObject({ code: 4 });
  expect((await wrong()).stderr).toMatch(/possible in \d+ s/);
}, 60_000);

test('another box’s archive, one that was rewritten and a half copied one are told apart, and the copy stays as it was', async () => {
  const home = await homeOf('careful');
  expect(await sync(home)).toMatchObject({ code: 0 });
  const stranger = await makeBoxArchive(join(folder, 'stranger-box'));
  await stranger.addAll([said(room, '$x', anna, 'another story', start)]);
  stranger.checkpoint();
  expect(await sync(home, stranger.folder)).toMatchObject({ code: 1, stderr: expect.stringMatching(/not signed|another|rewritten|altered/i) as unknown });
  const half = join(folder, 'half');
  cpSync(box.folder, half, { recursive: true });
  rmSync(join(half, 'pack'), { recursive: true });
  const fresh = await homeOf('fresh');
  expect(await sync(fresh, half)).toMatchObject({ code: 3, stderr: expect.stringContaining('pack/') as unknown });
  expect(await auditor(home, 'verify')).toMatchObject({ code: 0 });
  expect((await auditor(home, 'search', 'invoices', '--reason', 'still there')).stdout).toContain('message 699');
}, 120_000);

describe('damage', () => {
  test.each([
    ['a byte of a body', (at: string) => flip(join(at, 'pack', '000')), /BODY|bod/i],
    ['a byte of a leaf', (at: string) => flip(join(at, 'tile', 'entries', '000')), /record|leaf|altered/i],
    ['a tile with more behind it', (at: string) => appendFileSync(join(at, 'tile', '0', '001'), 'more'), /tile/i],
    ['a file of a message', (at: string) => flip(join(at, 'media', readdirSync(join(at, 'media'))[0] ?? '')), /media/i],
    ['a keyslot', (at: string) => flip(join(at, 'keys', readdirSync(join(at, 'keys'))[0] ?? '')), /keys/i],
  ])('%s is found by `verify` and by `sync`, named, and mended by a sound source', async (what, harm, named) => {
    const harmed = join(folder, `harmed-${what.replaceAll(' ', '-')}`);
    cpSync(box.folder, harmed, { recursive: true });
    harm(harmed);
    const verified = await auditor(await homeOf(`v-${what}`), 'verify', harmed, '--log-key', box.vkey);
    expect(verified.code).toBe(1);
    expect(`${verified.stdout}${verified.stderr}`).toMatch(named);
    const home = await homeOf(`s-${what}`);
    expect(await sync(home, harmed)).toMatchObject({ code: 1, stderr: expect.stringMatching(named) as unknown });
    expect(await sync(home)).toMatchObject({ code: 0 });
    expect(await auditor(home, 'verify')).toMatchObject({ code: 0 });
  }, 120_000);
});
function flip(path: string): void {
  const bytes = readFileSync(path);
  const at = Math.floor(bytes.length / 2);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
}

test('a message with ten thousand edits is shown and exported whole; names that are formulas or paths stay names', async () => {
  const many = await makeBoxArchive(join(folder, 'many-edits'));
  await many.addAll([
    { k: 'portal', at: start, room, bridge: 'whatsapp', account: 'acct_1', client: 'clnt_1', other: null, name: '=cmd|\u202e../../\u0000CON', state: 'open' },
    said(room, '$0', anna, 'version zero', start), ...Array.from({ length: 10_000 }, (_, n) => edited(room, `$e${n}`, anna, '$0', `version ${n}`, start + n)),
  ]);
  many.checkpoint();
  const home = await homeOf('edits', many.keys[0]);
  expect(await auditor(home, 'sync', many.folder, '--log-key', many.vkey)).toMatchObject({ code: 0 });
  const shown = await auditor(home, 'show', room, '--reason', 'all of them');
  expect(shown.code).toBe(0);
  expect(shown.stdout).toContain('version 9999');
  expect(shown.stdout.match(/version \d+, /g)).toHaveLength(10_000);
  const out = join(folder, 'edits-out');
  expect(await auditor(home, 'export', '--room', room, '--reason', 'a court', '--format', 'html,jsonl', '--out', out)).toMatchObject({ code: 0 });
  expect(readdirSync(join(out, 'html')).every((name) => /^[\w.-]+$/u.test(name)), 'no name of theirs is a name of ours').toBe(true);
  expect(readFileSync(join(out, 'conversations.csv'), 'utf8')).toContain(`"'=cmd`);
}, 180_000);

test('each look is in the log before it happens, and a line that was changed stops the next one', async () => {
  const home = await homeOf('clock');
  expect(await sync(home)).toMatchObject({ code: 0 });
  for (const reason of ['before', 'after']) expect(await auditor(home, 'search', 'invoice', '--reason', reason)).toMatchObject({ code: 0 });
  const log = join(copyOf(home), '..', 'access.log');
  const lines = readFileSync(log, 'utf8').trim().split('\n');
  expect(lines.length).toBe(2);
  writeFileSync(log, readFileSync(log, 'utf8').replace('before', 'never'));
  expect(await auditor(home, 'search', 'invoice', '--reason', 'fourth')).toMatchObject({ code: 1, stderr: expect.stringContaining('access') as unknown });
}, 60_000);

describe('a full disk', () => {
  const disk = (): string => join(folder, 'small-disk');
  const mount = (kilobytes: number): boolean => {
    mkdirSync(disk(), { recursive: true });
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', disk()], { stdio: 'ignore' });
      return true;
    } catch {
      console.warn('skipped: no small disk can be mounted here (needs root on Linux)');
      return false;
    }
  };
  const grow = (kilobytes: number): void => void execFileSync('mount', ['-o', `remount,size=${kilobytes}k`, disk()], { stdio: 'ignore' });
  const unmount = (): void => void execFileSync('umount', ['-l', disk()], { stdio: 'ignore' });

  test('wherever `sync` and `export` run out of room they say so, lose nothing, and go on when there is room', async (context) => {
    if (!mount(64)) return context.skip('no small disk can be mounted here (needs root on Linux)');
    try {
      const home = join(disk(), 'home');
      const out = join(disk(), 'out');
      await homeOf('small-disk/home');
      const full: number[] = [];
      let size = 64;
      for (; size < 8_000; size += 96) {
        grow(size);
        const { code, stderr } = await sync(home);
        if (code === 0) break;
        expect({ code, stderr }, `${size} kB`).toEqual({ code: 5, stderr: expect.stringContaining('the disk is full') as unknown });
        full.push(size);
      }
      expect(full.length, 'it ran out of room in several places').toBeGreaterThan(2);
      expect(await auditor(home, 'verify')).toMatchObject({ code: 0 });
      let refused = 0;
      for (; size < 32_000; size += 640) {
        grow(size);
        const { code, stderr } = await auditor(home, 'export', '--everything', '--reason', 'a court', '--format', 'html,eml', '--out', out);
        if (code === 0) break;
        expect({ code, stderr }, `${size} kB`).toEqual({ code: 5, stderr: expect.stringContaining('the disk is full') as unknown });
        refused += 1;
      }
      expect(refused).toBeGreaterThan(1);
      expect(existsSync(join(out, 'manifest.json'))).toBe(true);
      expect(readFileSync(join(out, 'records.jsonl'), 'utf8').trim().split('\n').length).toBeGreaterThan(700);
      grow(size + 4_000);
      expect((await auditor(home, 'search', 'invoices', '--reason', 'all there', '--limit', '1000')).stdout.match(/message \d+ about/g)).toHaveLength(700);
    } finally {
      unmount();
    }
  }, 300_000);
});
