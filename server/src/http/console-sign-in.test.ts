import { beforeEach, describe, expect, test } from 'vitest';
import type { SignInStep, TotpSecret, UserId } from '@holdfast/contract';
import { apiForTest, type ApiForTest } from '../../test/support/api.ts';
import { totpCode, type SignInPerson } from '../sessions/index.ts';

const password = 'nine blue herons';
const site = { 'x-holdfast-console': '1', 'sec-fetch-site': 'same-origin', 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Firefox/140.0' };
let world: ApiForTest;
let olga: SignInPerson;
beforeEach(async () => {
  world = await apiForTest();
  olga = await world.people.hire('olga', ['administrator'], { password });
  return () => world.api.close();
});

const post = (path: string, payload: object = {}, headers: Record<string, string> = site) => world.api.inject({ method: 'POST', url: `/api/v1${path}`, payload, headers });
const step = async <State extends SignInStep['state']>(path: string, payload: object): Promise<Extract<SignInStep, { state: State }>> => (await post(path, payload)).json();
const cookieOf = (answer: { headers: Record<string, unknown> }): string => String(answer.headers['set-cookie']).split(';')[0]!;

/** Base32 as an authenticator app reads it from the QR code. */
function bytesOf(secret: string): Buffer {
  const bits = [...secret].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)));
}
const codeOf = (secret: string): string => totpCode(bytesOf(secret), world.clock.now());

/** The first time of somebody who has no second factor yet. */
async function enrol(name = 'olga') {
  const { ticket } = await step<'enrol'>('/sign-in', { name, password });
  const { secret } = (await post('/sign-in/enrol/totp', { ticket })).json<TotpSecret>();
  const answer = await post('/sign-in/enrol/totp/confirm', { ticket, code: codeOf(secret) });
  return { answer, secret, cookie: cookieOf(answer), recoveryCodes: answer.json<{ recoveryCodes: string[] }>().recoveryCodes };
}

