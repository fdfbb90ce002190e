import { expect, test } from 'vitest';
import { administrator, directoryWorld, settle } from '../../test/support/directory-world.ts';

const day = 24 * 60 * 60_000;

test('an account says when its phone was last heard of, and when the network unlinks it', async () => {
  const w = directoryWorld();
  const accountId = await w.linked();
  expect(w.directory.accounts.get(administrator, 'all', accountId)).toMatchObject({ lastPhoneContactAt: 'unknown', unlinksAt: 'unknown' });
  const seenAt = w.clock.now() - 9 * day;
  w.phones.set('48123', seenAt);
  w.directory.checkPhones();
  expect(w.directory.accounts.get(administrator, 'all', accountId)).toMatchObject({ lastPhoneContactAt: seenAt, unlinksAt: seenAt + 14 * day });
  expect(w.openAlarms()).toEqual([]);
});

test('four days before the end somebody is told, once, and it is over when the phone is back', async () => {
  const w = directoryWorld();
  const accountId = await w.linked();
  w.phones.set('48123', w.clock.now() - 10 * day);
  w.directory.checkPhones();
  w.directory.checkPhones();
  expect(w.openAlarms()).toEqual(['account-unlinks-soon']);
  w.phones.set('48123', w.clock.now());
  w.directory.checkPhones();
  expect(w.openAlarms()).toEqual([]);
  expect(w.alarms.filter(({ kind }) => kind === 'account-unlinks-soon')).toHaveLength(1);
  expect(w.alarms.find(({ kind }) => kind === 'account-unlinks-soon')?.target).toBe(accountId);
});

test('a database that cannot be read any more makes it unknown again, not old', async () => {
  const w = directoryWorld();
  const accountId = await w.linked();
  w.phones.set('48123', w.clock.now() - 12 * day);
  w.directory.checkPhones();
  w.phones.clear();
  w.directory.checkPhones();
  expect(w.directory.accounts.get(administrator, 'all', accountId)).toMatchObject({ lastPhoneContactAt: 'unknown', unlinksAt: 'unknown' });
});

test('nobody links an unofficial client before somebody accepted the risk; who and when stays, and is asked once', async () => {
  const w = directoryWorld();
  const accountId = w.account();
  await expect(w.directory.linkings.start(administrator, accountId, { flowId: 'qr' })).rejects.toMatchObject({ code: 'RISK_NOT_ACCEPTED', field: '/acceptRisk' });
  expect(w.actions()).toEqual(['account.created']);
  const linking = await w.directory.linkings.start(administrator, accountId, { flowId: 'qr', acceptRisk: true });
  expect(w.directory.accounts.get(administrator, 'all', accountId)).toMatchObject({ unofficialClient: true, riskAccepted: { by: administrator.personId, at: w.clock.now() }, version: 2 });
  await settle();
  await w.directory.linkings.cancel(administrator, linking.linkingId);
  await w.directory.linkings.start(administrator, accountId, { flowId: 'qr' });
  expect(w.actions().filter((action) => action === 'account.risk-accepted')).toHaveLength(1);
});
