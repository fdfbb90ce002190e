import type { Role } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { apiForTest, fakePeople } from '../../test/support/api.ts';
import { createAuditTrail } from '../audit/index.ts';
import { openDb } from '../db/index.ts';
import { boxActor, manualClock, Secret } from '../kernel/index.ts';
import { bootstrapAdministrator, hashPassword, isPassword } from './index.ts';

const refusal = (code: string) => expect.objectContaining({ code }) as unknown;
const actionsOf = ({ audit, db }: { audit: ReturnType<typeof createAuditTrail>; db: ReturnType<typeof openDb> }) =>
  audit.list(db, { limit: 100 }).map(({ action, target, detail }) => ({ action, target, detail }));

test('a password matches its own hash and nothing else does', async () => {
  const hash = await hashPassword('correct horse');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(hash).not.toBe(await hashPassword('correct horse'));
  expect(await isPassword('correct horse', hash)).toBe(true);
  expect(await isPassword('correct horsE', hash)).toBe(false);
  expect(await isPassword('', hash)).toBe(false);
});

test('the same letters typed as other code points are the same password', async () => {
  expect(await isPassword('Zażółć ﬁ', await hashPassword('Zaz\u0307o\u0301łc\u0301 fi'))).toBe(true);
});

test.each(['', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$short$short', '$argon2id$v=19$m=9999999,t=99,p=1$' + 'A'.repeat(22) + '$' + 'A'.repeat(43)])(
  'a hash that cannot be read, or orders too much work, matches nothing: %s',
  async (hash) => expect(await isPassword('x', hash)).toBe(false),
);

test('a session ends after twelve idle hours', async () => {
  const { sessions, people, clock, tokenOf } = await apiForTest();
  const token = await tokenOf(await people.hire('anna', ['employee']));
  clock.advance(11 * 3_600_000);
  sessions.actorOf(token);
  clock.advance(11 * 3_600_000);
  sessions.actorOf(token, { countsAsUse: false }); // looking does not keep it alive
  clock.advance(2 * 3_600_000);
  expect(() => sessions.actorOf(token)).toThrow(refusal('UNAUTHENTICATED'));
});

test('a session in constant use ends after seven days all the same', async () => {
  const { sessions, people, clock, tokenOf } = await apiForTest();
  const token = await tokenOf(await people.hire('anna', ['employee']));
  for (let hours = 0; hours < 7 * 24 - 6; hours += 6) {
    clock.advance(6 * 3_600_000);
    sessions.actorOf(token);
  }
  clock.advance(6 * 3_600_000);
  expect(() => sessions.actorOf(token)).toThrow(refusal('UNAUTHENTICATED'));
});

test('only the hash of a token is in the record', async () => {
  const { db, people, tokenOf } = await apiForTest();
  const token = await tokenOf(await people.hire('anna', ['employee']));
  expect(token).toMatch(/^hfs_[\w-]{43}$/);
  const rows = db.prepare<[], { token_hash: Buffer }>('SELECT * FROM session').all();
  expect(rows).toHaveLength(1);
  expect(JSON.stringify(rows)).not.toContain(token.slice(4, 20));
});

test('a locked person is out at once, in every session, and cannot come back', async () => {
  const world = await apiForTest();
  const { sessions, people, tokenOf, db, matrixTokens } = world;
  const anna = await people.hire('anna', ['employee'], { password: 'a good password' });
  const tokens = [await tokenOf(anna), await tokenOf(anna)];
  const ended: string[] = [];
  sessions.onClosed((id) => ended.push(id));
  people.change(anna.personId, { state: 'locked' });
  for (const token of tokens) expect(() => sessions.actorOf(token)).toThrow(refusal('UNAUTHENTICATED'));
  expect(db.write((tx) => sessions.closeAll(tx, anna.personId, boxActor('saga')))).toBe(2);
  expect(db.write((tx) => sessions.closeAll(tx, anna.personId, boxActor('saga')))).toBe(0);
  expect(ended).toHaveLength(2);
  matrixTokens.set('hers', anna.userId!);
  await expect(sessions.open({ method: 'password', name: 'anna', password: 'a good password' })).rejects.toEqual(refusal('PERSON_LOCKED'));
  await expect(sessions.open({ method: 'matrix', accessToken: 'hers' })).rejects.toEqual(refusal('PERSON_LOCKED'));
  people.change(anna.personId, { state: 'active' });
  for (const token of tokens) expect(() => sessions.actorOf(token)).toThrow(refusal('UNAUTHENTICATED'));
  expect(actionsOf(world).map(({ action }) => action)).toEqual(['session.opened', 'session.opened', 'session.closed', 'session.refused', 'session.refused']);
});

test('a changed role counts from the next request', async () => {
  const { sessions, people, tokenOf } = await apiForTest();
  const anna = await people.hire('anna', ['employee']);
  const token = await tokenOf(anna);
  people.change(anna.personId, { roles: ['team-lead'] });
  expect(sessions.actorOf(token).roles).toEqual(['team-lead']);
});

test.each<Role>(['administrator', 'compliance-officer'])('the homeserver’s word does not open a session for an %s', async (role) => {
  const { sessions, people, matrixTokens } = await apiForTest();
  const person = await people.hire('olga', ['employee', role]);
  matrixTokens.set('hers', person.userId!);
  await expect(sessions.open({ method: 'matrix', accessToken: 'hers' })).rejects.toEqual(refusal('SIGN_IN_FAILED'));
});

test('a refused sign-in leaves a trace that holds neither the name typed nor the password', async () => {
  const world = await apiForTest();
  const { sessions, people } = world;
  const olga = await people.hire('olga', ['administrator'], { password: 'a good password' });
  await expect(sessions.open({ method: 'password', name: 'olga', password: 'hunter2' })).rejects.toEqual(refusal('SIGN_IN_FAILED'));
  await expect(sessions.open({ method: 'password', name: 'hunter2', password: 'olga' })).rejects.toEqual(refusal('SIGN_IN_FAILED'));
  await expect(sessions.open({ method: 'matrix', accessToken: 'hunter2' })).rejects.toEqual(refusal('SIGN_IN_FAILED'));
  expect(actionsOf(world)).toEqual([
    { action: 'session.refused', target: olga.personId, detail: { via: 'password', why: 'WRONG_PASSWORD' } },
    { action: 'session.refused', target: 'unknown', detail: { via: 'password', why: 'WRONG_PASSWORD' } },
    { action: 'session.refused', target: 'unknown', detail: { via: 'matrix', why: 'TOKEN_INVALID' } },
  ]);
});

test('a name is barred after five wrong passwords, for longer each time, and never for good', async () => {
  const { sessions, people, clock } = await apiForTest();
  await people.hire('olga', ['administrator'], { password: 'a good password' });
  const guess = (password: string) => sessions.open({ method: 'password', name: 'olga', password }, { isLocal: true });
  for (let i = 0; i < 5; i++) await expect(guess('wrong')).rejects.toEqual(refusal('SIGN_IN_FAILED'));
  await expect(guess('a good password')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 30 });
  clock.advance(30_001);
  await expect(guess('wrong')).rejects.toEqual(refusal('SIGN_IN_FAILED'));
  await expect(guess('a good password')).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS', retryAfterSeconds: 60 });
  for (let i = 0; i < 20; i++) {
    clock.advance(15 * 60_000 + 1);
    await expect(guess('wrong')).rejects.toEqual(refusal('SIGN_IN_FAILED'));
  }
  clock.advance(15 * 60_000 + 1);
  expect((await guess('a good password')).token).toBeTruthy();
  await expect(guess('wrong')).rejects.toEqual(refusal('SIGN_IN_FAILED')); // and the count began anew
});

