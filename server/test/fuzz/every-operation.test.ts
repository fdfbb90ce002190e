import { errorTable, ErrorBody, type ErrorCode, type Role, type TeamId } from '@holdfast/contract';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { administrator } from '../support/directory-world.ts';
import { brokenFor, validFor, type JsonSchema, type KnownIds } from '../support/schema-values.ts';
import { wholeApi } from '../support/whole-api.ts';

/** What every operation answers to valid and to broken input: law, not luck. A failure prints its request, which the seed repeats. */
const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_126);
const runs = Number(process.env['FUZZ_RUNS'] ?? 10);
const budgetMs = 50_000;

type Operation = {
  operationId?: string;
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required?: boolean; schema: JsonSchema }[];
  requestBody?: { content: Record<string, { schema: JsonSchema }> };
  responses: Record<string, { content?: Record<string, { schema: JsonSchema }> }>;
};
type Target = { method: string; path: string; operation: Operation };
type Sent = { target: string; kind: string; role: Role; url: string; body: unknown };

const outcomes = new Map<number, number>();
const succeeded = new Set<string>();
const bugs: { name: string; stack: unknown }[] = [];
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: (fields: object, event: string) => void (event === 'request failed on a bug' && bugs.push(fields as never)) };
const world = await wholeApi({ log });
const roles: readonly Role[] = ['administrator', 'team-lead', 'employee', 'compliance-officer'];
const bearers = new Map<Role, { authorization: string }>();
let known: KnownIds = () => [];
let hired = 0;
let team: TeamId;

async function bearerOf(role: Role): Promise<{ authorization: string }> {
  const person = await world.people.hire(`${role}-${(hired += 1)}`, [role], { teamId: team });
  world.db.write((tx) => void tx.prepare(
    "INSERT INTO person (id, user_id, sign_in_name, name, roles, team_id, languages, state, created_at) VALUES (?, ?, ?, ?, ?, ?, '[]', 'active', 1)",
  ).run(person.personId, person.userId, `${role}-${hired}`, role, JSON.stringify([role]), team));
  if (person.userId) await world.homeserver.ensureUser(person.userId);
  return world.bearerOf(person);
}

beforeAll(async () => {
  team = world.directory.teams.create(administrator, { slug: 'north', name: 'North' }).teamId;
  for (const role of roles) bearers.set(role, await bearerOf(role));
  const people = await Promise.all(['anna', 'boris'].map(async (signInName) => (await world.directory.people.create(administrator, { signInName, name: signInName, roles: ['employee'], teamId: team })).person));
  const accountId = world.directory.accounts.create(administrator, { bridgeId: world.bridge, slug: 'sales', label: 'Sales', number: '+48123456', teamId: team }).accountId;
  const rooms = [0, 1, 2].map((n) => world.portal(`r${n}`, accountId, n === 2 ? null : people[n]!.userId));
  const ids = [team, accountId, ...people.map(({ personId }) => personId)];
  known = (pattern) => {
    const prefix = /^\^([a-z]+)_/.exec(pattern)?.[1];
    if (prefix !== undefined) return [...ids.filter((id) => id.startsWith(`${prefix}_`)), ...madeSince(prefix)];
    if (pattern.startsWith('^@')) return people.map(({ userId }) => userId as string);
    if (pattern.startsWith('^!')) return rooms;
    return [];
  };
}, 60_000);
afterAll(() => world.stop());

const tableOf: Readonly<Record<string, string>> = { hset: 'handset', covr: 'cover', hand: 'handover', clnt: 'client', note: 'client_note', tmpl: 'template', link: 'linking', alrt: 'alert', devc: 'device', sess: 'session' };
function madeSince(prefix: string): string[] {
  const table = tableOf[prefix];
  return table === undefined ? [] : world.db.prepare<[], { id: string }>(`SELECT id FROM ${table} ORDER BY rowid DESC LIMIT 3`).all().map(({ id }) => id);
}

function targets(): Target[] {
  const { paths } = world.api.swagger() as unknown as { paths: Record<string, Record<string, Operation>> };
  return Object.entries(paths)
    .flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]): Target => ({ method: method.toUpperCase(), path, operation })))
    .filter(({ path }) => !path.startsWith('/api/v1/stream')); // never ends
}

type Input = { params: Record<string, unknown>; query: Record<string, unknown>; body: unknown; kind: 'valid' | 'broken' };

function inputs({ operation }: Target, kind: Input['kind']): fc.Arbitrary<Input> {
  const parameters = operation.parameters ?? [];
  const make = kind === 'valid' ? validFor : brokenFor;
  const of = (place: 'path' | 'query') => {
    const own = parameters.filter((parameter) => parameter.in === place);
    const schema: JsonSchema = { type: 'object', properties: Object.fromEntries(own.map((each) => [each.name, each.schema])), required: own.filter((each) => each.required === true || place === 'path').map(({ name }) => name) };
    // What is in a path must be there; half of the broken inputs break only the body.
    return place === 'path' ? validFor(schema, known) : fc.oneof(validFor(schema, known), make(schema, known));
  };
  const bodySchema = Object.values(operation.requestBody?.content ?? {})[0]?.schema;
  return fc.record({ params: of('path'), query: of('query'), body: bodySchema ? make(bodySchema, known) : fc.constant(undefined) }).map(({ params, query, body }) => ({ params: params as Record<string, unknown>, query: (query ?? {}) as Record<string, unknown>, body, kind }));
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value) ?? '');

