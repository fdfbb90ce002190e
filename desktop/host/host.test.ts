import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { request as ask, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { pageHeaders } from '../main/page-headers.ts';
import { startHost } from './host.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-host-'));
const keys = { anna: 'launch-key-of-anna', boris: 'launch-key-of-boris', clara: 'launch-key-of-clara' };
type Name = keyof typeof keys;
let host: Awaited<ReturnType<typeof startHost>>;
let own: string;
type Answer = { status: number | undefined; headers: IncomingHttpHeaders; body: string };

/** As it goes over the wire: no client tidies the path, the host name or the origin. */
function send(path: string, { method = 'GET', headers = {}, body = '' }: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = ask({ host: '127.0.0.1', port: host.port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
    });
    request.on('error', reject).end(body);
  });
}
const launch = (name: string, key: string, headers: Record<string, string> = { origin: own }): Promise<Answer> => send(`/${name}/_host/launch`, { method: 'POST', headers, body: JSON.stringify({ key }) });
const cookieOf = async (name: Name): Promise<string> => String((await launch(name, keys[name])).headers['set-cookie']).split(';')[0] ?? '';
function openSocket(name: string, headers: Record<string, string>): WebSocket {
  const socket = new WebSocket(`ws://127.0.0.1:${host.port}/${name}/_host/socket`, { headers });
  socket.on('error', () => undefined);
  return socket;
}
async function opened(name: Name): Promise<WebSocket> {
  const socket = openSocket(name, { origin: own, cookie: await cookieOf(name) });
  await once(socket, 'open');
  return socket;
}
const opens = async (name: string, headers: Record<string, string>): Promise<boolean> => {
  const socket = openSocket(name, headers);
  const isOpen = await Promise.race([once(socket, 'open').then(() => true), once(socket, 'unexpected-response').then(() => false, () => false)]);
  socket.terminate();
  return isOpen;
};

beforeAll(async () => {
  mkdirSync(join(folder, 'page/assets'), { recursive: true });
  writeFileSync(join(folder, 'page/index.html'), '<!doctype html><title>Holdfast</title>');
  writeFileSync(join(folder, 'page/assets/app.js'), 'export {};');
  writeFileSync(join(folder, 'page/notes.md'), 'not of the page');
  writeFileSync(join(folder, 'secret.txt'), 'outside');
  for (const [name, key] of Object.entries(keys)) writeFileSync(join(folder, `${name}.key`), `${key}\n`);
  host = await startHost({
    listen: { host: '127.0.0.1', port: 0 }, box: 'http://127.0.0.1:1', profiles: join(folder, 'profiles'), renderer: join(folder, 'page'),
    people: Object.keys(keys).map((name) => ({ name, launchKeyFile: join(folder, `${name}.key`) })),
  });
  own = `http://127.0.0.1:${host.port}`;
});
afterAll(async () => {
  await host.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('the launch key is exchanged for a cookie that no script reads, no other site sends and no other person’s page gets', async () => {
  const { status, headers, body } = await launch('anna', keys.anna);
  expect([status, body, headers['cache-control']]).toEqual([204, '', 'no-store']);
  expect(headers['set-cookie']).toHaveLength(1);
  expect(headers['set-cookie']?.[0]).toMatch(/^holdfast-desktop=[A-Za-z0-9_-]{43}; Path=\/anna\/; HttpOnly; SameSite=Strict$/);
  expect(await cookieOf('anna')).not.toBe(await cookieOf('anna'));
});

test.each([['a wrong key', 'launch-key-of-anno'], ['another’s key', keys.boris], ['the beginning of it', 'launch'], ['nothing', '']])('%s gets no cookie', async (_what, key) => {
  const { status, headers } = await launch('anna', key);
  expect([status, headers['set-cookie']]).toEqual([403, undefined]);
});
test.each([['{', 403], ['null', 403], ['{"key":5}', 403], [`{"key":"${'x'.repeat(2_000)}"}`, 413]])('a launch that is no launch: %s', async (body, status) => {
  expect((await send('/anna/_host/launch', { method: 'POST', headers: { origin: own }, body })).status).toBe(status);
});
test('whoever guesses too often has to wait, even with the right key; the others do not', async () => {
  for (let n = 0; n < 20; n++) expect((await launch('clara', `guess ${n}`)).status).toBe(403);
  expect((await launch('clara', keys.clara)).status).toBe(403);
  expect((await launch('boris', keys.boris)).status).toBe(204);
});
test.each([['another site', { origin: 'https://evil.example' }], ['another port', { origin: 'http://127.0.0.1:1' }], ['a sandboxed frame', { origin: 'null' }], ['one that does not say', {}]])('no cookie for %s', async (_what, headers) => {
  expect((await launch('anna', keys.anna, headers)).status).toBe(403);
});

test.each(['/anna/_matrix/client/versions', '/anna/media/box.test/file', '/anna/media/out/file'])('%s needs the cookie of its person', async (path) => {
  expect((await send(path)).status).toBe(401);
  expect((await send(path, { headers: { cookie: 'holdfast-desktop=guess' } })).status).toBe(401);
  expect((await send(path, { headers: { cookie: await cookieOf('boris') } })).status).toBe(401);
  const mine = { cookie: await cookieOf('anna') };
  expect((await send(path, { headers: { ...mine, origin: 'https://evil.example' } })).status).toBe(401);
  expect((await send(path, { headers: { ...mine, 'sec-fetch-site': 'cross-site' } })).status).toBe(401);
  const { status, body } = await send(path, { headers: mine });
  expect([status, body]).toEqual([401, expect.stringContaining(path.includes('media') ? 'NOT_SIGNED_IN' : 'M_MISSING_TOKEN')]); // the services’ own word: nobody signed in
});
test('the socket opens for the page of the person who has the cookie, and for nobody else', async () => {
  const [anna, boris] = [await cookieOf('anna'), await cookieOf('boris')];
  expect(await opens('anna', { origin: own, cookie: anna })).toBe(true);
  for (const [name, headers] of [['anna', { origin: own }], ['anna', { origin: own, cookie: boris }], ['boris', { origin: own, cookie: anna }], ['anna', { cookie: anna }], ['anna', { origin: 'https://evil.example', cookie: anna }], ['nobody', { origin: own, cookie: anna }], ['anna', { origin: own, cookie: anna, host: 'evil.example' }]] as [string, Record<string, string>][]) {
    expect(await opens(name, headers), JSON.stringify([name, Object.keys(headers)])).toBe(false);
  }
});

test.each(['evil.example', 'evil.example:80', '127.0.0.1', '127.0.0.1.evil.example'])('a page of another name that leads here (%s) gets nothing', async (name) => {
  for (const path of ['/anna/', '/health', '/anna/_matrix/client/versions']) expect((await send(path, { headers: { host: name } })).status).toBe(421);
});

test.each(['/anna/../secret.txt', '/anna/%2e%2e/secret.txt', '/anna/..%2fsecret.txt', '/anna/..%5csecret.txt', '/anna/%2e%2e%2f%2e%2e%2fetc%2fpasswd', '/anna//etc/passwd', '/anna/assets/..%2f..%2fsecret.txt', '/anna/index.html%00.js', '/anna/%', '/anna/%ff', '/anna/notes.md', '/anna/assets/', '/anna/missing.js', '/secret.txt', '/nobody/', '/', '//', '/\\', '/anna/_host/other'])('%s is not there', async (path) => {
  expect((await send(path)).status).toBe(404);
});

test('every answer carries the strict headers', async () => {
  const cookie = await cookieOf('anna');
  const answers = [await send('/anna/'), await send('/anna/assets/app.js'), await send('/anna'), await send('/health'), await send('/anna/missing.js'), await send('/anna/_matrix/client/versions'), await send('/anna/_matrix/client/versions', { headers: { cookie } }), await launch('anna', keys.anna), await launch('anna', 'wrong'), await send('/anna/', { headers: { host: 'evil.example' } }), await send('/anna/', { method: 'POST' })];
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 308, 200, 404, 401, 401, 204, 403, 421, 404]);
  for (const { headers } of answers) expect(headers).toMatchObject(pageHeaders);
  const media = await send('/anna/media/box.test/file', { headers: { cookie } });
  expect(media.headers).toMatchObject({ ...pageHeaders, 'content-security-policy': "default-src 'none'; sandbox" });
});

