import { cpSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RoomId } from '@holdfast/contract';
import { until } from '../../../server/test/support/until.ts';
import { boxRefuses, fakePassword, fakeShare, homeserverRefuses, noticeHash } from '../../test/fakes/fake-box-answers.ts';
import { openSessionRig, type SessionRig } from '../../test/support/session-rig.ts';
import { bytesUnder, foundIn } from '../../test/support/store-rig.ts';
import type { AppRefusal } from '../app-refusal.ts';

const hour = 3_600_000;
const soon = { timeoutMs: 10_000, everyMs: 20 };
let rig: SessionRig;
beforeEach(async () => {
  rig = await openSessionRig();
});
afterEach(() => rig.close());

const codeOf = (promise: Promise<unknown>): Promise<string> => promise.then(() => 'nothing was refused', (failure: AppRefusal) => failure.code);
const ended = () => until('the session is over and its files are gone', () => rig.keeper.view().state === 'signed-out' && rig.files().length === 0, soon);
const failing = (code: string) => () => Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) }));

test.each([
  ['not an address', 'ADDRESS_INVALID'], ['ftp://box.test', 'ADDRESS_INVALID'], ['http://box.test', 'ADDRESS_INVALID'], ['holdfast://elsewhere?box=box.test', 'ADDRESS_INVALID'],
])('%s is no address of a box', async (address, code) => {
  expect(await codeOf(rig.keeper.discover({ address }))).toBe(code);
});

test.each([
  ['ECONNREFUSED', 'BOX_UNREACHABLE'], ['ENOTFOUND', 'BOX_UNREACHABLE'], ['UND_ERR_CONNECT_TIMEOUT', 'BOX_UNREACHABLE'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'BOX_CERTIFICATE'], ['CERT_HAS_EXPIRED', 'BOX_CERTIFICATE'], ['ERR_TLS_CERT_ALTNAME_INVALID', 'BOX_CERTIFICATE'], ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'BOX_CERTIFICATE'],
])('the network says %s: %s', async (network, code) => {
  rig.answerWith(failing(network));
  expect(await codeOf(rig.keeper.discover({ address: 'box.test' }))).toBe(code);
});

test.each([
  ['a page', { status: 200, body: '<h1>hello</h1>' }], ['another product', { status: 200, body: { status: 'ok' } }], ['nothing', { status: 404 }],
  ['another address', { status: 302, headers: { location: 'https://elsewhere.test/health' } }],
])('%s answers there: it is no box, and nothing is followed', async (_name, answer) => {
  rig.box.trouble('health', answer, 3);
  expect(await codeOf(rig.keeper.discover({ address: rig.box.url }))).toMatch(/^(NOT_A_BOX|BOX_UNREACHABLE)$/);
  expect(rig.box.asked('login')).toEqual([]);
});

test.each([[-6, 'CLOCK_SKEW'], [6, 'CLOCK_SKEW'], [-4, 'nothing was refused'], [4, 'nothing was refused']])('a clock %i minutes away: %s', async (minutes, code) => {
  rig.box.state.skewMs = minutes * 60_000;
  expect(await codeOf(rig.signIn())).toBe(code);
});

test('wrong password, locked person, too many tries: each has its own code, and nothing of them is left on the computer', async () => {
  expect(await codeOf(rig.signIn('wrong'))).toBe('SIGN_IN_FAILED');
  rig.box.state.locked = true;
  expect(await codeOf(rig.signIn())).toBe('PERSON_LOCKED');
  rig.box.trouble('login', homeserverRefuses(429, 'M_LIMIT_EXCEEDED'));
  expect(await codeOf(rig.signIn())).toBe('TOO_MANY_REQUESTS');
  rig.box.state.locked = false;
  rig.box.trouble('devices', boxRefuses(500, 'INTERNAL'));
  expect(await codeOf(rig.signIn())).toBe('INTERNAL');
  expect(rig.box.asked('logout'), 'the token that was of no use is given back').toHaveLength(1);
  expect([rig.files(), rig.keeper.view().state]).toEqual([[], 'signed-out']);
});

