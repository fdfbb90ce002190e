import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMatrixGateway } from './gateway.ts';

const token = 'syt_secret_of_anna';
const messages = '/_matrix/client/v3/rooms/!room/messages';
const receipt = '/_matrix/client/v3/rooms/!room/receipt/m.read/$event';
type Heard = { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers']; body: string };

let base: string;
let heard: Heard[] = [];
let unwelcome: string[] = [];
let answer: (response: ServerResponse) => void;
let signedIn = true;
let wake: () => void;
const server = createServer((request, response) => {
  void (async () => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    heard.push({ method: request.method, url: request.url, headers: request.headers, body });
    answer(response);
  })();
});
const say = (status: number, value: object, headers: Record<string, string> = {}) => (response: ServerResponse) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
const gateway = createMatrixGateway({
  fetch: (input, init) => fetch(input, init),
  present: () => (signedIn ? { homeserver: base, accessToken: token } : undefined),
  onUnwelcome: (code) => void unwelcome.push(code),
  onWake: (listener) => void (wake = listener),
});
const ask = (path: string, init: RequestInit = {}, search = ''): Promise<Response> => gateway(new Request('http://app.invalid/', init), path, search);
const post = (body: string | ReadableStream<Uint8Array>): RequestInit => ({ method: 'POST', body });

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  [heard, unwelcome, signedIn] = [[], [], true];
  answer = say(200, { chunk: [] });
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('method, path, query and body go on, with the token put in; of the screen’s own headers none', async () => {
  const own = { authorization: 'Bearer stolen', cookie: 'a=b', 'x-forwarded-for': '10.0.0.1', 'content-type': 'text/html' };
  expect((await ask(receipt, { ...post('{"thread_id":"main"}'), headers: own }, '?x=1')).status).toBe(200);
  expect(heard).toHaveLength(1);
  expect(heard[0]).toMatchObject({ method: 'POST', url: `${receipt}?x=1`, body: '{"thread_id":"main"}', headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } });
  expect(heard[0]?.headers).not.toHaveProperty('cookie');
  expect(heard[0]?.headers).not.toHaveProperty('x-forwarded-for');
});

test('of the answer status and JSON come back, no header of the homeserver and never the token', async () => {
  answer = say(200, { chunk: [1] }, { 'set-cookie': 'a=b', 'access-control-allow-origin': '*', 'content-type': 'text/html', 'x-token': token });
  const response = await ask(messages);
  expect(await response.json()).toEqual({ chunk: [1] });
  expect(Object.fromEntries(response.headers)).toEqual({ 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
});

test('nobody signed in, or locked: nothing leaves', async () => {
  signedIn = false;
  const response = await ask(messages);
  expect([response.status, await response.json()]).toMatchObject([401, { errcode: 'M_MISSING_TOKEN' }]);
  expect(heard).toEqual([]);
});

test.each([['GET', '/_matrix/client/v3/account/whoami', ''], ['POST', '/_matrix/client/v3/login', ''], ['GET', messages, '?access_token=other'], ['DELETE', messages, '']])('%s %s%s is refused here', async (method, path, search) => {
  const response = await ask(path, { method }, search);
  expect([response.status, await response.json()]).toMatchObject([403, { errcode: 'M_FORBIDDEN' }]);
  expect(heard).toEqual([]);
});

test('a body may be 256 KiB, counted in bytes; the rest of a larger one is not even read', async () => {
  expect((await ask(receipt, post('x'.repeat(256 * 1024)))).status).toBe(200);
  expect((await ask(receipt, post('ж'.repeat(128 * 1024 + 1)))).status).toBe(413);
  let given = 0;
  const endless = new ReadableStream<Uint8Array>({ pull: (controller) => (given++, controller.enqueue(new Uint8Array(64 * 1024))) });
  expect((await ask(receipt, { ...post(endless), duplex: 'half' })).status).toBe(413);
  expect(given).toBeLessThan(10);
  expect(heard).toHaveLength(1);
});

test.each([[401, 'M_UNKNOWN_TOKEN', ['M_UNKNOWN_TOKEN']], [401, 'M_USER_LOCKED', ['M_USER_LOCKED']], [403, 'M_USER_LOCKED', ['M_USER_LOCKED']], [403, 'M_FORBIDDEN', []], [429, 'M_LIMIT_EXCEEDED', []]])('the homeserver says %i %s: passed on, and told %j', async (status, errcode, told) => {
  answer = say(status, { errcode });
  const response = await ask(messages);
  expect([response.status, await response.json(), unwelcome]).toEqual([status, { errcode }, told]);
});

test('a refusal that is no JSON is passed on and told to nobody', async () => {
  answer = (response) => void response.writeHead(403).end('<html>proxy</html>');
  expect((await ask(messages)).status).toBe(403);
  expect(unwelcome).toEqual([]);
});

test('another address is never followed, so the token goes nowhere else', async () => {
  answer = (response) => void response.writeHead(302, { location: `${base}/elsewhere` }).end();
  expect((await ask(messages)).status).toBe(502);
  expect(heard).toHaveLength(1);
});

test('a homeserver that hangs up or is not there is an answer, never silence', async () => {
  answer = (response) => void response.destroy();
  const response = await ask(messages);
  expect([response.status, await response.json()]).toMatchObject([502, { errcode: 'M_UNKNOWN' }]);
  const nowhere = createMatrixGateway({ fetch: (input, init) => fetch(input, init), present: () => ({ homeserver: 'http://127.0.0.1:1', accessToken: token }), onUnwelcome: () => undefined });
  expect((await nowhere(new Request('http://app.invalid/'), messages, '')).status).toBe(502);
});

test('whoever asked and left ends the question at the homeserver too', async () => {
  const abort = new AbortController();
  const ended = new Promise<void>((resolve) => {
    answer = (response) => {
      response.on('close', resolve);
      abort.abort();
    };
  });
  expect((await ask(messages, { signal: abort.signal })).status).toBe(502);
  await ended;
});

test('what waited while the computer slept is asked once more', async () => {
  answer = () => {
    answer = say(200, { pos: '2' });
    wake();
  };
  expect(await (await ask('/_matrix/client/unstable/org.matrix.simplified_msc3575/sync', post('{}'), '?pos=1')).json()).toEqual({ pos: '2' });
  expect(heard.map(({ url, body }) => [url?.split('?')[1], body])).toEqual([['pos=1', '{}'], ['pos=1', '{}']]);
});