test('guesses made at once count as many as they are', async () => {
  const { sessions, people } = await apiForTest();
  await people.hire('olga', ['administrator'], { password: 'a good password' });
  const tries = await Promise.allSettled(Array.from({ length: 12 }, () => sessions.open({ method: 'password', name: 'olga', password: 'wrong' })));
  const codes = tries.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : 'opened'));
  expect(codes.filter((code) => code === 'SIGN_IN_FAILED')).toHaveLength(5);
  expect(codes.filter((code) => code === 'TOO_MANY_REQUESTS')).toHaveLength(7);
});

test('what ended long ago is forgotten, what is open is not', async () => {
  const { sessions, people, clock, tokenOf, db } = await apiForTest();
  const anna = await people.hire('anna', ['employee']);
  await tokenOf(anna);
  clock.advance(40 * 24 * 3_600_000);
  const token = await tokenOf(anna);
  expect(sessions.prune()).toBe(1);
  expect(sessions.actorOf(token).personId).toBe(anna.personId);
  expect(db.prepare<[], { n: number }>('SELECT count(*) AS n FROM session').get()).toEqual({ n: 1 });
});

test('a box without an administrator gets one at its first start only', async () => {
  const db = openDb(':memory:');
  const clock = manualClock();
  const audit = createAuditTrail({ clock });
  const people = fakePeople();
  const deps = { db, clock, audit, people: people.port };
  await expect(bootstrapAdministrator(deps, { name: 'olga', password: new Secret('short') })).rejects.toThrow('12 characters');
  const first = await bootstrapAdministrator(deps, { name: 'olga', password: new Secret('a good password') });
  expect(people.port.findPersonBySignInName(db, 'olga')).toMatchObject({ personId: first, roles: ['administrator'] });
  expect(await bootstrapAdministrator(deps, { name: 'petr', password: new Secret('another password') })).toBeNull();
  expect(actionsOf({ audit, db })).toEqual([{ action: 'administrator.bootstrapped', target: first, detail: null }]);
});

test('whoever changes their password ends every other session of theirs', async () => {
  const world = await apiForTest();
  const { sessions, people, clock } = world;
  await people.hire('olga', ['administrator'], { password: 'a good password' });
  const open = (password: string) => sessions.open({ method: 'password', name: 'olga', password }, { isLocal: true });
  const [mine, other] = [await open('a good password'), await open('a good password')];
  const change = (currentPassword: string) => sessions.changePassword(mine.actor, { currentPassword, newPassword: 'a better password' });
  for (let i = 0; i < 5; i++) await expect(change('wrong')).rejects.toEqual(refusal('SIGN_IN_FAILED'));
  await expect(change('a good password')).rejects.toEqual(refusal('TOO_MANY_REQUESTS'));
  clock.advance(30_001);
  await change('a good password');
  expect(sessions.actorOf(mine.token).personId).toBe(mine.actor.personId);
  expect(() => sessions.actorOf(other.token)).toThrow(refusal('UNAUTHENTICATED'));
  await expect(open('a good password')).rejects.toEqual(refusal('SIGN_IN_FAILED'));
  expect((await open('a better password')).token).toBeTruthy();
  expect(actionsOf(world).map(({ action }) => action)).toContain('person.password-changed');
});

test('who signs in at the homeserver has no password here to change', async () => {
  const { sessions, people, tokenOf } = await apiForTest();
  const actor = sessions.actorOf(await tokenOf(await people.hire('anna', ['employee'])));
  await expect(sessions.changePassword(actor, { currentPassword: 'x', newPassword: 'a better password' })).rejects.toEqual(refusal('CONFLICT'));
});
