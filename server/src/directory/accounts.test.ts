import type { LoginId, RoomId, UserId } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { administrator, directoryWorld, ghost, loopback, type DirectoryWorld } from '../../test/support/directory-world.ts';

const open: DirectoryWorld[] = [];
function world(...args: Parameters<typeof directoryWorld>): DirectoryWorld {
  const made = directoryWorld(...args);
  open.push(made);
  return made;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
const serviceUser = '@acct_loopback_sales:box.test' as UserId;
const read = (w: DirectoryWorld, accountId: Parameters<DirectoryWorld['login']>[0]) => w.directory.accounts.get(administrator, 'all', accountId);
const reports = (w: DirectoryWorld, stateEvent: string, about: { error?: string; loginId?: string; userId?: UserId | null } = {}) =>
  w.db.write((tx) => {
    const { error = null, loginId = '48123', userId = serviceUser } = about;
    w.directory.applyBridgeState(tx, loopback, { stateEvent, userId, loginId: loginId as LoginId, error, reason: null });
  });

describe('the health of an account', () => {
  test.each([
    ['CONNECTING', 'connecting', []],
    ['BACKFILLING', 'connecting', []],
    ['CONNECTED', 'connected', []],
    ['TRANSIENT_DISCONNECT', 'transient-disconnect', []],
    ['BAD_CREDENTIALS', 'bad-credentials', ['account-state']],
    ['LOGGED_OUT', 'logged-out', ['account-state']],
    ['UNKNOWN_ERROR', 'unknown', ['account-state']],
    ['SOMETHING_NEWER', 'connected', []],
  ])('%s is %s', async (stateEvent, state, alarms) => {
    const w = world();
    const accountId = await w.linked();
    reports(w, stateEvent, { error: stateEvent === 'CONNECTED' || stateEvent === 'SOMETHING_NEWER' ? '' : 'X' });
    expect(read(w, accountId).state).toBe(state);
    expect(w.openAlarms()).toEqual(alarms);
  });

  test('keeps the code and since when, tells screens, and ends the alert when it is good again', async () => {
    const w = world();
    const accountId = await w.linked();
    w.clock.advance(5_000);
    reports(w, 'BAD_CREDENTIALS', { error: 'wa-logged-out' });
    const since = w.clock.now();
    w.clock.advance(5_000);
    reports(w, 'BAD_CREDENTIALS', { error: 'wa-logged-out' });
    expect(read(w, accountId)).toMatchObject({ stateReason: 'wa-logged-out', stateSince: since });
    expect(w.told.at(-1)).toBe('account.changed');
    reports(w, 'CONNECTED');
    expect(w.openAlarms()).toEqual([]);
  });

  test('connected with a complaint is connected and a warning: the phone has been away for long', async () => {
    const w = world();
    const accountId = await w.linked();
    reports(w, 'CONNECTED', { error: 'wa-phone-offline' });
    expect(read(w, accountId)).toMatchObject({ state: 'connected', stateReason: 'wa-phone-offline' });
    expect(w.openAlarms()).toEqual(['account-warning']);
    reports(w, 'CONNECTED');
    expect(w.openAlarms()).toEqual([]);
  });

  test('a report about a login that is nobody’s, or of another user, changes nothing', async () => {
    const w = world();
    const accountId = await w.linked();
    reports(w, 'LOGGED_OUT', { loginId: '48777' });
    reports(w, 'LOGGED_OUT', { userId: '@acct_loopback_other:box.test' as UserId });
    expect(read(w, accountId).state).toBe('connected');
  });

  test('a login nobody asked for is shown to somebody, until it is gone', async () => {
    const w = world();
    await w.linked();
    reports(w, 'CONNECTED', { loginId: '48777' });
    expect(w.openAlarms()).toEqual(['unknown-login']);
    reports(w, 'LOGGED_OUT', { loginId: '48777' });
    expect(w.openAlarms()).toEqual([]);
    const accountId = w.account('support', { number: '+48555' });
    await w.directory.linkings.start(administrator, accountId, { flowId: 'qr', acceptRisk: true });
    reports(w, 'CONNECTED', { loginId: '48555', userId: '@acct_loopback_support:box.test' as UserId }); // being linked just now
    expect(w.openAlarms()).toEqual([]);
  });

  test('a bridge that starts, cannot be reached or lost its logins takes its accounts with it', async () => {
    const w = world();
    const accountId = await w.linked();
    const whole = (stateEvent: string) => w.db.write((tx) => w.directory.applyBridgeState(tx, loopback, { stateEvent, userId: null, loginId: null, error: null, reason: null }));
    whole('RUNNING');
    expect(read(w, accountId).state).toBe('connected');
    whole('STARTING');
    expect(read(w, accountId)).toMatchObject({ state: 'connecting', stateReason: 'BRIDGE_STARTING' });
    whole('BRIDGE_UNREACHABLE');
    expect(read(w, accountId).state).toBe('unknown');
    whole('UNCONFIGURED');
    expect(read(w, accountId)).toMatchObject({ state: 'logged-out', stateReason: 'LOGIN_MISSING' });
  });

  test('is asked for at start: nothing counts as connected before a bridge said so', async () => {
    const w = world();
    const accountId = await w.linked();
    w.bridge.goDown();
    await w.stop();
    const again = world({ db: w.db, bridge: w.bridge, homeserver: w.homeserver, clock: w.clock });
    again.directory.start();
    await again.work();
    expect(read(again, accountId).state).toBe('connecting');
    w.bridge.comeBack();
    w.bridge.setState('48123', 'BAD_CREDENTIALS', 'wa-logged-out');
    again.clock.advance(60_000);
    await again.work();
    expect(read(again, accountId)).toMatchObject({ state: 'bad-credentials', stateReason: 'wa-logged-out' });
    w.bridge.logins.clear();
    await again.directory.refreshBridge(loopback);
    expect(read(again, accountId)).toMatchObject({ state: 'logged-out', stateReason: 'LOGIN_MISSING' });
  });
});

describe('a bridge that is linked with its own tools', () => {
  test('cannot be linked from here, and says so', async () => {
    const w = world({ linkable: false });
    const accountId = w.account();
    expect(read(w, accountId).linkable).toBe(false);
    await expect(w.directory.linkings.start(administrator, accountId, { flowId: 'qr', acceptRisk: true })).rejects.toMatchObject({ code: 'PROVISIONING_UNSUPPORTED' });
  });

  test('tells its login by its first report about the service user', () => {
    const w = world({ linkable: false });
    const accountId = w.account();
    w.portal('!early');
    reports(w, 'CONNECTED', { loginId: '48123', userId: '@stranger:box.test' as UserId });
    reports(w, 'CONNECTED');
    expect(read(w, accountId)).toMatchObject({ state: 'connected', loginId: '48123' });
    expect(w.opened).toEqual(['!early']);
    reports(w, 'BAD_CREDENTIALS');
    expect(read(w, accountId).state).toBe('bad-credentials');
  });

  test('or, when it reports nothing and names no receiver, by the first conversation it declares', () => {
    const w = world({ linkable: false });
    const accountId = w.account();
    w.portal('!first', { login: '' });
    expect(read(w, accountId).state).toBe('connected');
    expect(w.opened).toEqual(['!first']);
  });
});

describe('an account', () => {
  test('is paused and resumed on record', async () => {
    const w = world();
    const accountId = w.account();
    expect(w.directory.accounts.pause(administrator, accountId, { reason: 'holiday' }).paused).toBe(true);
    w.directory.accounts.pause(administrator, accountId, { reason: 'again' });
    expect(w.directory.accounts.resume(administrator, accountId, { reason: 'back' }).paused).toBe(false);
    expect(w.actions()).toEqual(['account.created', 'account.paused', 'account.resumed']);
  });

  test('is logged out at the network and keeps its login, so that the same number comes back', async () => {
    const w = world();
    const accountId = await w.linked();
    expect(await w.directory.accounts.logOut(administrator, accountId, { reason: 'new phone' })).toMatchObject({ state: 'logged-out', loginId: '48123' });
    expect(w.bridge.logins.size).toBe(0);
    await expect(w.directory.accounts.logOut(administrator, accountId, { reason: 'again' })).rejects.toMatchObject({ code: 'ACCOUNT_NOT_LINKED' });
    w.bridge.goDown();
    await expect(w.directory.linkings.start(administrator, accountId, { flowId: 'qr', acceptRisk: true })).rejects.toMatchObject({ code: 'BRIDGE_UNAVAILABLE' });
  });

  test('keeps its number once linked, and takes only employees as owner', async () => {
    const w = world();
    const accountId = await w.linked();
    const change = (input: Parameters<typeof w.directory.accounts.change>[2]) => () => w.directory.accounts.change(administrator, accountId, input);
    expect(change({ number: '+48777' })).toThrow(expect.objectContaining({ code: 'CONFLICT', field: '/number' }));
    expect(change({ ownerUserId: '@nobody:box.test' as UserId })).toThrow(expect.objectContaining({ code: 'NOT_AN_EMPLOYEE' }));
    const anna = await w.employee('anna');
    expect(change({ ownerUserId: anna.userId, label: 'Sales' })()).toMatchObject({ ownerUserId: anna.userId, label: 'Sales' });
    w.directory.people.lock(administrator, anna.personId, { reason: 'leaves' });
    const boris = await w.employee('boris');
    w.directory.people.lock(administrator, boris.personId, { reason: 'leaves' });
    expect(change({ ownerUserId: boris.userId })).toThrow(expect.objectContaining({ code: 'PERSON_LOCKED' }));
  });

  test('declared in the file is made once, under its name, and follows the file', async () => {
    const w = world();
    const declared = { slug: 'sales', bridge: 'loopback', label: 'Sales', team: 'sales', number: '+48123' };
    const apply = (accounts: (typeof declared)[]) => () => w.directory.applyConfiguration({ teams: [{ slug: 'sales', name: 'Sales' }], accounts });
    apply([declared])();
    apply([{ ...declared, label: 'Sales PL' }])();
    expect(w.directory.accounts.list(administrator, 'all')).toMatchObject([{ label: 'Sales PL', number: '+48123', serviceUserId: serviceUser }]);
    expect(w.actions()).toEqual(['team.created', 'account.created', 'account.changed']);
    await w.work();
    expect(w.homeserver.user(serviceUser)).toBeDefined();
    expect(apply([{ ...declared, slug: 'support' }, declared])).toThrow(expect.objectContaining({ code: 'NUMBER_IN_USE', field: '/accounts/0/number' }));
    expect(apply([{ ...declared, bridge: 'smoke' }])).toThrow(expect.objectContaining({ code: 'UNKNOWN_BRIDGE', field: '/accounts/0/bridgeId' }));
    expect(apply([{ ...declared, team: 'nobody' }])).toThrow(expect.objectContaining({ field: '/accounts/0/team' }));
    expect(w.directory.accounts.list(administrator, 'all')).toHaveLength(1);
  });

  test('is seen by its own team', async () => {
    const w = world();
    const team = w.directory.teams.create(administrator, { slug: 'sales', name: 'Sales' });
    const own = w.account('sales', { teamId: team.teamId });
    const other = w.account('support', { number: '+48777' });
    const anna = { ...administrator, roles: ['employee' as const], teamId: team.teamId };
    expect(w.directory.accounts.list(anna, 'team').map(({ accountId }) => accountId)).toEqual([own]);
    expect(() => w.directory.accounts.get(anna, 'team', other)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(w.directory.accounts.list({ ...anna, teamId: null }, 'team')).toEqual([]);
  });
});

describe('clients', () => {
  test('are found by part of a name in any alphabet, page by page, and only through rooms one may see', async () => {
    const w = world();
    await w.linked();
    const anna = await w.employee('anna');
    for (const [room, id, name] of [['!a', '48901', 'Ян Ковальський'], ['!b', '48902', 'Ola'], ['!c', '48903', 'Olaf']] as const) {
      w.clock.advance(1_000);
      w.portal(room, { remote: id, people: [id], name });
    }
    const { clients } = w.directory;
    const names = (query: Parameters<typeof clients.list>[2]) => clients.list(administrator, 'all', query).clients.map(({ name }) => name);
    expect(names({ name: 'КОВАЛЬ' })).toEqual(['Ян Ковальський']);
    expect(names({ name: 'ola' })).toEqual(['Olaf', 'Ola']);
    const first = clients.list(administrator, 'all', { limit: 2 });
    expect(first.clients.map(({ name }) => name)).toEqual(['Olaf', 'Ola']);
    expect(names({ limit: 2, after: first.next! })).toEqual(['Ян Ковальський']);
    expect(() => names({ after: 'nonsense' })).toThrow(expect.objectContaining({ code: 'BAD_REQUEST' }));
    w.owners.set('!b' as RoomId, anna.userId!);
    const own = { ...administrator, userId: anna.userId, roles: ['employee' as const] };
    const [visible] = clients.list(own, 'own', {}).clients;
    expect(visible).toMatchObject({ name: 'Ola', roomIds: ['!b'] });
    expect(w.directory.portals.list(own, 'own', {}).portals.map(({ roomId, ownerUserId }) => [roomId, ownerUserId])).toEqual([['!b', anna.userId]]);
    expect(() => w.directory.portals.get(own, 'own', '!a' as RoomId)).toThrow(expect.objectContaining({ code: 'ROOM_NOT_PORTAL' }));
    const stranger = clients.list(administrator, 'all', { name: 'Olaf' }).clients[0]!;
    expect(() => clients.change(own, 'own', stranger.clientId, { name: 'x' })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
  });

  test('keep the name a person gave them, and two who are one become one', async () => {
    const w = world();
    await w.linked();
    w.portal('!a', { remote: '48901', people: ['48901'], name: 'Jan' });
    w.portal('!b', { remote: '48902', people: ['48902'], name: 'J. K.' });
    const { clients } = w.directory;
    const byName = (name: string) => clients.list(administrator, 'all', { name }).clients[0]!;
    const jan = byName('Jan');
    clients.change(administrator, 'all', jan.clientId, { name: 'Jan Kowalski', language: 'pl' });
    w.homeserver.put('!a' as RoomId, ghost('48901'), 'm.room.member', ghost('48901'), { membership: 'join', displayname: 'jan :)' });
    w.homeserver.put('!b' as RoomId, ghost('48902'), 'm.room.member', ghost('48902'), { membership: 'join', displayname: 'J. Kow' });
    expect(byName('Jan')).toMatchObject({ name: 'Jan Kowalski', language: 'pl' });
    const other = byName('J. Kow');
    expect(clients.merge(administrator, 'all', jan.clientId, { from: other.clientId }).roomIds.toSorted()).toEqual(['!a', '!b']);
    expect(clients.list(administrator, 'all', {}).clients).toHaveLength(1);
    w.homeserver.put('!b' as RoomId, '@loopbackbot:box.test' as UserId, 'm.room.tombstone', '', {});
    w.portal('!b2', { remote: '48902', people: ['48902'], name: 'J. K.' });
    expect(clients.get(administrator, 'all', jan.clientId).roomIds.toSorted()).toEqual(['!a', '!b', '!b2']);
    expect(() => clients.merge(administrator, 'all', jan.clientId, { from: jan.clientId })).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });
});