test('a call over the socket is answered under its number, an unknown one refused', async () => {
  const socket = await opened('anna');
  const heard = async (message: unknown): Promise<unknown> => {
    socket.send(JSON.stringify(message));
    const [data] = (await once(socket, 'message')) as [Buffer];
    return JSON.parse(data.toString());
  };
  expect(await heard({ id: 1, call: 'readHost', input: {} })).toMatchObject({ id: 1, reply: { ok: true, value: { kind: 'browser' } } });
  expect(await heard({ id: 2, call: 'constructor', input: {} })).toMatchObject({ id: 2, reply: { ok: false, code: 'UNKNOWN_CALL' } });
  expect(await heard({ id: 3, call: 'readHost', input: { more: 1 } })).toMatchObject({ id: 3, reply: { ok: false, code: 'BAD_INPUT' } });
  expect(await heard({ id: 4, call: 'listConversations', input: {} })).toMatchObject({ id: 4, reply: { ok: false, code: 'NOT_SIGNED_IN' } });
  socket.terminate();
});
test.each([['no JSON', '{', 1008], ['null', 'null', 1008], ['a list', '[]', 1008], ['no number', '{"id":"1","call":"readHost"}', 1008], ['no name', '{"id":1,"call":{}}', 1008], ['5 MiB', `{"id":1,"call":"readHost","input":"${'x'.repeat(5 * 1024 * 1024)}"}`, 1009]])('a frame that holds %s ends its own socket and nobody else’s', async (_what, frame, code) => {
  const [bad, good] = [await opened('anna'), await opened('anna')];
  bad.send(frame);
  const [closedWith] = (await once(bad, 'close')) as [number];
  expect([code, 1006]).toContain(closedWith);
  good.send('{"id":9,"call":"readHost","input":{}}');
  expect(JSON.parse(String((await once(good, 'message'))[0]))).toMatchObject({ id: 9, reply: { ok: true } });
  good.terminate();
});
test('a socket asked for under an address that is none, and left at once, does not end the host', async () => {
  for (const path of ['//', '/\\', '*', '/anna/_host/socket']) {
    const socket = connect(host.port, '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`);
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString(), path).toMatch(/^HTTP\/1\.1 40/);
    socket.resetAndDestroy();
  }
  expect((await send('/health')).body).toBe('{"status":"ok"}');
});
test('people’s profiles and the keys that seal them lie apart, readable by their owner alone', () => {
  for (const name of Object.keys(keys)) expect(statSync(join(folder, 'profiles/keys', `${name}.key`)).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, 'profiles/keys')).mode & 0o777).toBe(0o700);
});
