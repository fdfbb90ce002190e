import type { AccountId, ClientId, TeamId } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiForTest, type ApiForTest } from '../../../test/support/api.ts';
import { importWorld, type ImportWorld } from '../../../test/support/import-world.ts';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../../test/support/ownership-world.ts';

type Headers = { authorization: string };
let world: OwnershipWorld;
let files: ImportWorld;
let http: ApiForTest;
let team: TeamId;
let account: AccountId;
let client: ClientId;
let anna: Hired;
let as: Record<'olga' | 'officer' | 'lead' | 'anna', Headers>;

beforeAll(async () => {
  world = ownershipWorld();
  files = importWorld(world.db);
  files.jobs.start();
  http = await apiForTest({ services: { ownership: world.ownership, clientImports: files.imports } });
  team = world.team('sales');
  anna = world.hire('anna', { team });
  account = world.account('a', { team });
  files.insert("UPDATE account SET login_id = '48123', number = '+48123' WHERE id = ?", account);
  client = world.client('pl');
  files.insert("UPDATE client SET name = '=Jan', name_folded = '=jan' WHERE id = ?", client);
  files.insert("INSERT INTO client_identity (bridge_id, ghost_user_id, client_id) VALUES ('loopback', '@loopback_48600111222:box.test', ?)", client);
  world.portal('jan', { account, owner: anna, client });
  const bearer = async (name: string, role: 'administrator' | 'team-lead' | 'employee' | 'compliance-officer') =>
    http.bearerOf(await http.people.hire(name, [role], role === 'employee' || role === 'team-lead' ? { teamId: team } : {}));
  as = { olga: await bearer('olga', 'administrator'), officer: await bearer('officer', 'compliance-officer'), lead: await bearer('lead', 'team-lead'), anna: await bearer('anna', 'employee') };
});
afterAll(async () => {
  await http.api.close();
  await files.jobs.stop();
  await world.stop();
});

const call = (headers: Headers, method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, payload?: object) => http.api.inject({ method, url: `/api/v1/${url}`, headers, ...(payload ? { payload } : {}) });
const send = (headers: Headers, text: string | Buffer, type = 'text/csv', query = '') => http.api.inject({ method: 'POST', url: `/api/v1/client-imports${query}`, headers: { ...headers, 'content-type': type }, payload: text });

test('clients and conversations are searched with what stands in the address, and one’s own only', async () => {
  expect((await call(as.olga, 'GET', 'clients/search?q=jan&waiting=false&sort=name&limit=5')).json()).toMatchObject({ clients: [{ clientId: client, channels: 1, owners: [{ name: 'anna' }] }], next: null });
  expect((await call(as.anna, 'GET', 'clients/search')).json()).toMatchObject({ clients: [{ clientId: client }] });
  expect((await call(as.olga, 'GET', `rooms/search?clientId=${client}`)).json()).toMatchObject({ rooms: [{ roomId: '!jan', ownerName: 'anna' }] });
  expect((await call(as.olga, 'GET', `rooms/selection?owner=${encodeURIComponent(anna.userId)}`)).json()).toEqual({ roomIds: ['!jan'], total: 1, complete: true });
  expect((await call(as.olga, 'GET', `clients/${client}/owners`)).json()).toMatchObject({ periods: [{ ownerName: 'anna' }] });
  expect((await call(as.olga, 'GET', 'clients/search?sort=age')).json()).toMatchObject({ code: 'BAD_REQUEST', field: '/sort' });
  expect((await call(as.olga, 'GET', 'clients/search?after=1~x')).json()).toMatchObject({ code: 'BAD_REQUEST', field: '/after' });
  for (const q of ["'; DROP TABLE client; --", '" OR 1=1 --', '*', '<script>alert(1)</script>', '\u{1f600}', 'NEAR(a b)', '-', '%']) {
    expect((await call(as.olga, 'GET', `clients/search?q=${encodeURIComponent(q)}`)).statusCode).toBe(200);
    expect((await call(as.olga, 'GET', `rooms/search?q=${encodeURIComponent(q)}&sort=waiting`)).statusCode).toBe(200);
  }
});

