import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSigner, newSeed, openNote } from '@holdfast/archive-format';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { handedIn, handInAccess, readAccessLog, recordAccess } from './index.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-access-'));
  path = join(folder, 'access.log');
});
afterEach(() => rmSync(folder, { recursive: true }));
const signer = createSigner('anna', newSeed());
const look = (words: string, reason = 'complaint 7') => recordAccess(path, { holder: 'anna', action: 'search', reason, scope: { words } }, 1000);

test('every look is chained to the one before, and none goes without a reason', () => {
  look('one');
  look('two');
  expect(readAccessLog(path).entries.map(({ n, scope }) => [n, scope['words']])).toEqual([[1, 'one'], [2, 'two']]);
  expect(readAccessLog(path).entries[1]?.previous).toBe(readAccessLog(path).entries[0]?.hash);
  expect(() => look('three', '  ')).toThrowError(/--reason is missing/);
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('a clock that jumps, forward or back, leaves the order and the chain of looks as they are', () => {
  for (const at of [5_000, 9_999_999_999_999, 1_000, 6_000]) recordAccess(path, { holder: 'anna', action: 'search', reason: 'complaint 7', scope: {} }, at);
  expect(readAccessLog(path).entries.map(({ n, at }) => [n, at])).toEqual([[1, 5_000], [2, 9_999_999_999_999], [3, 1_000], [4, 6_000]]);
});

test('a line that was changed or taken out is named; one that a crash left unfinished never happened', () => {
  for (const words of ['one', 'two', 'three']) look(words);
  const text = readFileSync(path, 'utf8');
  appendFileSync(path, '{"n":4,"at"');
  look('four');
  expect(readAccessLog(path).entries).toHaveLength(4);
  writeFileSync(path, text.replace('"two"', '"none"'));
  expect(() => look('five')).toThrowError(/line 2 is not the one/);
  writeFileSync(path, text.split('\n').filter((_, n) => n !== 1).join('\n'));
  expect(() => readAccessLog(path)).toThrowError(/line 2/);
});

test('looks are handed in once, as a note that the holder signed; where nobody takes them, as a file', async () => {
  look('one');
  look('two');
  const taken: string[] = [];
  let status = 202;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
      if (request.url === '/a/access' && request.method === 'POST' && request.headers.authorization === 'Bearer t') taken.push(Buffer.concat(parts).toString());
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const source = { kind: 'address', base: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a`, token: 't' } as const;
  try {
    expect(await handInAccess(path, { source, origin: 'box.test', signer })).toEqual({ count: 2, how: 'posted' });
    const opened = openNote(taken[0] ?? '', [signer.vkey]);
    expect(opened.ok && opened.signatures).toHaveLength(1);
    expect(opened.ok && opened.text.split('\n').slice(0, 6)).toEqual(['holdfast.archive/access/v1', 'origin box.test', 'holder anna', 'from 1', 'to 2', 'previous none']);
    expect(await handInAccess(path, { source, origin: 'box.test', signer })).toEqual({ count: 0, how: 'nothing' });
    look('three');
    status = 404;
    expect(await handInAccess(path, { source, origin: 'box.test', signer })).toMatchObject({ count: 1, how: 'file', because: 'the address answered 404', path: join(folder, 'access-request-3-3.txt') });
    expect(handedIn(path)).toBe(2);
  } finally {
    server.close();
  }
  expect(await handInAccess(path, { source: { kind: 'folder', path: folder }, origin: 'box.test', signer })).toMatchObject({ count: 1, how: 'file' });
});
