import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { jpeg, words } from '../../test/support/odd-files.ts';
import { bombPng, samplePng } from '../../test/support/sample-png.ts';
import { bytesUnder, foundIn, openRig, type Rig } from '../../test/support/store-rig.ts';
import { createDownloads } from './downloads.ts';
import { createMediaGateway } from './media-gateway.ts';

const canary = 'zanzibar-offer-for-kowalski';
const film = Buffer.concat([Buffer.from('\0\0\0\x10ftypisom\0\0\0\0', 'latin1'), Buffer.alloc(600_000, `${canary} `)]);
let rig: Rig;
let asked: (string | undefined)[] = [];
let signedIn = true;
let answer: (response: ServerResponse) => void;
let files = 0;
let path: string;
const server = createServer((request, response) => {
  asked.push(request.url);
  answer(response);
});
const downloads = createDownloads({ fetch: (input, init) => fetch(input, init) });
const gateway = createMediaGateway({ downloads, present: () => (signedIn ? { homeserver: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, accessToken: 'secret', store: rig.store } : undefined) });
const get = (at: string, headers: Record<string, string> = {}, search = '', method = 'GET'): Promise<Response> => gateway(new Request('http://app.invalid/', { method, headers }), at, new URLSearchParams(search));
/** What a sender says about a file counts for nothing. */
const sends = (content: Uint8Array, type = 'image/png') => (response: ServerResponse) => void response.writeHead(200, { 'content-type': type, 'content-length': content.length, 'content-disposition': 'inline', 'x-own': 'header' }).end(content);

beforeAll(async () => {
  rig = await openRig();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
  [asked, signedIn, path] = [[], true, `/media/box.test/file${++files}`];
  answer = sends(film, 'text/html');
});
afterAll(async () => {
  downloads.stop();
  server.closeAllConnections();
  server.close();
  await rig.close();
});

test.each<[string, Uint8Array, string, string, boolean]>([
  ['a picture that calls itself a page', samplePng(8, 8), 'text/html', 'image/png', true],
  ['a page that calls itself a picture', words('<html><script>alert(1)</script>'), 'image/png', 'application/octet-stream', false],
  ['SVG', words('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'image/svg+xml', 'application/octet-stream', false],
  ['a program', words('MZ...'), 'application/x-msdownload', 'application/octet-stream', false],
  ['an empty file', new Uint8Array(), 'image/png', 'application/octet-stream', false],
])('%s is served as what it is, and can run nothing', async (_what, content, said, type, isInline) => {
  answer = sends(content, said);
  const response = await get(path);
  expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
  expect(Object.fromEntries(response.headers)).toEqual({
    'content-type': type,
    'content-length': String(content.length),
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; sandbox",
    ...(isInline ? {} : { 'content-disposition': 'attachment' }),
  });
});

test.each<[string, Uint8Array]>([['PNG', bombPng(60_000, 60_000)], ['JPEG', jpeg(60_000, [0xff])]])('an image bomb (%s) is never drawn: not whole, not small, not in parts', async (_what, bomb) => {
  answer = sends(bomb);
  for (const [headers, search] of [[{}, ''], [{}, 'variant=thumb'], [{ range: 'bytes=0-9' }, '']] as const) {
    const response = await get(path, headers, search);
    expect([response.status, await response.json()]).toEqual([415, { code: 'MEDIA_UNSAFE' }]);
  }
});

test.each([
  ['bytes=0-9', 206, `bytes 0-9/${film.length}`, film.subarray(0, 10)],
  ['bytes=300000-', 206, `bytes 300000-${film.length - 1}/${film.length}`, film.subarray(300_000)],
  [`bytes=${film.length - 1}-${film.length + 99}`, 206, `bytes ${film.length - 1}-${film.length - 1}/${film.length}`, film.subarray(-1)],
  ['bytes=-500', 206, `bytes ${film.length - 500}-${film.length - 1}/${film.length}`, film.subarray(-500)],
  [`bytes=-${film.length + 5}`, 206, `bytes 0-${film.length - 1}/${film.length}`, film],
  ['bytes=-0', 416, `bytes */${film.length}`, Buffer.alloc(0)],
  [`bytes=${film.length}-`, 416, `bytes */${film.length}`, Buffer.alloc(0)],
  ['bytes=9-3', 200, null, film],
  ['bytes=0-1,5-6', 200, null, film],
  ['lines=0-9', 200, null, film],
  ['bytes=x-y', 200, null, film],
])('a part of a film: %s', async (range, status, contentRange, content) => {
  const response = await get('/media/box.test/film', { range });
  expect([response.status, response.headers.get('content-range')]).toEqual([status, contentRange]);
  const body = Buffer.from(await response.arrayBuffer());
  expect(body.equals(content)).toBe(true);
  if (status !== 416) expect(response.headers.get('content-length')).toBe(String(content.length));
});

test('is fetched once and then comes from the store, also without a homeserver; the disk shows none of it', async () => {
  expect((await get(path)).status).toBe(200);
  answer = (response) => void response.destroy();
  expect(Buffer.from(await (await get(path)).arrayBuffer()).equals(film)).toBe(true);
  expect(asked).toEqual([`/_matrix/client/v1/media/download/box.test/file${files}`]);
  expect(foundIn(bytesUnder(rig.directory), [canary])).toEqual([]);
});

test.each([[404, 404, 'NOT_FOUND'], [403, 404, 'NOT_FOUND'], [500, 502, 'OFFLINE'], [429, 502, 'OFFLINE'], [302, 502, 'OFFLINE']])('the box answers %i: %i %s, and it may be asked again', async (status, told, code) => {
  answer = (response) => void response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/' } : {}).end();
  const response = await get(path);
  expect([response.status, await response.json()]).toEqual([told, { code }]);
  answer = sends(film);
  expect((await get(path)).status).toBe(200);
});

test('a film that breaks off is not half a film', async () => {
  answer = (response) => {
    response.writeHead(200, { 'content-length': film.length });
    response.write(film.subarray(0, 200_000), () => response.destroy());
  };
  expect((await get(path)).status).toBe(502);
});

test.each(['/media/', '/media/box.test', '/media/box.test/', '/media//file', '/media/box.test/file/more', '/media/../file', '/media/box.test/..%2F..%2Fadmin', '/media/box%2Ftest/file', '/media/box.test/a?b', '/media/box.test/a b', '/media/box.test/..', '/media/../..', '/media/box.test/%2e%2e'])('%s is no file and asks nobody', async (at) => {
  expect((await get(at)).status).toBe(404);
  expect(asked).toEqual([]);
});

test('only signed in, and only to look', async () => {
  expect((await get(path, {}, '', 'POST')).status).toBe(405);
  signedIn = false;
  const response = await get(path);
  expect([response.status, await response.json(), asked]).toEqual([401, { code: 'NOT_SIGNED_IN' }, []]);
});

test('a file that waits here to be sent is looked at in the same way', async () => {
  const keep = async (id: string, content: Uint8Array): Promise<void> => {
    await rig.store.outgoing.beginFile(id, content.length);
    await rig.store.outgoing.appendFile(id, content);
  };
  await keep('good', samplePng(8, 8));
  await keep('bomb', bombPng(60_000, 60_000));
  await keep('page', words('<html>'));
  const shown = await Promise.all(['good', 'bomb', 'page', 'gone'].map((id) => get(`/media/out/${id}`)));
  expect(shown.map(({ status, headers }) => [status, headers.get('content-type')])).toEqual([[200, 'image/png'], [415, 'application/json'], [200, 'application/octet-stream'], [404, 'application/json']]);
  expect(asked).toEqual([]);
});
