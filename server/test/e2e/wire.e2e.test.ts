import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Phone } from '../support/phone.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
let jan: Phone;
let room: string;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  ({ phone: jan, roomId: room } = await world.clientOf(anna, '+48511000001', 'Jan says hello'));
});
afterAll(() => world.close());

const fromHomeserver = (): string => world.secret('loopback-homeserver-to-gate');
const fromBridge = (): string => world.secret('loopback-as-token');
const transactions = '/from-homeserver/loopback/_matrix/app/v1/transactions';

type Ask = { method?: string; token?: string | undefined; body?: string; headers?: Record<string, string> };
async function ask(base: string, path: string, { method = 'PUT', token, body = '{"events":[]}', headers = {} }: Ask = {}) {
  const reply = await fetch(`${base}${path}`, {
    method,
    headers: { 'content-type': 'application/json', ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(method === 'GET' || method === 'HEAD' ? {} : { body }),
  });
  const text = await reply.text();
  return { status: reply.status, text, answer: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> };
}
const gate = (path: string, how?: Ask) => ask(world.urls.gate, path, how);
const statusOf = async (path: string, how?: Ask): Promise<number> => (await gate(path, how)).status;

test('nobody speaks to the gate without the token of that bridge and that side', async () => {
  const token = fromHomeserver();
  expect(await gate(`${transactions}/t1`)).toMatchObject({ status: 401, answer: { errcode: 'M_MISSING_TOKEN' } });
  for (const wrong of ['wrong', token.slice(0, -1), `${token}x`, fromBridge(), world.secret('loopback-gate-to-bridge'), world.secret('loopback-provisioning')]) {
    expect(await gate(`${transactions}/t1`, { token: wrong })).toMatchObject({ status: 403, answer: { errcode: 'M_FORBIDDEN' } });
  }
  expect(await statusOf(`${transactions}/t1?access_token=${token}`)).toBe(401);
  for (const report of ['status', 'checkpoints']) {
    expect(await statusOf(`/from-bridge/loopback/${report}`, { method: 'POST', body: '{}' })).toBe(401);
    expect(await statusOf(`/from-bridge/loopback/${report}`, { method: 'POST', body: '{}', token })).toBe(403);
  }
  expect(await statusOf(`${transactions}/t1`, { token })).toBe(200);
});

test('nothing but the agreed paths exists at the gate', async () => {
  const token = fromHomeserver();
  const app = '/from-homeserver/loopback/_matrix/app/v1';
  for (const [method, path] of [
    ['PUT', '/from-homeserver/whatsapp/_matrix/app/v1/transactions/t1'],
    ['PUT', '/from-homeserver/__proto__/_matrix/app/v1/transactions/t1'],
    ['POST', '/from-bridge/nobody/status'],
    ['GET', '/from-homeserver/loopback/_matrix/provision/v3/login/flows'],
    ['POST', '/from-homeserver/loopback/_matrix/provision/v3/login/start/qr'],
    ['GET', '/_matrix/provision/v3/logins'],
    ['PUT', '/_matrix/app/v1/transactions/t1'],
    ['POST', `${transactions}/t1`],
    ['GET', `${app}/ping`],
    ['GET', `${app}/thirdparty/protocol/loopback`],
    ['HEAD', `${app}/users/x`],
    ['GET', `${app}/../../../from-bridge/loopback/status`],
    ['GET', '/metrics'],
    ['GET', '/debug/pprof/'],
    ['GET', '/'],
  ] as const) {
    expect(await statusOf(path, { method, token }), `${method} ${path}`).toBe(404);
  }
  expect(await gate(`${app}/users/@x:box.test`, { method: 'GET', token })).toMatchObject({ status: 404, answer: { errcode: 'M_NOT_FOUND' } });
  expect(await statusOf(`${app}/rooms/%23x:box.test`, { method: 'GET' })).toBe(401);
});

/** Announces `length` bytes and sends only the beginning of them; answers with the status, or with null when the line is torn first. */
function beginning(base: string, { method, path, token, length, torn = false }: { method: string; path: string; token: string; length: number; torn?: boolean }): Promise<number | null> {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      const head = `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
      socket.write(`${head}{"events":[{"type":"m.room`, () => void (torn && socket.destroy()));
    });
    socket.once('data', (data) => {
      resolve(Number(data.toString().split(' ')[1]));
      socket.destroy();
    });
    socket.once('close', () => resolve(null));
    socket.once('error', reject);
  });
}
const tooMuch = 17 * 1024 * 1024;

