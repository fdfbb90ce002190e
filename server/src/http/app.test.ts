import Fastify from 'fastify';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiForTest, type ApiForTest } from '../../test/support/api.ts';
import type { SignInPerson } from '../sessions/index.ts';
import type { Log } from '../kernel/index.ts';
import './request-context.ts';
import { installPermissions } from './plugins/permissions.ts';

type Line = { level: string; event: string } & Record<string, unknown>;
const lines: Line[] = [];
const to = (level: string) => (fields: Record<string, unknown>, event: string) => void lines.push({ ...fields, level, event });
const log: Log = { debug: to('debug'), info: to('info'), warn: to('warn'), error: to('error') };

let world: ApiForTest;
let olga: SignInPerson;
let anna: SignInPerson;
beforeAll(async () => {
  world = await apiForTest({
    log,
    services: { health: { report: () => Promise.reject(new Error('the disk is on fire')), probe: () => Promise.reject(new Error('no')) } },
  });
  olga = await world.people.hire('olga', ['administrator'], { password: 'a good password' });
  anna = await world.people.hire('anna', ['employee']);
});
afterAll(() => world.api.close());

const signIn = (payload: unknown, headers: Record<string, string> = {}) =>
  world.api.inject({ method: 'POST', url: '/api/v1/sessions', payload: payload as object, headers });