test('nothing can be read before the notice is signed, also after a restart; what is signed is named by version and hash', async () => {
  rig.box.state.signed = false;
  expect(await rig.signIn()).toMatchObject({ state: 'needs-notice' });
  expect([rig.keeper.isReady(), rig.workplace]).toEqual([false, undefined]);
  expect(await rig.restart()).toMatchObject({ state: 'needs-notice' });
  expect([rig.keeper.isReady(), rig.workplace]).toEqual([false, undefined]);
  const { version, language, hash } = await rig.keeper.readNotice({ language: 'pl' });
  const signature = { version, language, hash, signedName: 'Anna Nowak' };
  rig.box.trouble('sign', boxRefuses(409, 'NOTICE_OUTDATED'));
  expect(await codeOf(rig.keeper.signNotice(signature))).toBe('NOTICE_OUTDATED');
  expect(rig.keeper.view().state).toBe('needs-notice');
  expect(await rig.keeper.signNotice(signature)).toMatchObject({ state: 'ready' });
  expect(rig.box.state.signatures).toEqual([{ version: '2026-11-01', language: 'pl', hash: noticeHash, signedName: 'Anna Nowak' }]);
});

test('started again it opens what was open, without the box too; token, name and the box’s half of the key stand in no file as they are', async () => {
  await rig.signIn();
  expect(await rig.restart()).toMatchObject({ state: 'ready' });
  await rig.box.stop();
  expect(await rig.restart()).toMatchObject({ state: 'ready', offline: true });
  expect(rig.files()).toEqual(expect.arrayContaining(['cache.db', 'own.db', 'session.sealed']));
  expect(foundIn(bytesUnder(rig.directory), ['matrix-token', fakeShare, '@anna:box.test', 'Anna Nowak'])).toEqual([]);
});

test.each([
  ['the lease is over', () => rig.clock.turn(25 * hour)],
  ['the clock was set back', () => rig.clock.turn(-hour)],
])('%s and the box does not answer: the store is destroyed, at start and while it runs', async (_name, turn) => {
  await rig.signIn();
  await rig.box.stop();
  turn();
  await rig.keeper.look();
  expect(rig.keeper.view()).toMatchObject({ state: 'signed-out', ended: 'lease-ended' });
  expect([rig.files(), rig.workplace]).toEqual([[], undefined]);
  await rig.box.start();
  await rig.signIn();
  await rig.keeper.stop();
  await rig.box.stop();
  turn();
  expect(await rig.restart()).toMatchObject({ state: 'signed-out', ended: 'lease-ended' });
  expect(rig.files()).toEqual([]);
});

test.each([['over', 25], ['set back', -1]])('a lease or clock that is %s harms nobody whom the box welcomes: nothing that waits is lost', async (_name, hours) => {
  await rig.signIn();
  rig.clock.turn(hours * hour);
  expect(await rig.restart()).toMatchObject({ state: 'ready' });
  await rig.keeper.look();
  await rig.keeper.look();
  expect(rig.keeper.view()).toMatchObject({ state: 'ready' });
});

test('where working without the box is forbidden, no start without the box opens anything', async () => {
  rig.box.state.offlineHours = 0;
  expect(await rig.signIn()).toMatchObject({ state: 'ready', leaseEndsAt: null });
  expect(await rig.restart()).toMatchObject({ state: 'ready' });
  await rig.box.stop();
  expect(await rig.restart()).toMatchObject({ state: 'signed-out', ended: 'lease-ended' });
  expect(rig.files()).toEqual([]);
});

test('a PIN: locked by hand and by itself, five tries and no more, counted across restarts, and no way round', async () => {
  await rig.signIn();
  await rig.keeper.setPin({ pin: '2580' });
  rig.keeper.setAutoLock({ minutes: 5 });
  rig.clock.turn(4 * 60_000);
  await rig.keeper.look();
  expect(rig.keeper.isReady()).toBe(true);
  rig.clock.turn(61_000);
  await rig.keeper.look();
  expect([rig.keeper.view(), rig.keeper.isReady()]).toEqual([{ state: 'locked', name: 'Anna Nowak', triesLeft: 5 }, false]);
  expect(await rig.keeper.unlock({ pin: '2580' })).toMatchObject({ state: 'ready' });
  rig.keeper.lock();
  expect(await codeOf(rig.keeper.unlock({ pin: '0000' }))).toBe('PIN_WRONG');
  rig.keeper.lock();
  expect(await rig.restart()).toMatchObject({ state: 'locked', triesLeft: 4 });
  for (const code of ['PIN_WRONG', 'PIN_WRONG', 'PIN_WRONG', 'PIN_LOCKED', 'PIN_LOCKED']) expect(await codeOf(rig.keeper.unlock({ pin: '0000' }))).toBe(code);
  expect(await codeOf(rig.keeper.unlock({ pin: '2580' })), 'the right one comes too late').toBe('PIN_LOCKED');
  expect(await codeOf(rig.keeper.setPin({ pin: null, currentPin: '2580' })), 'nobody guesses it elsewhere').toBe('NOT_SIGNED_IN');
  expect(await rig.restart()).toMatchObject({ state: 'locked', triesLeft: 0 });
  expect(await codeOf(rig.signIn('wrong'))).toBe('SIGN_IN_FAILED');
  expect(rig.keeper.view(), 'a mistyped password destroys nothing').toMatchObject({ state: 'locked' });
  expect(await rig.signIn(fakePassword)).toMatchObject({ state: 'ready' });
});

