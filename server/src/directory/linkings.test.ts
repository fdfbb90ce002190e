import type { AccountId, LoginId } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { administrator, directoryWorld, settle, type DirectoryWorld } from '../../test/support/directory-world.ts';

const open: DirectoryWorld[] = [];
function world(...args: Parameters<typeof directoryWorld>): DirectoryWorld {
  const made = directoryWorld(...args);
  open.push(made);
  return made;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
const latest = ({ directory }: DirectoryWorld, accountId: AccountId) => directory.linkings.latest(accountId);
const start = ({ directory }: DirectoryWorld, accountId: AccountId, flow = 'qr') => directory.linkings.start(administrator, accountId, { flowId: flow, acceptRisk: true });

describe('linking by QR code', () => {
  test('shows the code, refreshes it, and ends when the expected number was paired', async () => {
    const w = world();
    const accountId = w.account();
    const linking = await start(w, accountId);
    expect(linking).toMatchObject({ state: 'open', working: false, step: { type: 'display_and_wait', display: 'qr', data: 'QR-2' } });
    await settle();
    w.bridge.showNextCode();
    await w.until(() => latest(w, accountId).step?.revision !== linking.step?.revision);
    await settle();
    w.bridge.scan('48123');
    await w.until(() => latest(w, accountId).state === 'completed');
    await w.work();
    expect(latest(w, accountId).step).toBeNull();
    expect(w.directory.linkings.history(accountId)).toMatchObject([{ flowId: 'qr', state: 'completed', failure: null, startedByName: null }]);
    expect(w.directory.accounts.get(administrator, 'all', accountId)).toMatchObject({ loginId: '48123', state: 'connected' });
    expect(w.actions()).toEqual(['account.created', 'account.risk-accepted', 'account.link-started', 'account.linked']);
    expect(w.told).toContain('linking.changed');
  });

  test('makes the service user first: the bridge signs in nobody who does not exist', async () => {
    const w = world();
    await start(w, w.account());
    expect(w.homeserver.user('@acct_loopback_sales:box.test' as never)).toBeDefined();
  });

  test('one at a time per account', async () => {
    const w = world();
    const accountId = w.account();
    const first = await start(w, accountId);
    await expect(start(w, accountId)).rejects.toMatchObject({ code: 'LINKING_IN_PROGRESS' });
    expect(latest(w, accountId).linkingId).toBe(first.linkingId);
  });

  test('a code nobody scans ends it with the code of the network', async () => {
    const w = world();
    const accountId = w.account();
    await start(w, accountId);
    await settle();
    w.bridge.timeOut();
    await w.until(() => latest(w, accountId).state === 'failed');
    expect(latest(w, accountId)).toMatchObject({ failure: 'FAKE.LOGIN_TIMEOUT', step: null });
    await w.work();
    await start(w, accountId); // and may be tried again
  });
});

describe('linking by phone number and code', () => {
  test('asks field by field and checks before the bridge, which ends a login on any error', async () => {
    const w = world();
    const accountId = w.account('sales', { number: '+48600000001' });
    const { linkingId } = await start(w, accountId, 'phone');
    const answer = (stepId: string, values: Record<string, string>) => w.directory.linkings.answer(administrator, linkingId, { stepId, values });
    await expect(answer('fake.phone', {})).rejects.toMatchObject({ code: 'LINKING_STEP_INVALID', field: '/values/phone_number' });
    await expect(answer('fake.phone', { phone_number: 'mine' })).rejects.toMatchObject({ code: 'LINKING_STEP_INVALID' });
    await expect(answer('fake.phone', { phone_number: '+48600000001', extra: 'x' })).rejects.toMatchObject({ code: 'LINKING_STEP_INVALID' });
    await expect(answer('fake.other', { phone_number: '+48600000001' })).rejects.toMatchObject({ code: 'LINKING_STEP_INVALID', field: '/stepId' });
    expect(await answer('fake.phone', { phone_number: '+48 600 000 001' })).toMatchObject({ step: { stepId: 'fake.code', type: 'user_input' } });
    await expect(answer('fake.code', { code: 'abc' })).rejects.toMatchObject({ code: 'LINKING_STEP_INVALID' });
    await answer('fake.code', { code: '123456' });
    await w.until(() => latest(w, accountId).state === 'completed');
    expect(w.login(accountId)).toBe('48600000001');
    expect(JSON.stringify(w.db.prepare('SELECT * FROM linking').all())).not.toContain('123456');
    await expect(answer('fake.code', { code: '123456' })).rejects.toMatchObject({ code: 'LINKING_ENDED' });
  });

  test('a wrong code ends it', async () => {
    const w = world();
    const accountId = w.account('sales', { number: '+48600000001' });
    const { linkingId } = await start(w, accountId, 'phone');
    await w.directory.linkings.answer(administrator, linkingId, { stepId: 'fake.phone', values: { phone_number: '+48600000001' } });
    await w.directory.linkings.answer(administrator, linkingId, { stepId: 'fake.code', values: { code: '000000' } });
    await w.until(() => latest(w, accountId).state === 'failed');
    expect(latest(w, accountId).failure).toBe('FAKE.WRONG_CODE');
  });
});

describe('numbers', () => {
  test('two accounts cannot have one number', async () => {
    const w = world();
    w.account('sales');
    expect(() => w.account('support')).toThrow(expect.objectContaining({ code: 'NUMBER_IN_USE', field: '/number' }));
    expect(() => w.account('sales', { number: '+48555' })).toThrow(expect.objectContaining({ code: 'ACCOUNT_EXISTS' }));
  });

  test('a number that another account is linked with is refused before anybody scans', async () => {
    const w = world();
    const other = w.account('nameless', { number: null });
    await start(w, other);
    await settle();
    w.bridge.scan('48123');
    await w.until(() => latest(w, other).state === 'completed');
    const accountId = w.account('sales', { number: '+48123' });
    await expect(start(w, accountId)).rejects.toMatchObject({ code: 'NUMBER_IN_USE' });
  });

  test('pairing another number than expected logs it out at once', async () => {
    const w = world();
    const accountId = w.account();
    await start(w, accountId);
    await settle();
    w.bridge.scan('48777');
    await w.until(() => latest(w, accountId).state === 'wrong-number');
    await w.work();
    expect([...w.bridge.logins.keys()]).toEqual([]);
    expect(w.login(accountId)).toBeNull();
    expect(w.actions()).toEqual(['account.created', 'account.risk-accepted', 'account.link-started', 'account.link-failed']);
  });

  test("pairing a colleague account's number costs that account its session: it is told", async () => {
    const w = world();
    const support = await w.linked('support', '48777');
    const sales = w.account('sales', { number: '+48123' });
    await start(w, sales);
    await settle();
    w.bridge.scan('48777'); // bridgev2 deletes the login of the other user
    await w.until(() => latest(w, sales).state === 'wrong-number');
    await w.work();
    expect(w.directory.accounts.get(administrator, 'all', support)).toMatchObject({ state: 'logged-out', stateReason: 'REPLACED_BY_ANOTHER_PAIRING', loginId: '48777' });
    expect(w.openAlarms()).toContain('account-replaced');
    expect(w.bridge.logins.size).toBe(0);
  });

  test('is logged out again and again until the bridge says it is gone', async () => {
    const w = world();
    const accountId = w.account();
    await start(w, accountId);
    await settle();
    w.bridge.scan('48777');
    await w.until(() => latest(w, accountId).state === 'wrong-number');
    w.bridge.goDown();
    await w.work();
    expect(w.bridge.logins.has('48777' as LoginId)).toBe(true);
    w.bridge.comeBack();
    w.clock.advance(60_000);
    await w.work();
    expect(w.bridge.logins.has('48777' as LoginId)).toBe(false);
  });

  test('where login ids are no numbers, the profile tells the number', async () => {
    const w = world();
    w.bridge.onProfile((loginId) => (loginId === 'c443c1a2' ? '+48 123' : '+48 777'));
    const right = w.account('sales');
    await start(w, right);
    await settle();
    w.bridge.scan('c443c1a2');
    await w.until(() => latest(w, right).state === 'completed');
    const wrong = w.account('support', { number: '+48555' });
    await start(w, wrong);
    await settle();
    w.bridge.scan('d0d0d0d0');
    await w.until(() => latest(w, wrong).state === 'wrong-number');
  });

  test('signing in again names the login, and must yield it', async () => {
    const w = world();
    const accountId = await w.linked();
    await start(w, accountId);
    expect(w.bridge.log).toContain('start qr over 48123');
    await settle();
    w.bridge.scan('48777'); // the bridge deletes the old login
    await w.until(() => latest(w, accountId).state === 'wrong-number');
    await w.work();
    expect(w.directory.accounts.get(administrator, 'all', accountId)).toMatchObject({ state: 'logged-out', loginId: '48123' });
    await start(w, accountId); // the bridge no longer has a login to name
    await settle();
    w.bridge.scan('48123');
    await w.until(() => latest(w, accountId).state === 'completed');
  });
});

describe('cancelling', () => {
  test('half way ends the process at the bridge', async () => {
    const w = world();
    const accountId = w.account();
    const { linkingId } = await start(w, accountId);
    await settle();
    expect(await w.directory.linkings.cancel(administrator, linkingId)).toMatchObject({ state: 'cancelled', step: null });
    await w.work();
    expect(w.bridge.processes()).toBe(0);
    await expect(w.directory.linkings.cancel(administrator, linkingId)).rejects.toMatchObject({ code: 'LINKING_ENDED' });
    await start(w, accountId);
    expect(w.actions()).toContain('account.link-cancelled');
  });

  test('a pairing that came a moment too late does not stay', async () => {
    const w = world();
    const accountId = w.account();
    const { linkingId } = await start(w, accountId);
    await settle();
    w.bridge.goDown();
    await w.directory.linkings.cancel(administrator, linkingId);
    w.bridge.comeBack();
    w.bridge.scan('48123');
    await w.work();
    expect(w.bridge.logins.size).toBe(0);
    expect(w.directory.accounts.get(administrator, 'all', accountId).state).toBe('unlinked');
  });

  test('a new attempt first clears away what the last one left', async () => {
    const w = world(); // jobs do not run
    const accountId = w.account();
    const { linkingId } = await start(w, accountId);
    await settle();
    await w.directory.linkings.cancel(administrator, linkingId);
    await start(w, accountId);
    expect(w.bridge.processes()).toBe(1);
    expect(w.jobs.find(w.db, 'linking.clean-up', linkingId)).toBeUndefined();
  });
});

describe('outages', () => {
  test('a bridge that is down when it begins: a clear error and nothing left open', async () => {
    const w = world();
    const accountId = w.account();
    w.bridge.goDown();
    await expect(start(w, accountId)).rejects.toMatchObject({ code: 'BRIDGE_UNAVAILABLE' });
    w.bridge.comeBack();
    await start(w, accountId);
  });

  test('a bridge that restarts in the middle loses the process: start again', async () => {
    const w = world();
    const accountId = w.account();
    await start(w, accountId);
    await settle();
    w.bridge.goDown();
    await settle();
    w.bridge.restart();
    await w.until(() => latest(w, accountId).state === 'failed');
    expect(latest(w, accountId).failure).toBe('START_AGAIN');
  });

  test('a bridge that is away for a moment and kept the process goes on', async () => {
    const w = world();
    const accountId = w.account();
    await start(w, accountId);
    await settle();
    w.bridge.goDown();
    await settle();
    w.bridge.comeBack();
    await settle();
    w.bridge.scan('48123');
    await w.until(() => latest(w, accountId).state === 'completed');
  });

  test('a control plane that restarts polls the same step and misses nothing', async () => {
    const w = world();
    const accountId = w.account();
    await start(w, accountId);
    await settle();
    await w.stop();
    const again = world({ db: w.db, bridge: w.bridge, homeserver: w.homeserver, clock: w.clock });
    again.directory.start();
    await settle();
    w.bridge.scan('48123');
    await again.until(() => latest(again, accountId).state === 'completed');
    await again.work();
    expect(again.directory.accounts.get(administrator, 'all', accountId)).toMatchObject({ loginId: '48123', state: 'connected' });
  });

  test('a pairing completed while the control plane was away is found among the logins', async () => {
    const w = world();
    const accountId = w.account();
    await start(w, accountId);
    await settle();
    await w.stop();
    w.bridge.scan('48123');
    w.bridge.restart();
    const again = world({ db: w.db, bridge: w.bridge, homeserver: w.homeserver, clock: w.clock });
    again.directory.start();
    await again.until(() => latest(again, accountId).state === 'completed');
  });

  test('a box killed before the bridge answered says: start again', async () => {
    const w = world();
    const accountId = w.account();
    w.db.prepare(
      `INSERT INTO linking (id, account_id, flow_id, logins_before, state, started_by, started_at, updated_at) VALUES ('link_0000000000000000', ?, 'qr', '[]', 'open', 'x', 1, 1)`,
    ).run(accountId);
    w.directory.start();
    expect(latest(w, accountId)).toMatchObject({ state: 'failed', failure: 'START_AGAIN' });
  });
});
