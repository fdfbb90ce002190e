import { expect, test } from 'vitest';
import { administrator, directoryWorld } from '../../test/support/directory-world.ts';

const meanwhile = expect.objectContaining({ code: 'CHANGED_MEANWHILE', field: '/version' }) as Error;

test('of two who rename a team the second is told, and nothing is overwritten', () => {
  const { directory } = directoryWorld();
  const { teamId, version } = directory.teams.create(administrator, { slug: 'north', name: 'North' });
  expect(directory.teams.change(administrator, teamId, { name: 'Nord', version })).toMatchObject({ name: 'Nord', version: version + 1 });
  expect(() => directory.teams.change(administrator, teamId, { name: 'Süd', version })).toThrow(meanwhile);
  expect(directory.teams.list(administrator, 'all')).toMatchObject([{ name: 'Nord', version: version + 1 }]);
  expect(directory.teams.change(administrator, teamId, { name: 'West' })).toMatchObject({ name: 'West' });
});

test('an account: settings, pause and resume each count; its state does not', async () => {
  const w = directoryWorld();
  const accountId = await w.linked();
  const { version } = w.directory.accounts.get(administrator, 'all', accountId);
  expect(w.directory.accounts.change(administrator, accountId, { label: 'Sales', version }).version).toBe(version + 1);
  expect(() => w.directory.accounts.pause(administrator, accountId, { reason: 'stale', version })).toThrow(meanwhile);
  expect(w.directory.accounts.pause(administrator, accountId, { reason: 'holiday', version: version + 1 })).toMatchObject({ paused: true, version: version + 2 });
  expect(() => w.directory.accounts.change(administrator, accountId, { label: 'Other', version })).toThrow(meanwhile);
  expect(w.directory.accounts.get(administrator, 'all', accountId)).toMatchObject({ label: 'Sales', paused: true, version: version + 2 });
  await expect(w.directory.accounts.logOut(administrator, accountId, { reason: 'x', version })).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' });
});

test('a person: a change of team or languages, locking and unlocking', async () => {
  const w = directoryWorld();
  const { personId, version } = await w.employee('anna');
  const changed = await w.directory.people.change(administrator, personId, { languages: ['pl'], version });
  expect(changed).toMatchObject({ languages: ['pl'], version: version + 1 });
  await expect(w.directory.people.change(administrator, personId, { languages: ['uk'], version })).rejects.toMatchObject({ code: 'CHANGED_MEANWHILE' });
  expect(() => w.directory.people.lock(administrator, personId, { reason: 'leaves', version })).toThrow(meanwhile);
  expect(w.directory.people.lock(administrator, personId, { reason: 'leaves', version: version + 1 })).toMatchObject({ state: 'locked', version: version + 2 });
  expect(w.directory.people.get(administrator, 'all', personId)).toMatchObject({ languages: ['pl'], version: version + 2 });
});