test('clients are written to a file no spreadsheet runs, with numbers only for a reason and who may', async () => {
  const file = await call(as.olga, 'GET', 'clients/export');
  expect(file.headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(file.body).toContain("'=Jan");
  expect(file.body).not.toContain('600111222');
  expect((await call(as.olga, 'GET', 'clients/export?numbers=true&reason=audit')).json()).toMatchObject({ code: 'FORBIDDEN', field: '/numbers' });
  expect((await call(as.officer, 'GET', 'clients/export?numbers=true')).json()).toMatchObject({ code: 'REASON_REQUIRED', field: '/reason' });
  expect((await call(as.officer, 'GET', 'clients/export?numbers=true&reason=audit%20of%20the%20year')).body).toContain('+48600111222');
  expect((await call(as.anna, 'GET', 'clients/export')).statusCode).toBe(403);
});

test('a file is uploaded, looked through, put in and reported', async () => {
  const uploaded = await send(as.olga, 'number;name\n+48600111333;Ola\nbad;Eve\n', 'text/csv', '?fileName=crm.csv');
  expect(uploaded.statusCode).toBe(201);
  const { importId, version } = uploaded.json<{ importId: string; version: number }>();
  expect((await call(as.olga, 'GET', `client-imports/${importId}/lines?kind=broken`)).json()).toMatchObject({ lines: [{ line: 3, code: 'NUMBER_INVALID', column: 'number', header: 'number', value: null, name: 'Eve' }], next: null });
  expect((await call(as.olga, 'POST', `client-imports/${importId}/run`, { version: version + 7 })).json()).toMatchObject({ code: 'CHANGED_MEANWHILE' });
  expect((await call(as.olga, 'POST', `client-imports/${importId}/run`, { version })).statusCode).toBe(200);
  await files.jobs.settled();
  expect((await call(as.olga, 'GET', `client-imports/${importId}`)).json()).toMatchObject({ state: 'done', counts: { new: 1, broken: 1 }, fileName: 'crm.csv' });
  expect((await call(as.olga, 'GET', `client-imports/${importId}/broken.csv`)).body).toContain('3,NUMBER_INVALID,bad,Eve');
  expect((await call(as.olga, 'GET', 'client-imports')).json()).toMatchObject({ imports: [{ importId, sample: [] }] });
  expect((await call(as.olga, 'GET', 'clients/search?q=ola')).json()).toMatchObject({ clients: [{ name: 'Ola', channels: 0, lastEventAt: null }] });
});

test('what is no file of clients is refused in words', async () => {
  expect((await send(as.olga, '{}', 'application/json')).json()).toMatchObject({ code: 'BAD_REQUEST' });
  expect((await send(as.olga, 'number\n1', 'text/plain')).statusCode).toBe(400);
  expect((await send(as.olga, '')).statusCode).toBe(400);
  expect((await send(as.olga, Buffer.alloc(10 * 1024 * 1024 + 1, 'a'))).json()).toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  expect((await send(as.olga, 'name\nJan\n')).json()).toMatchObject({ code: 'IMPORT_UNREADABLE' });
  expect((await send(as.lead, 'number,name\n+48600111444,Eve\n')).statusCode).toBe(403);
  expect((await call(as.olga, 'GET', 'client-imports/impt_0000000000000000/broken.csv')).statusCode).toBe(404);
});

test('rules and greetings are kept with versions; a rule at fault is named', async () => {
  const rule = { name: 'Poles', enabled: true, conditions: { languages: ['pl'] }, action: { kind: 'person', userId: anna.userId } };
  const saved = (await call(as.olga, 'PUT', 'routing-rules', { rules: [rule], version: 0 })).json<{ version: number }>();
  expect(saved).toMatchObject({ version: 1, rules: [{ name: 'Poles', problem: null }] });
  expect((await call(as.olga, 'PUT', 'routing-rules', { rules: [], version: 0 })).statusCode).toBe(409);
  const bad = await call(as.olga, 'PUT', 'routing-rules', { rules: [rule, { ...rule, action: { kind: 'person', userId: '@nobody:box.test' } }] });
  expect([bad.statusCode, bad.json()]).toMatchObject([422, { code: 'ROUTING_RULE_INVALID', field: '/rules/1/action/userId' }]);
  expect((await call(as.lead, 'PUT', 'routing-rules', { rules: [] })).statusCode).toBe(403);
  expect((await call(as.lead, 'POST', 'routing-rules/test', { accountId: account, clientId: client })).json()).toMatchObject({ ownerName: 'anna', decidedBy: 'rule', ruleIndex: 0 });
  const greeting = (await call(as.olga, 'POST', 'greetings', { name: 'g', texts: { en: 'Hello {client}' } })).json<{ greetingId: string }>();
  expect((await call(as.olga, 'PATCH', `greetings/${greeting.greetingId}`, { name: 'h', version: 1 })).json()).toMatchObject({ name: 'h', version: 2 });
  expect((await call(as.olga, 'PATCH', `greetings/${greeting.greetingId}`, { name: 'i', version: 1 })).statusCode).toBe(409);
  expect((await call(as.lead, 'POST', 'greetings/preview', { texts: { pl: '{client}' }, clientId: client })).json()).toEqual({ texts: { pl: '=Jan' }, language: 'pl' });
  expect((await call(as.olga, 'DELETE', `greetings/${greeting.greetingId}?version=2`)).statusCode).toBe(204);
});