function urlOf({ path }: Target, { params, query }: Input): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(text(params[name] ?? 'x').toWellFormed()) || 'x');
  const pairs = Object.entries(query).flatMap(([name, value]) => [value].flat().map((each): [string, string] => [name, text(each)]));
  const search = new URLSearchParams(pairs).toString();
  return search === '' ? filled : `${filled}?${search}`;
}

async function ask(target: Target, input: Input, role: Role): Promise<string[]> {
  const url = urlOf(target, input);
  const contentType = Object.keys(target.operation.requestBody?.content ?? {})[0] ?? 'application/json';
  const sendsBody = input.body !== undefined && target.method !== 'GET';
  const payload = contentType === 'application/json' ? JSON.stringify(input.body) : text(input.body);
  bugs.length = 0;
  const answer = await world.api.inject({ method: target.method as 'GET', url, headers: { ...bearers.get(role)!, ...(sendsBody ? { 'content-type': contentType } : {}) }, ...(sendsBody ? { payload } : {}) });
  outcomes.set(answer.statusCode, (outcomes.get(answer.statusCode) ?? 0) + 1);
  if (answer.statusCode < 300) succeeded.add(`${target.method} ${target.path}`);
  if (answer.statusCode === 401) bearers.set(role, await bearerOf(role)); // it ended its own session, or was locked
  const sent: Sent = { target: `${target.method} ${target.path}`, kind: input.kind, role, url, body: input.body };
  return judge(target, input, answer.statusCode, String(answer.headers['content-type'] ?? ''), answer.body).map((fault) => `${fault}\n  ${JSON.stringify(sent).slice(0, 600)}${bugs.length ? `\n  ${String(bugs[0]!.stack).slice(0, 500)}` : ''}`);
}

function judge({ operation }: Target, input: Input, status: number, contentType: string, body: string): string[] {
  if (status === 500) return [`500 ${body.slice(0, 120)}`];
  if (status < 300) {
    const schema = operation.responses[String(status)]?.content?.['application/json']?.schema;
    if (status === 204 || !contentType.startsWith('application/json')) return [];
    if (!operation.responses[String(status)]) return [`answers ${status}, which it does not describe`];
    const value = JSON.parse(body) as unknown;
    return schema === undefined || Value.Check(schema as never, value) ? [] : [`${status} breaks its schema: ${JSON.stringify(Value.Errors(schema as never, value).slice(0, 2))}`];
  }
  const refusal: unknown = JSON.parse(body);
  if (!Value.Check(ErrorBody, refusal)) return [`${status} is no refusal: ${body.slice(0, 120)}`];
  if (errorTable[refusal.code as ErrorCode] !== status) return [`${status} is not the status of ${refusal.code}`];
  // A body that its own schema refuses: the refusal points at what is wrong with it. The parser itself stops keys like __proto__.
  const schema = operation.requestBody?.content['application/json']?.schema;
  const wrong = schema !== undefined && typeof input.body === 'object' && input.body !== null && !Value.Check(schema as never, input.body);
  if (refusal.code === 'BAD_REQUEST' && wrong && refusal.field === undefined && !/nested deeper|is not JSON/.test(refusal.message)) return [`no field: ${refusal.message}`];
  return [];
}

test('no operation ever fails on a bug, breaks its schema or refuses outside the table', async () => {
  const started = Date.now();
  const faults: string[] = [];
  const asked = new Map<string, number>();
  const all = targets();
  expect(all.length).toBeGreaterThan(100);
  for (let round = 0; round < runs && Date.now() - started < budgetMs; round += 1) {
    for (const [index, target] of all.entries()) {
      for (const kind of ['valid', 'broken'] as const) {
        const [input] = fc.sample(inputs(target, kind), { numRuns: 1, seed: seed + round * 10_007 + index * 13 });
        const role = round % 2 === 0 ? 'administrator' : (roles[(round + index) % roles.length] as Role);
        faults.push(...(await ask(target, input as Input, role)));
        asked.set(target.path, (asked.get(target.path) ?? 0) + 1);
      }
    }
  }
  if (process.env['FUZZ_TELL']) process.stdout.write(`${all.length} operations, ${[...outcomes].sort().map(([status, n]) => `${status}: ${n}`).join(', ')}; succeeded ${succeeded.size}, ${Date.now() - started} ms\n`);
  const worst = [...new Map(faults.map((fault) => [fault.split('\n')[1]?.slice(0, 60) ?? fault, fault])).values()];
  expect(worst.slice(0, 12).join('\n\n')).toBe('');
  expect(faults).toEqual([]);
  expect(succeeded.size).toBeGreaterThan(60); // it gets past the first check, or it proves nothing
  expect(asked.size).toBe(new Set(all.map(({ path }) => path)).size);
}, 120_000);
