import { expect, test } from 'vitest';
import { administrator, directoryWorld } from '../../test/support/directory-world.ts';
import type { PersonActor } from '../kernel/index.ts';
import { createMe } from './index.ts';

const box = {
  serverName: 'box.test', trial: true, liveHistoryMonths: 24, offlineHours: 12, homeserver: 'https://messages.example.com',
  responseDueMinutes: { amber: 30, red: 120 }, consoleIdleMinutes: 30, languages: ['en', 'pl'],
};

test('who asks is told who they are, where they belong and what box this is', async () => {
  const w = directoryWorld();
  const team = w.directory.teams.create(administrator, { slug: 'sales', name: 'Sales' });
  const input = { signInName: 'anna', name: 'Anna Nowak', roles: ['employee' as const], teamId: team.teamId, languages: ['pl', 'uk'] };
  const { person } = await w.directory.people.create(administrator, input);
  const actor = { ...administrator, ...person } as PersonActor;
  expect(createMe({ db: w.db, box: () => box }).read(actor)).toEqual({
    personId: person.personId, userId: '@anna:box.test', name: 'Anna Nowak', signInName: 'anna', roles: ['employee'],
    team: { teamId: team.teamId, name: 'Sales' }, languages: ['pl', 'uk'], box,
  });
  await w.stop();
});

test('an administrator has no user of the homeserver and needs no team', async () => {
  const w = directoryWorld();
  const { person } = await w.directory.people.create(administrator, { signInName: 'olga', name: 'Olga', roles: ['compliance-officer'] });
  expect(createMe({ db: w.db, box: () => box }).read({ ...administrator, ...person })).toMatchObject({ userId: null, team: null, roles: ['compliance-officer'] });
  await w.stop();
});