test('what is no transaction is refused and disturbs nothing', async () => {
  const token = fromHomeserver();
  for (const body of ['', 'not json', '{"events":', '[]', 'null', '"text"', '{"events":{}}', '{"events":"all"}', '\u0000']) {
    expect(await statusOf(`${transactions}/bad`, { token, body }), JSON.stringify(body)).toBe(400);
  }
  expect(await statusOf(`${transactions}/bad`, { token, body: 'events', headers: { 'content-type': 'text/plain' } })).toBe(415);
  const put = { method: 'PUT', path: `${transactions}/half`, token };
  expect(await beginning(world.urls.gate, { ...put, length: tooMuch })).toBe(413);
  expect(await Promise.all(Array.from({ length: 5 }, () => beginning(world.urls.gate, { ...put, length: 5_000, torn: true })))).toEqual(Array(5).fill(null));
  // Strange, but of the right shape: taken for the hint that every push is.
  const strange = [null, 7, 'x', [], {}, { type: 'm.typing' }, { type: 'm.typing', room_id: room, content: { user_ids: [null, 3, {}] } }, { type: 'm.receipt', room_id: room, content: { $x: { 'm.read': { [anna.userId]: null } } } }];
  expect(await statusOf(`${transactions}/strange`, { token, body: JSON.stringify({ events: strange, ephemeral: strange }) })).toBe(200);
  for (const [path, bodies] of [
    ['checkpoints', ['{}', '[]', 'null', '{"checkpoints":7}', '{"checkpoints":[{}]}', '{"checkpoints":[{"event_id":7}]}']],
    ['status', ['[]', 'null', '7', '{"state_event":7}']],
  ] as const) {
    for (const body of bodies) expect(await statusOf(`/from-bridge/loopback/${path}`, { method: 'POST', token: fromBridge(), body }), `${path} ${body}`).toBe(400);
  }
  await anna.say(room, 'still alive after bad input');
  await jan.heard('still alive after bad input');
});

test('a push is a hint: forged, repeated and reordered events do nothing, whoever sent them', async () => {
  const token = fromHomeserver();
  const sent = await anna.say(room, 'said once');
  await jan.heard('said once');
  const real = (await anna.events(room)).find(({ event_id }) => event_id === sent);
  const forged = { ...real, event_id: '$forged', content: { msgtype: 'm.text', body: 'never said' } };
  const changed = { ...real, content: { msgtype: 'm.text', body: 'said otherwise' } };
  for (const events of [[real], [real, real], [forged], [changed, real], [forged, changed]]) {
    for (const id of ['same-id', 'same-id', `id-${events.length}`]) expect(await statusOf(`${transactions}/${id}`, { token, body: JSON.stringify({ events }) })).toBe(200);
  }
  await anna.say(room, 'said after the forgeries');
  await jan.heard('said after the forgeries');
  const texts = await jan.texts();
  expect(texts.filter((text) => text === 'said once')).toHaveLength(1);
  expect(texts).not.toContain('never said');
  expect(texts).not.toContain('said otherwise');
  expect(world.decisionOn('$forged')).toBeUndefined();
});

test('checkpoints repeated, reordered, late or about nothing change nothing that is certain', async () => {
  const sent = await anna.say(room, 'delivered for certain');
  await jan.heard('delivered for certain');
  await world.api.delivery(sent, 'delivered');
  const checkpoint = { event_id: sent, room_id: room, step: 'REMOTE', timestamp: Date.now(), status: 'SUCCESS', event_type: 'm.room.message', reported_by: 'BRIDGE', retry_num: 0 };
  const post = (checkpoints: object[]) => statusOf('/from-bridge/loopback/checkpoints', { method: 'POST', token: fromBridge(), body: JSON.stringify({ checkpoints }) });
  expect(await post([checkpoint, checkpoint])).toBe(200);
  expect(await post([{ ...checkpoint, status: 'PERM_FAILURE', info: 'late lie' }, { ...checkpoint, step: 'BRIDGE' }])).toBe(200);
  expect(await post([{ ...checkpoint, status: 'TIMEOUT' }])).toBe(200);
  expect(await post([{ ...checkpoint, event_id: '$nobody-knows' }])).toBe(200);
  expect(await world.api.delivery(sent, 'delivered')).toMatchObject({ attempts: 1 });
});