describe('signing in', () => {
  test('a name and its password open a session, which says what it may do', async () => {
    const answer = await signIn({ method: 'password', name: 'olga', password: 'a good password', label: 'test' });
    expect(answer.statusCode).toBe(201);
    const { token, session, person } = answer.json<{ token: string; session: object; person: { permissions: { permission: string }[] } }>();
    expect(session).toMatchObject({ via: 'password', label: 'test', current: true });
    expect(person).toMatchObject({ personId: olga.personId, roles: ['administrator'] });
    expect(person.permissions).toContainEqual({ permission: 'handover:run', scope: 'all' });
    const who = await world.api.inject({ url: '/api/v1/sessions/current', headers: { authorization: `Bearer ${token}` } });
    expect(who.json()).toMatchObject({ person: { personId: olga.personId } });
    const out = await world.api.inject({ method: 'DELETE', url: '/api/v1/sessions/current', headers: { authorization: `Bearer ${token}` } });
    expect(out.statusCode).toBe(204);
    const after = await world.api.inject({ url: '/api/v1/sessions/current', headers: { authorization: `Bearer ${token}` } });
    expect(after.statusCode).toBe(401);
  });

  test('somebody else’s session cannot be closed', async () => {
    const hers = await world.sessions.open({ method: 'password', name: 'olga', password: 'a good password' }, { isLocal: true });
    const answer = await world.api.inject({ method: 'DELETE', url: `/api/v1/sessions/${hers.session.sessionId}`, headers: await world.bearerOf(anna) });
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
    expect(world.sessions.actorOf(hers.token).personId).toBe(olga.personId);
  });

  test.each([
    [{}, '/method', '/method must be one of "password", "matrix"'],
    [{ method: 'fingerprint' }, '/method', 'must be one of'],
    [{ method: 'password', name: 'olga' }, '/password', '/password is required'],
    [{ method: 'password', name: 7, password: 'x' }, '/name', '/name must be string'],
    [{ method: 'password', name: 'olga', password: 'x', admin: true }, '/admin', '/admin is not known here; known are method, name, password, secondFactor, label'],
    [{ method: 'password', name: 'ol\0ga', password: 'x' }, '/name', 'null byte'],
    [{ method: 'password', name: 'ol\ud800ga', password: 'x' }, '/name', 'half a character'],
    [[], '', 'the body'],
    ['null', '', 'the body'],
  ])('what is malformed is named: %j', async (payload, field, words) => {
    const answer = await signIn(payload === 'null' ? 'null' : payload, { 'content-type': 'application/json' });
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toMatchObject({ code: 'BAD_REQUEST', field, message: expect.stringContaining(words) as unknown });
  });

  test.each([
    ['application/json', '{"method":', 'BAD_REQUEST', 400],
    ['application/json', '', 'BAD_REQUEST', 400],
    ['application/json', '\u0000', 'BAD_REQUEST', 400],
    ['application/json', '{"__proto__":{"x":1}}', 'BAD_REQUEST', 400],
    ['application/json', '['.repeat(5000) + ']'.repeat(5000), 'BAD_REQUEST', 400],
    ['application/json', `"${'x'.repeat(20_000)}"`, 'PAYLOAD_TOO_LARGE', 413],
    ['text/plain', 'hello', 'BAD_REQUEST', 400],
    ['application/x-www-form-urlencoded', 'method=password', 'BAD_REQUEST', 400],
    ['multipart/form-data; boundary=x', '--x--', 'BAD_REQUEST', 400],
    ['nonsense', '{}', 'BAD_REQUEST', 400],
  ])('a body the box cannot take is refused in its own words: %s %.20s', async (type, payload, code, status) => {
    const answer = await world.api.inject({ method: 'POST', url: '/api/v1/sessions', payload, headers: { 'content-type': type } });
    expect(answer.json()).toEqual({ code, message: expect.any(String) as unknown, requestId: expect.any(String) as unknown });
    expect(answer.statusCode).toBe(status);
  });

  test('one address may try so often and no more, and is told when to come back', async () => {
    const other = await apiForTest();
    const attempt = () => other.api.inject({ method: 'POST', url: '/api/v1/sessions', payload: { method: 'matrix', accessToken: 'x' } });
    for (let i = 0; i < 60; i++) expect((await attempt()).statusCode).toBe(401);
    const barred = await attempt();
    expect(barred.statusCode).toBe(429);
    expect(barred.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS', message: expect.stringContaining('try again in') as unknown });
    expect(Number(barred.headers['retry-after'])).toBeGreaterThan(0);
    const elsewhere = { 'x-forwarded-for': '203.0.113.7' };
    expect((await other.api.inject({ method: 'POST', url: '/api/v1/sessions', payload: { method: 'matrix', accessToken: 'x' }, headers: elsewhere })).statusCode).toBe(401);
    await other.api.close();
  });
});

describe('tokens', () => {
  const ask = (authorization?: string) => world.api.inject({ url: '/api/v1/sessions', headers: authorization === undefined ? {} : { authorization } });

  test.each([
    [undefined],
    [''],
    ['Bearer'],
    ['Bearer '],
    ['Basic b2xnYTpwYXNzd29yZA=='],
    ['Bearer hfs_forged'],
    [`Bearer ${'x'.repeat(5000)}`],
    ['Bearer a b'],
  ])('without a good one nobody is let in: %.30s', async (authorization) => {
    const answer = await ask(authorization);
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
    expect(answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
  });

  test('one letter off is as bad as none', async () => {
    const token = await world.tokenOf(anna);
    expect((await ask(`Bearer ${token}`)).statusCode).toBe(200);
    expect((await ask(`bearer ${token}`)).statusCode).toBe(200);
    const forged = token.slice(0, -1) + (token.endsWith('A') ? 'Q' : 'A');
    expect((await ask(`Bearer ${forged}`)).statusCode).toBe(401);
  });

  test('a token in the address opens nothing', async () => {
    const token = await world.tokenOf(anna);
    expect((await world.api.inject({ url: `/api/v1/sessions?access_token=${token}` })).statusCode).toBe(401);
  });

  test('a stranger’s body is not even read', async () => {
    const answer = await world.api.inject({ method: 'POST', url: '/api/v1/health/probe', payload: '{"not json', headers: { 'content-type': 'application/json' } });
    expect(answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('the edge', () => {
  test('liveness needs no session and says only what an app needs before it can sign in', async () => {
    const answer = await world.api.inject('/health');
    expect(answer.json()).toEqual({
      status: 'ok', product: 'holdfast', api: 1, serverName: 'box.test', homeserver: 'http://127.0.0.1:8008', at: world.clock.now(),
    });
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'content-security-policy': expect.stringContaining("default-src 'none'") as unknown });
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });

  test.each(['/', '/api/v1/nothing', '/metrics', '/debug', '/documentation', '/api/v1/deliveries/$x/unknown'])('there is nothing at %s', async (url) => {
    const answer = await world.api.inject(url);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('an address that is no address is refused', async () => {
    const answer = await world.api.inject('/api/v1/deliveries/%zz/send');
    expect(answer.json()).toMatchObject({ code: 'BAD_REQUEST' });
  });

  test('a bug is answered with a number to quote and logged whole, without what was sent', async () => {
    lines.length = 0;
    const answer = await world.api.inject({ url: '/api/v1/health', headers: await world.bearerOf(anna) });
    expect(answer.statusCode).toBe(500);
    const body = answer.json<{ requestId: string; message: string }>();
    expect(body).toMatchObject({ code: 'INTERNAL' });
    expect(body.message).not.toContain('fire');
    const bug = lines.find(({ level }) => level === 'error');
    expect(bug).toMatchObject({ requestId: body.requestId, message: 'the disk is on fire', stack: expect.stringContaining('app.test.ts') as unknown });
  });

  test('a request leaves one line of ids and codes', async () => {
    lines.length = 0;
    const headers = await world.bearerOf(anna);
    await world.api.inject({ url: '/api/v1/audit?target=secret-value', headers });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ event: 'request', route: '/api/v1/audit', status: 403, code: 'FORBIDDEN', actor: anna.personId });
    expect(JSON.stringify(lines)).not.toContain('secret-value');
  });

  test('a query value out of range is named with its bounds', async () => {
    const headers = await world.bearerOf(olga);
    const limit = await world.api.inject({ url: '/api/v1/audit?limit=1000', headers });
    expect(limit.json()).toMatchObject({ code: 'BAD_REQUEST', field: '/limit', message: 'querystring /limit must be <= 500' });
    const state = await world.api.inject({ url: '/api/v1/deliveries?state=lost', headers });
    expect(state.json()).toMatchObject({ field: '/state', message: expect.stringContaining('"needs-confirmation"') as unknown });
    const unknown = await world.api.inject({ url: '/api/v1/audit?limmit=1', headers });
    expect(unknown.json()).toMatchObject({ field: '/limmit', message: expect.stringContaining('known are') as unknown });
  });

  test('a request half sent is ended and harms nobody', async () => {
    const { api } = await apiForTest();
    await api.listen({ host: '127.0.0.1', port: 0 });
    const { port } = api.server.address() as AddressInfo;
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.write('POST /api/v1/sessions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"method":');
        setTimeout(() => socket.destroy(), 50);
      });
      socket.on('close', () => resolve());
    });
    expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200);
    await api.close();
  });
});

describe('a route without a rule', () => {
  const boot = async (config: object, url = '/api/v1/x') => {
    const app = Fastify({ exposeHeadRoutes: false });
    installPermissions(app);
    app.get(url, { config }, async () => 'x');
    await app.ready();
  };
  test('does not boot', () => expect(boot({})).rejects.toThrow('GET /api/v1/x names no permission'));
  test('does not boot with a permission nobody wrote down', () => expect(boot({ permission: 'every:thing' })).rejects.toThrow('unknown permission every:thing'));
  test('does not boot with one that only objects have', () => expect(boot({ permission: 'constructor' })).rejects.toThrow('unknown permission'));
  test('cannot make itself public', () => expect(boot({ public: true })).rejects.toThrow('says it is public'));
  test('the two public ones can', () => expect(boot({ public: true }, '/health')).resolves.toBeUndefined());
});
