import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { consistencyProof, emptyRoot, formatAddCheckpoint, formatCheckpoint, openNote, parseCheckpoint, signNote, tilePath, type Hash } from '@holdfast/archive-format';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createMemoryArchive, makeHolder, type MemoryArchive } from '../../../archive-format/test/memory-archive.ts';

const command = fileURLToPath(new URL('../cli/witness-main.ts', import.meta.url));
let folder: string;
let running: ChildProcess | undefined;
let address = '';
let witnessKey = '';
let archive: MemoryArchive;
let heads: { size: number; note: string }[];

function start(...args: string[]): Promise<{ child: ChildProcess; line: string }> {
  const child = spawn(process.execPath, [command, ...args, ...(args[0] === 'keygen' ? [] : ['--state', join(folder, 'state.json')]), ...(args[0] === 'watch' || args[0] === 'status' ? [] : ['--key', join(folder, 'key')])], { stdio: ['ignore', 'pipe', 'pipe'] });
  return new Promise((resolve, reject) => {
    let errors = '';
    child.stderr?.on('data', (text: Buffer) => (errors += text.toString()));
    createInterface({ input: child.stdout }).once('line', (line) => resolve({ child, line }));
    child.once('exit', (code) => code !== 0 && reject(new Error(errors)));
  });
}
async function serve(): Promise<void> {
  const { child, line } = await start('serve', '--listen', '127.0.0.1:0');
  running = child;
  address = / on (http:\S+), watching/u.exec(line)?.[1] ?? '';
}
async function end(signal: NodeJS.Signals): Promise<void> {
  const child = running;
  running = undefined;
  if (child?.exitCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await gone;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-witness-'));
  archive = await createMemoryArchive({ holders: [await makeHolder('anna')] });
  const chain = await archive.open();
  heads = [];
  for (const more of [3, 300, 20]) {
    for (let n = 0; n < more; n++) archive.seal(chain, { k: 'event', n });
    const note = archive.write({ keepOld: true });
    heads.push({ size: parseCheckpoint(note)?.size ?? 0, note });
  }
  witnessKey = (await start('keygen', '--name', 'witness.test/w1')).line;
  await start('watch', archive.vkey);
  await serve();
}, 30_000);
afterEach(async () => {
  await end('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const readTile = (level: number, index: number, width: number): Promise<Uint8Array> => Promise.resolve((archive.files.get(tilePath(level, index, width)) ?? archive.files.get(tilePath(level, index)) ?? new Uint8Array()).subarray(0, width * 32));
async function post(body: string): Promise<{ status: number; type: string | null; text: string }> {
  const response = await fetch(`${address}/add-checkpoint`, { method: 'POST', body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}
const show = async (oldSize: number, head: { size: number; note: string }, proof?: readonly Hash[]) => post(formatAddCheckpoint({ oldSize, checkpoint: head.note, proof: proof ?? (await consistencyProof(oldSize, head.size, readTile)) }));

test('heads that grow are cosigned, and every other request gets the answer of C2SP tlog-witness', async () => {
  const [first, second, third] = heads as [typeof heads[0], typeof heads[0], typeof heads[0]];
  const signed = await show(0, first);
  expect(signed.status).toBe(200);
  const text = first.note.slice(0, first.note.indexOf('\n\n') + 1);
  expect(openNote(`${text}\n${signed.text}`, [witnessKey])).toMatchObject({ ok: true, signatures: [{ name: 'witness.test/w1', kind: 'cosignature' }] });
  expect((await show(first.size, second)).status).toBe(200);
  expect(await show(first.size, third)).toEqual({ status: 409, type: 'text/x.tlog.size', text: `${second.size}\n` });
  expect((await show(second.size, third, [])).status).toBe(422);
  const unknown = signNote(formatCheckpoint({ origin: 'other.test/log', size: 0, root: emptyRoot }), archive.signer);
  expect((await show(0, { size: 0, note: unknown }, [])).status).toBe(404);
  const last = third.note.lastIndexOf('=');
  expect((await show(second.size, { ...third, note: `${third.note.slice(0, last - 4)}AAAA${third.note.slice(last)}` })).status).toBe(403);
  expect((await show(400, second, [])).status).toBe(400);
  expect((await post('nonsense')).status).toBe(400);
  expect((await post('x'.repeat(100_000))).status).toBe(413);
  expect((await fetch(`${address}/add-checkpoint`)).status).toBe(405);
  expect((await fetch(`${address}/`)).status).toBe(404);
  expect((await show(second.size, third)).status).toBe(200);
}, 30_000);

test('what was cosigned is not forgotten by kill -9, and a fork is refused and kept as evidence', async () => {
  const [first, second] = heads as [typeof heads[0], typeof heads[0]];
  for (const [oldSize, head] of [[0, first], [first.size, second]] as const) {
    expect((await show(oldSize, head)).status).toBe(200);
    await end('SIGKILL');
    await serve();
    expect(await show(0, first)).toMatchObject({ status: 409, text: `${head.size}\n` });
  }
  const other = signNote(formatCheckpoint({ origin: archive.policy.origin, size: second.size, root: emptyRoot }), archive.signer);
  expect((await show(second.size, { size: second.size, note: other }, [])).status).toBe(409);
  const evidence = readdirSync(folder).filter((name) => name.startsWith('state.json.evidence.'));
  expect(evidence.map((name) => readFileSync(join(folder, name), 'utf8').includes(other))).toEqual([true]);
  for (const name of ['key', 'state.json']) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
}, 30_000);

test('a log that is new may show the head of nothing; a state that is damaged, and a second witness on it, are refused', async () => {
  const nothing = { size: 0, note: signNote(formatCheckpoint({ origin: archive.policy.origin, size: 0, root: emptyRoot }), archive.signer) };
  expect((await show(0, nothing, [])).status).toBe(200);
  await expect(start('serve', '--listen', '127.0.0.1:0')).rejects.toThrow(/in use by process/u);
  await end('SIGTERM');
  writeFileSync(join(folder, 'state.json'), '{"version":"holdfast.witness/state/v1","logs":[{"origin":"x"}]}');
  await expect(start('serve', '--listen', '127.0.0.1:0')).rejects.toThrow(/field "logs\[0\]"/u);
}, 30_000);