const people = { signInName: 'x', name: 'X', roles: ['employee'] };
const account = { bridgeId: 'loopback', slug: 'more', label: 'More' };
const handover = { scope: { kind: 'rooms', roomIds: ['!x:box.test'] }, successors: { userIds: ['@x:box.test'] }, reason: 'r' };
const bad: [method: string, path: string, body: unknown, field: string][] = [
  ['POST', '/people', { ...people, signInName: null }, '/signInName'],
  ['POST', '/people', { ...people, signInName: 'Ąę; DROP TABLE' }, '/signInName'],
  ['POST', '/people', { ...people, name: undefined }, '/name'],
  ['POST', '/people', { ...people, name: 'n'.repeat(121) }, '/name'],
  ['POST', '/people', { ...people, name: ['X'] }, '/name'],
  ['POST', '/people', { ...people, roles: ['king'] }, '/roles/0'],
  ['POST', '/people', { ...people, roles: [] }, '/roles'],
  ['POST', '/people', { ...people, nickname: 'x' }, '/nickname'],
  ['POST', '/people', { ...people, roomCap: -1 }, '/roomCap'],
  ['POST', '/people', { ...people, roomCap: 1.5 }, '/roomCap'],
  ['POST', '/accounts', { ...account, number: '600 000 001' }, '/number'],
  ['POST', '/accounts', { ...account, number: 48600000009 }, '/number'],
  ['POST', '/accounts', { ...account, slug: '../../etc' }, '/slug'],
  ['POST', '/accounts', { ...account, staleMinutes: 5 }, '/staleMinutes'],
  ['POST', '/handovers', { ...handover, scope: null }, '/scope'],
  ['POST', '/handovers', { ...handover, scope: { kind: 'rooms', roomIds: [] } }, '/scope/roomIds'],
  ['POST', '/handovers', { ...handover, successors: [] }, '/successors'],
  ['POST', '/handovers', { ...handover, reason: '' }, '/reason'],
  ['POST', '/handovers', { ...handover, reason: 'r'.repeat(501) }, '/reason'],
  ['POST', '/handovers', { ...handover, runAt: 'tomorrow' }, '/runAt'],
  ['POST', '/teams', { slug: 'x', name: 7 }, '/name'],
  ['GET', '/deliveries?limit=0', undefined, '/limit'],
  ['GET', '/deliveries?limit=many', undefined, '/limit'],
  ['GET', '/deliveries?state=lost', undefined, '/state'],
  ['GET', '/deliveries?colour=red', undefined, '/colour'],
];

test.each(bad)('%s %s with bad input names the field', async (method, path, body, field) => {
  const { status, answer } = await ask(world.urls.api, `/api/v1${path}`, { method, token: administrator, body: JSON.stringify(body) });
  expect({ status, answer }).toMatchObject({ status: 400, answer: { code: 'BAD_REQUEST', field } });
  expect(String(answer['message']).length).toBeLessThan(600); // says what is wrong, does not echo it
});
let administrator = '';
beforeAll(async () => {
  const reply = await ask(world.urls.api, '/api/v1/sessions', { method: 'POST', body: JSON.stringify({ method: 'password', name: 'admin', password: world.secret('administrator-password') }) });
  administrator = String(reply.answer['token']);
});

test('the API refuses what is no request at all, and who it does not know', async () => {
  const api = (path: string, how: Ask) => ask(world.urls.api, `/api/v1${path}`, { token: administrator, method: 'POST', ...how });
  for (const body of ['', 'not json', '{"name":', 'null', '[]', '7', '\u0000']) expect(await api('/teams', { body }), JSON.stringify(body)).toMatchObject({ status: 400, answer: { code: 'BAD_REQUEST' } });
  expect(await beginning(world.urls.api, { method: 'POST', path: '/api/v1/teams', token: administrator, length: tooMuch })).toBe(413);
  expect(await api('/nothing-here', {})).toMatchObject({ status: 404, answer: { code: 'NOT_FOUND' } });
  expect(await api('/teams', { token: undefined })).toMatchObject({ status: 401, answer: { code: 'UNAUTHENTICATED' } });
  expect(await api('/teams', { token: 'wrong' })).toMatchObject({ status: 401, answer: { code: 'UNAUTHENTICATED' } });
  expect(await api('/teams', { token: fromHomeserver() })).toMatchObject({ status: 401 });
  expect(await api('/accounts', { body: JSON.stringify({ ...account, bridgeId: 'nope' }) })).toMatchObject({ status: 404, answer: { code: 'UNKNOWN_BRIDGE' } });
  const proto = await api('/teams', { body: '{"slug":"proto","name":"Proto","__proto__":{"roles":["administrator"]}}' });
  expect(proto.status).toBe(400);
  await world.check({ settled: true });
});