describe('the first time', () => {
  test('a password alone opens nothing: an authenticator is added first, and its recovery codes are shown once', async () => {
    const first = await post('/sign-in', { name: 'olga', password });
    expect(first.json()).toMatchObject({ state: 'enrol' });
    expect(first.headers['set-cookie']).toBeUndefined();
    const { answer, cookie, recoveryCodes } = await enrol();
    expect(answer.json()).toMatchObject({ state: 'signed-in', session: { console: true, label: 'Firefox, Windows' }, person: { personId: olga.personId } });
    expect(recoveryCodes).toHaveLength(10);
    expect(new Set(recoveryCodes).size).toBe(10);
    const who = await world.api.inject({ url: '/api/v1/sessions/current', headers: { cookie } });
    expect(who.json()).toMatchObject({ person: { personId: olga.personId } });
    expect(world.audit.list(world.db, { limit: 20 }).map(({ action }) => action)).toEqual(expect.arrayContaining(['second-factor.added', 'session.opened']));
  });

  test('the cookie is out of reach of scripts and of other sites, and over TLS of neighbours', async () => {
    const { answer, recoveryCodes } = await enrol();
    expect(answer.headers['set-cookie']).toMatch(/^holdfast=hfc_[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    const { ticket } = await step<'second-factor'>('/sign-in', { name: 'olga', password });
    const overTls = await post('/sign-in/second-factor', { ticket, proof: { method: 'recovery-code', code: recoveryCodes[0]! } }, { ...site, 'x-forwarded-proto': 'https' });
    expect(overTls.headers['set-cookie']).toMatch(/^__Host-holdfast=hfc_[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  test('a copy of the record gives no authenticator code: the secret is sealed, and the seal is bound to its person', async () => {
    const { secret } = await enrol();
    const row = world.db.prepare<[], { secret: Buffer }>('SELECT secret FROM totp').get()!;
    expect(row.secret.includes(bytesOf(secret))).toBe(false);
    const boris = await world.people.hire('boris', ['administrator'], { password });
    world.db.write((tx) => void tx.prepare('INSERT INTO totp (person_id, secret, last_step, added_at) VALUES (?, ?, 0, 0)').run(boris.personId, row.secret));
    const { ticket } = await step<'second-factor'>('/sign-in', { name: 'boris', password });
    expect((await post('/sign-in/second-factor', { ticket, proof: { method: 'totp', code: codeOf(secret) } })).statusCode).toBe(500); // a moved seal is a damaged record, not a wrong code
  });
});

describe('every other time', () => {
  test('a code opens the session once: the same code, and every earlier one, is refused from then on', async () => {
    const { secret } = await enrol();
    const again = await step<'second-factor'>('/sign-in', { name: 'olga', password });
    expect(again.methods).toEqual(['totp', 'recovery-code']);
    const replayed = await post('/sign-in/second-factor', { ticket: again.ticket, proof: { method: 'totp', code: codeOf(secret) } });
    expect(replayed.json()).toMatchObject({ code: 'SECOND_FACTOR_FAILED' });
    world.clock.advance(30_000);
    const fresh = await post('/sign-in/second-factor', { ticket: again.ticket, proof: { method: 'totp', code: codeOf(secret) } });
    expect(fresh.json()).toMatchObject({ state: 'signed-in', recoveryCodes: null });
    expect((await post('/sign-in/second-factor', { ticket: again.ticket, proof: { method: 'totp', code: codeOf(secret) } })).json()).toMatchObject({ code: 'TICKET_EXPIRED' });
  });

  test('a telephone’s clock may be half a minute off and not two', async () => {
    const { secret } = await enrol();
    for (const [off, code] of [[-60_000, 'SECOND_FACTOR_FAILED'], [30_000, undefined]] as const) {
      world.clock.advance(120_000);
      const { ticket } = await step<'second-factor'>('/sign-in', { name: 'olga', password });
      const answer = await post('/sign-in/second-factor', { ticket, proof: { method: 'totp', code: totpCode(bytesOf(secret), world.clock.now() + off) } });
      expect(answer.json<{ code?: string }>().code).toBe(code);
    }
  });

  test('five wrong codes end the ticket, ten minutes do too, and a forged one was never there', async () => {
    const { secret } = await enrol();
    const { ticket } = await step<'second-factor'>('/sign-in', { name: 'olga', password });
    world.clock.advance(30_000);
    for (let n = 0; n < 5; n++) expect((await post('/sign-in/second-factor', { ticket, proof: { method: 'totp', code: '000000' } })).json()).toMatchObject({ code: 'SECOND_FACTOR_FAILED' });
    expect((await post('/sign-in/second-factor', { ticket, proof: { method: 'totp', code: codeOf(secret) } })).json()).toMatchObject({ code: 'TICKET_EXPIRED' });
    const later = await step<'second-factor'>('/sign-in', { name: 'olga', password });
    world.clock.advance(10 * 60_000);
    expect((await post('/sign-in/second-factor', { ticket: later.ticket, proof: { method: 'totp', code: codeOf(secret) } })).json()).toMatchObject({ code: 'TICKET_EXPIRED' });
    expect((await post('/sign-in/second-factor', { ticket: `hft_${'A'.repeat(43)}`, proof: { method: 'totp', code: codeOf(secret) } })).json()).toMatchObject({ code: 'TICKET_EXPIRED' });
  });

  test('a recovery code works once, however it is written', async () => {
    const { recoveryCodes } = await enrol();
    const written = ` ${recoveryCodes[0]!.toUpperCase().replaceAll('-', ' ')} `;
    for (const expected of ['signed-in', undefined]) {
      const { ticket } = await step<'second-factor'>('/sign-in', { name: 'olga', password });
      expect((await post('/sign-in/second-factor', { ticket, proof: { method: 'recovery-code', code: written.trim() } })).json<{ state?: string }>().state).toBe(expected);
    }
  });

  test('a ticket for adding a first factor answers no question for the second', async () => {
    const { ticket } = await step<'enrol'>('/sign-in', { name: 'olga', password });
    expect((await post('/sign-in/second-factor', { ticket, proof: { method: 'totp', code: '123456' } })).json()).toMatchObject({ code: 'TICKET_EXPIRED' });
  });
});

describe('who gets in', () => {
  test('an employee is told that the console is not theirs, a team lead gets in with the password of the homeserver', async () => {
    const anna = await world.people.hire('anna', ['employee']);
    const lena = await world.people.hire('lena', ['team-lead']);
    for (const { userId } of [anna, lena]) world.homeserverPasswords.set(userId as UserId, password);
    expect((await post('/sign-in', { name: 'anna', password })).json()).toMatchObject({ code: 'NO_CONSOLE_ROLE' });
    expect((await post('/sign-in', { name: 'lena', password: 'wrong' })).json()).toMatchObject({ code: 'SIGN_IN_FAILED' });
    expect((await enrol('lena')).answer.json()).toMatchObject({ state: 'signed-in', person: { personId: lena.personId } });
  });

  test('somebody locked while they typed the code gets no session', async () => {
    const { secret } = await enrol();
    const { ticket } = await step<'second-factor'>('/sign-in', { name: 'olga', password });
    world.people.change(olga.personId, { state: 'locked' });
    world.clock.advance(30_000);
    expect((await post('/sign-in/second-factor', { ticket, proof: { method: 'totp', code: codeOf(secret) } })).json()).toMatchObject({ code: 'TICKET_EXPIRED' });
  });

  test('a program gives the second factor with the password, and from another machine never goes without', async () => {
    const afar = { 'x-forwarded-for': '10.1.2.3' };
    expect((await post('/sessions', { method: 'password', name: 'olga', password }, afar)).json()).toMatchObject({ code: 'SECOND_FACTOR_REQUIRED' });
    expect((await post('/sessions', { method: 'password', name: 'olga', password }, {})).statusCode).toBe(201);
    const { recoveryCodes } = await enrol();
    expect((await post('/sessions', { method: 'password', name: 'olga', password }, {})).json()).toMatchObject({ code: 'SECOND_FACTOR_REQUIRED' });
    const both = { method: 'password', name: 'olga', password, secondFactor: { method: 'recovery-code', code: recoveryCodes[1]! } };
    expect((await post('/sessions', both, afar)).statusCode).toBe(201);
    expect((await post('/sessions', both, afar)).json()).toMatchObject({ code: 'SECOND_FACTOR_FAILED' });
  });
});

describe('other sites', () => {
  test.each([
    ['without the console’s header', { 'sec-fetch-site': 'same-origin' }],
    ['from another site', { ...site, 'sec-fetch-site': 'cross-site' }],
    ['from a neighbour', { ...site, 'sec-fetch-site': 'same-site' }],
    ['with a foreign origin', { 'x-holdfast-console': '1', origin: 'https://evil.test' }],
    ['from a page without an origin', { 'x-holdfast-console': '1', origin: 'null' }],
  ])('nothing is changed with the cookie %s', async (_name, headers) => {
    const { cookie } = await enrol();
    const answer = await world.api.inject({ method: 'DELETE', url: '/api/v1/sessions/current', headers: { ...(headers as Record<string, string>), cookie } });
    expect(answer.json()).toMatchObject({ code: 'CROSS_SITE' });
    expect((await world.api.inject({ url: '/api/v1/sessions/current', headers: { cookie } })).statusCode).toBe(200);
  });

  test('and nobody is signed in by a foreign page', async () => {
    for (const headers of [{}, { ...site, 'sec-fetch-site': 'cross-site' }, { ...site, origin: 'https://evil.test' }]) {
      expect((await post('/sign-in', { name: 'olga', password }, headers as Record<string, string>)).json()).toMatchObject({ code: 'CROSS_SITE' });
    }
  });

  test('a foreign page reads nothing with the cookie either', async () => {
    const { cookie } = await enrol();
    expect((await world.api.inject({ url: '/api/v1/sessions/current', headers: { cookie, 'sec-fetch-site': 'cross-site' } })).json()).toMatchObject({ code: 'CROSS_SITE' });
  });

  test.each(['', 'hfc_', `hfc_${'A'.repeat(43)}`, '%00', 'x'.repeat(5000), '"; DROP TABLE session; --'])('a forged cookie opens nothing: %.20s', async (value) => {
    const answer = await world.api.inject({ url: '/api/v1/sessions/current', headers: { cookie: `holdfast=${value}` } });
    expect(answer.json()).toMatchObject({ code: 'UNAUTHENTICATED' });
  });
});

describe('while one is in', () => {
  test('a session left alone for half an hour is over, one in use after twelve hours', async () => {
    const { cookie } = await enrol();
    const look = async () => (await world.api.inject({ url: '/api/v1/sessions/current', headers: { cookie } })).statusCode;
    for (let n = 0; n < 28; n++) {
      world.clock.advance(25 * 60_000);
      expect(await look()).toBe(200);
    }
    world.clock.advance(25 * 60_000);
    expect(await look()).toBe(401);
    const other = await step<'second-factor'>('/sign-in', { name: 'olga', password });
    expect(other.state).toBe('second-factor');
  });

  test('an act that takes something away wants a fresh proof, and has it for ten minutes', async () => {
    const { cookie, secret } = await enrol();
    const act = async () => (await world.api.inject({ method: 'POST', url: '/api/v1/sign-in-methods/recovery-codes', payload: {}, headers: { ...site, cookie } })).json<{ code?: string }>().code;
    expect(await act()).toBeUndefined(); // just signed in
    world.clock.advance(10 * 60_000);
    expect(await act()).toBe('REAUTHENTICATION_REQUIRED');
    const prove = (payload: object) => world.api.inject({ method: 'POST', url: '/api/v1/sessions/current/verify', payload, headers: { ...site, cookie } });
    expect((await prove({ method: 'password', password: 'wrong' })).json()).toMatchObject({ code: 'SIGN_IN_FAILED' });
    expect(await act()).toBe('REAUTHENTICATION_REQUIRED');
    expect((await prove({ method: 'totp', code: codeOf(secret) })).statusCode).toBe(200);
    expect(await act()).toBeUndefined();
    world.clock.advance(10 * 60_000);
    expect((await prove({ method: 'password', password })).statusCode).toBe(200);
    expect(await act()).toBeUndefined();
  });

  test('the last second factor stays; another authenticator replaces the one of before', async () => {
    const { cookie, secret } = await enrol();
    const call = (method: 'POST' | 'DELETE', path: string, payload?: object) => world.api.inject({ method, url: `/api/v1/sign-in-methods${path}`, ...(payload ? { payload } : {}), headers: { ...site, cookie } });
    expect((await call('DELETE', '/totp')).json()).toMatchObject({ code: 'LAST_SECOND_FACTOR' });
    const next = (await call('POST', '/totp', {})).json<TotpSecret>();
    expect((await call('POST', '/totp/confirm', { code: codeOf(secret) })).json()).toMatchObject({ code: 'SECOND_FACTOR_FAILED' });
    expect((await call('POST', '/totp/confirm', { code: codeOf(next.secret) })).statusCode).toBe(200);
    world.clock.advance(30_000);
    const { ticket } = await step<'second-factor'>('/sign-in', { name: 'olga', password });
    expect((await post('/sign-in/second-factor', { ticket, proof: { method: 'totp', code: codeOf(secret) } })).json()).toMatchObject({ code: 'SECOND_FACTOR_FAILED' });
    expect((await post('/sign-in/second-factor', { ticket, proof: { method: 'totp', code: codeOf(next.secret) } })).json()).toMatchObject({ state: 'signed-in' });
  });
});

describe('a one-time link', () => {
  const linkOf = async (path: string, payload: object = {}) => {
    const answer = await post(path, payload, await world.bearerOf(olga));
    return { answer, token: new URL(answer.json<{ url: string }>().url).hash.slice(1) };
  };

  test('makes the first administrator: name, password, second factor, once', async () => {
    const { token } = await linkOf('/sign-in-links');
    expect((await post('/sign-in/link', { token })).json()).toMatchObject({ purpose: 'first-administrator', signInName: null });
    const used = await post('/sign-in/link/use', { token, signInName: 'vera', name: 'Vera Sokolova', password });
    expect(used.json()).toMatchObject({ state: 'enrol' });
    expect((await post('/sign-in/link/use', { token, signInName: 'petr', password })).json()).toMatchObject({ code: 'LINK_EXPIRED' });
    expect((await enrol('vera')).answer.json()).toMatchObject({ state: 'signed-in', person: { roles: ['administrator'] } });
  });

  test('ends after a day, and when another is made', async () => {
    const first = await linkOf('/sign-in-links');
    const second = await linkOf('/sign-in-links');
    expect((await post('/sign-in/link', { token: first.token })).json()).toMatchObject({ code: 'LINK_EXPIRED' });
    world.clock.advance(24 * 60 * 60_000);
    expect((await post('/sign-in/link', { token: second.token })).json()).toMatchObject({ code: 'LINK_EXPIRED' });
  });

  test('sets a new password, and ends the sessions and second factors of before', async () => {
    const vera = await world.people.hire('vera', ['compliance-officer'], { password });
    const { cookie } = await enrol('vera');
    const { token } = await linkOf(`/people/${vera.personId}/setup-link`);
    expect((await post('/sign-in/link', { token })).json()).toMatchObject({ purpose: 'reset', signInName: 'vera' });
    expect((await post('/sign-in/link/use', { token, password: 'eleven red foxes' })).json()).toMatchObject({ state: 'enrol' });
    expect((await world.api.inject({ url: '/api/v1/sessions/current', headers: { cookie } })).statusCode).toBe(401);
    expect((await post('/sign-in', { name: 'vera', password })).json()).toMatchObject({ code: 'SIGN_IN_FAILED' });
  });

  test.each([
    ['short', 'BAD_REQUEST'],
    ['aaaaaaaaaaaaaa', 'PASSWORD_TOO_WEAK'],
    ['verasokolova1', 'PASSWORD_TOO_WEAK'],
    ['Password1234', 'PASSWORD_TOO_WEAK'],
    ['Qwerty123456!', 'PASSWORD_TOO_WEAK'],
  ])('takes no password that would be tried first: %s', async (weak, code) => {
    const { token } = await linkOf('/sign-in-links');
    const answer = await post('/sign-in/link/use', { token, signInName: 'vera', name: 'Sokolova', password: weak });
    expect(answer.json()).toMatchObject({ code, field: '/password' });
    expect((await post('/sign-in/link', { token })).statusCode).toBe(200); // a refused try does not use it up
  });
});
