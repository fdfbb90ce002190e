import { permissionMatrix, roles, scopeOf, type Permission, type Role, type TeamId } from '@holdfast/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiForTest, archiveReaderToken, type ApiForTest } from '../../test/support/api.ts';

// The app is built once here so that the table below can be drawn from the routes it really has.
const world: ApiForTest = await apiForTest({ heartbeatMs: 1_000_000 });
const routes = world.api.rules.filter(({ permission }) => permission !== null);
const team = 'team_0000000000000000' as TeamId;
const bearers = new Map<Role, { authorization: string }>();

beforeAll(async () => {
  for (const role of roles) bearers.set(role, await world.bearerOf(await world.people.hire(role, [role], { teamId: team })));
});
afterAll(() => world.api.close());

/** Path parameters that no schema needs to like: permission is decided before anything of the request is looked at. */
const addressOf = (url: string) => url.replaceAll(/:\w+/g, 'x');

type Case = { method: string; url: string; role: Role; permission: Permission; allowed: boolean };
const cases = routes.flatMap(({ method, url, permission }) =>
  roles.map((role): Case => ({ method, url, role, permission: permission!, allowed: scopeOf(permission!, [role]) !== undefined })),
);

async function ask({ method, url }: { method: string; url: string }, headers: Record<string, string>) {
  // A stream that opens never answers `inject`: aborting it after its headers is enough to know that it was let through.
  if (url.startsWith('/api/v1/stream')) return askOverTheWire(method, url, headers);
  const body = method === 'GET' || method === 'DELETE' ? {} : { payload: {} };
  return world.api.inject({ method: method as 'GET', url: addressOf(url), headers, ...body });
}

async function askOverTheWire(method: string, url: string, headers: Record<string, string>): Promise<{ statusCode: number }> {
  if (!world.api.server.listening) await world.api.listen({ host: '127.0.0.1', port: 0 });
  const { port } = world.api.server.address() as { port: number };
  const abort = new AbortController();
  const answer = await fetch(`http://127.0.0.1:${port}${url}`, { method, headers, signal: abort.signal });
  abort.abort();
  return { statusCode: answer.status };
}

describe('every route and every role', () => {
  test.each(cases)('$method $url is $permission for $role: $allowed', async ({ role, allowed, ...route }) => {
    const { statusCode } = await ask(route, bearers.get(role)!);
    if (allowed) {
      expect([401, 403]).not.toContain(statusCode);
      expect(statusCode).toBeLessThan(500);
    }
    if (!allowed) expect(statusCode).toBe(403);
  });

  test.each(routes)('$method $url is closed to strangers', async (route) => {
    expect((await ask(route, {})).statusCode).toBe(401);
    expect((await ask(route, { authorization: 'Bearer hfs_forged' })).statusCode).toBe(401);
  });
});

test('only liveness and sign-in answer without a session', () => {
  const open = world.api.rules.filter(({ permission, reader }) => permission === null && reader === undefined).map(({ method, url }) => `${method} ${url}`);
  const signIn = ['', '/second-factor', '/enrol/totp', '/enrol/totp/confirm', '/enrol/passkey', '/enrol/passkey/confirm', '/link', '/link/use'];
  const allowed = ['GET /health', 'POST /api/v1/sessions', ...signIn.map((step) => `POST /api/v1/sign-in${step}`)];
  expect(new Set(open.map((name) => name.replace(/\/$/, '')))).toEqual(new Set(allowed));
});

test.each(world.api.rules.filter(({ reader }) => reader))('$method $url is closed to strangers and to people, and open to the readers of the archive', async ({ method, url }) => {
  const ask = async (authorization?: string) => (await world.api.inject({ method: method as 'GET', url: url.replace('*', 'checkpoint'), headers: { 'content-type': 'text/plain', ...(authorization === undefined ? {} : { authorization }) }, ...(method === 'POST' ? { payload: 'note' } : {}) })).statusCode;
  expect(await ask()).toBe(401);
  for (const bearer of bearers.values()) expect(await ask(bearer.authorization)).toBe(401);
  expect(await ask(`Bearer ${archiveReaderToken}`)).toBe(409); // reached
});

test('no role holds a permission twice over, and nobody without a role holds any', () => {
  for (const permission of Object.keys(permissionMatrix) as Permission[]) {
    expect(scopeOf(permission, [])).toBeUndefined();
    for (const role of roles) expect(scopeOf(permission, [role, role])).toBe(scopeOf(permission, [role]));
  }
});

test('of two roles the wider scope counts', () => {
  expect(scopeOf('portal:read', ['employee', 'team-lead'])).toBe('team');
  expect(scopeOf('portal:read', ['administrator', 'employee'])).toBe('all');
  expect(scopeOf('portal:read-text', ['administrator', 'employee', 'team-lead'])).toBeUndefined();
});