const thrownOut: [string, string, () => void][] = [
  ['PERSON_LOCKED at the control plane', 'locked-by-box', () => {
    rig.box.state.locked = true;
    rig.box.state.sessions.clear();
    rig.box.breakStreams();
  }],
  ['a Matrix token that is nobody’s any more', 'revoked', () => {
    rig.box.state.revoked = true;
    rig.box.state.sessions.clear();
    rig.box.breakStreams();
  }],
  ['M_USER_LOCKED when sending', 'locked-by-box', () => {
    rig.box.trouble('send', homeserverRefuses(401, 'M_USER_LOCKED', { soft_logout: true }));
    void rig.workplace?.send('!room' as RoomId, { kind: 'text', text: 'one more', html: null, replyTo: null });
  }],
  ['a device that was removed', 'revoked', () => {
    rig.box.state.deviceKnown = false;
    rig.clock.turn(11 * 60_000);
    void rig.keeper.look();
  }],
];
test.each(thrownOut)('%s: within ten seconds of the contact the store is destroyed and the reason is said', async (_name, reason, happens) => {
  await rig.signIn();
  await until('it listens', () => rig.box.listening() > 0, soon);
  happens();
  await ended();
  expect(rig.keeper.view()).toMatchObject({ state: 'signed-out', ended: reason });
  expect(await rig.restart()).toMatchObject({ state: 'signed-out' });
});

test('thrown out while the store is being opened: it is closed again and its files are gone', async () => {
  rig.whileOpening = async () => rig.keeper.unwelcome('PERSON_LOCKED');
  await rig.signIn().catch(() => undefined);
  await ended();
  expect(rig.workplace).toBe(undefined);
});

test('a session of the control plane that ended is answered by a new one, and nobody notices', async () => {
  await rig.signIn();
  await until('it listens', () => rig.box.listening() > 0, soon);
  rig.box.state.sessions.clear();
  rig.box.breakStreams();
  await until('it listens again', () => rig.box.listening() > 0 && rig.box.asked('sessions').length === 2, soon);
  expect(rig.keeper.view()).toMatchObject({ state: 'ready' });
});

test.each([
  ['a box that fails', boxRefuses(500, 'INTERNAL')], ['a homeserver that is starting', boxRefuses(503, 'HOMESERVER_UNAVAILABLE')], ['a page of some edge', { status: 401, body: '<h1>Sign in</h1>' }],
])('%s ends no session', async (_name, answer) => {
  await rig.signIn();
  rig.box.trouble('lease', answer, 4);
  rig.box.trouble('me', answer, 4);
  rig.clock.turn(11 * 60_000);
  await rig.keeper.look();
  expect(rig.keeper.view()).toMatchObject({ state: 'ready' });
});

test('signed out: the store is gone at once, and the box is told; without a box too', async () => {
  await rig.signIn();
  expect(await rig.keeper.signOut()).toMatchObject({ state: 'signed-out', ended: 'signed-out', lastName: 'anna' });
  expect([rig.files(), rig.box.asked('forgetDevice').length, rig.box.asked('logout').length]).toEqual([[], 1, 1]);
  await rig.signIn();
  await rig.box.stop();
  await rig.keeper.signOut();
  expect(rig.files()).toEqual([]);
});

test('a profile folder that was copied to another computer opens nothing', async () => {
  await rig.signIn();
  await rig.keeper.stop();
  const elsewhere = await openSessionRig();
  try {
    cpSync(rig.directory, elsewhere.directory, { recursive: true });
    expect(await elsewhere.restart()).toMatchObject({ state: 'signed-out' });
    expect(elsewhere.files()).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});
