import type { TeamId, UserId } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { administrator, directoryWorld, type DirectoryWorld } from '../../test/support/directory-world.ts';
import { findPerson, listEmployees, signInPeople } from './index.ts';

const open: DirectoryWorld[] = [];
function world(...args: Parameters<typeof directoryWorld>): DirectoryWorld {
  const made = directoryWorld(...args);
  open.push(made);
  return made;
}
afterEach(async () => {
  for (const one of open.splice(0)) await one.stop();
});
const anna = { signInName: 'anna', name: 'Anna', roles: ['employee' as const] };

describe('people', () => {
  test('an employee is a user of the homeserver with a password that is told once', async () => {
    const w = world();
    const { person, oneTimePassword } = await w.directory.people.create(administrator, { ...anna, languages: ['pl', 'uk'], roomCap: 30 });
    expect(person).toMatchObject({ userId: '@anna:box.test', state: 'active', languages: ['pl', 'uk'], roomCap: 30 });
    expect(w.homeserver.user(person.userId!)).toMatchObject({ password: oneTimePassword, displayName: 'Anna' });
    expect(oneTimePassword).toMatch(/^[a-z2-9]{5}(-[a-z2-9]{5}){3}$/);
    expect(JSON.stringify([w.db.prepare('SELECT * FROM person').all(), w.audit.list(w.db, { limit: 9 })])).not.toContain(oneTimePassword);
    expect(listEmployees(w.db).map(({ signInName }) => signInName)).toEqual(['anna']);
  });

  test('who answers nobody has no user there, and a password of the console instead', async () => {
    const w = world();
    const { person } = await w.directory.people.create(administrator, { signInName: 'olga', name: 'Olga', roles: ['compliance-officer'] });
    expect(person.userId).toBeNull();
    expect(signInPeople.findPersonBySignInName(w.db, 'olga')?.passwordHash).toBe('hash of 23');
    expect(listEmployees(w.db)).toEqual([]);
  });

  test('a name is given once, and none that belongs to the box', async () => {
    const w = world();
    await w.directory.people.create(administrator, anna);
    for (const signInName of ['anna', 'holdfast-admin', 'loopbackbot']) {
      await expect(w.directory.people.create(administrator, { ...anna, signInName })).rejects.toMatchObject({ code: 'PERSON_EXISTS', field: '/signInName' });
    }
  });

  test('two administrators adding one person at once: one is told the password, the other that the name is taken', async () => {
    const w = world();
    const both = await Promise.allSettled([w.directory.people.create(administrator, anna), w.directory.people.create(administrator, anna)]);
    const [made] = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(w.homeserver.user(made!.person.userId!)?.password).toBe(made!.oneTimePassword);
  });

  test('one role each, two in a small firm', async () => {
    const two = { ...anna, roles: ['employee' as const, 'administrator' as const] };
    await expect(world().directory.people.create(administrator, two)).rejects.toMatchObject({ code: 'BAD_REQUEST', field: '/roles' });
    expect((await world({ smallFirm: true }).directory.people.create(administrator, two)).person.roles).toEqual(['employee', 'administrator']);
  });

  test('an attempt that died half way is completed by the next', async () => {
    const w = world();
    await w.homeserver.createUser('@anna:box.test' as UserId, { displayName: 'Anna', password: 'lost' });
    const { oneTimePassword } = await w.directory.people.create(administrator, anna);
    expect(w.homeserver.user('@anna:box.test' as UserId)?.password).toBe(oneTimePassword);
  });

  test('a homeserver that is down: a clear error, and nothing half made', async () => {
    const w = world();
    w.homeserver.goDown();
    await expect(w.directory.people.create(administrator, anna)).rejects.toMatchObject({ code: 'HOMESERVER_UNAVAILABLE' });
    w.homeserver.comeBack();
    expect(w.directory.people.list(administrator, 'all')).toEqual([]);
    await w.directory.people.create(administrator, anna);
  });
});

describe('locking', () => {
  test('takes effect with the commit, and at the homeserver right after', async () => {
    const w = world();
    const { person } = await w.directory.people.create(administrator, anna);
    const token = w.homeserver.signIn(person.userId!, 'DESKTOP');
    w.directory.people.lock(administrator, person.personId, { reason: 'leaves' });
    expect(findPerson(w.db, person.personId)?.state).toBe('locked');
    expect(w.closedSessions).toEqual([person.personId]);
    expect(w.removedDevices).toEqual([person.personId]);
    expect(listEmployees(w.db)).toEqual([]);
    await w.work();
    expect(w.homeserver.user(person.userId!)).toMatchObject({ locked: true });
    expect(w.homeserver.user(person.userId!)?.devices.size).toBe(0);
    expect(await w.homeserver.whoAmI(token)).toBeNull();
    expect(w.actions()).toEqual(['person.created', 'person.locked']);
  });

  test('as part of a leaver’s cut it takes the devices too, and so does a role that answers nobody', async () => {
    const w = world();
    const { person } = await w.directory.people.create(administrator, anna);
    w.db.write((tx) => w.directory.lockLeaver(tx, person.userId!, administrator, 'leaves'));
    expect(w.removedDevices).toEqual([person.personId]);
    const { person: boris } = await w.directory.people.create(administrator, { ...anna, signInName: 'boris' });
    await w.directory.people.change(administrator, boris.personId, { name: 'Boris' });
    expect(w.removedDevices).toEqual([person.personId]);
    await w.directory.people.change(administrator, boris.personId, { roles: ['compliance-officer'] });
    expect(w.removedDevices).toEqual([person.personId, boris.personId]);
  });

  test('reaches the homeserver when it is back, and unlocking too', async () => {
    const w = world();
    const { person } = await w.directory.people.create(administrator, anna);
    w.homeserver.goDown();
    w.directory.people.lock(administrator, person.personId, { reason: 'leaves' });
    await w.work();
    w.homeserver.comeBack();
    w.clock.advance(60_000);
    await w.work();
    expect(w.homeserver.user(person.userId!)?.locked).toBe(true);
    w.directory.people.unlock(administrator, person.personId, { reason: 'came back' });
    await w.work();
    expect(w.homeserver.user(person.userId!)?.locked).toBe(false);
  });

  test('as part of a cut: in the same commit or not at all', async () => {
    const w = world();
    const { person } = await w.directory.people.create(administrator, anna);
    expect(() => w.db.write((tx) => {
      w.directory.lockLeaver(tx, person.userId!, administrator, 'handover');
      throw new Error('the cut failed');
    })).toThrow();
    expect(findPerson(w.db, person.personId)?.state).toBe('active');
    w.db.write((tx) => w.directory.lockLeaver(tx, person.userId!, administrator, 'handover'));
    w.db.write((tx) => w.directory.lockLeaver(tx, person.userId!, administrator, 'handover'));
    expect(w.actions().filter((action) => action === 'person.locked')).toHaveLength(1);
  });

  test('nobody locks themselves, and the last administrator stays', async () => {
    const w = world();
    const { person } = await w.directory.people.create(administrator, { signInName: 'root', name: 'Root', roles: ['administrator'] });
    expect(() => w.directory.people.lock(administrator, person.personId, { reason: 'x' })).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    await expect(w.directory.people.change(administrator, person.personId, { roles: ['employee'] })).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(() => w.directory.people.lock({ ...administrator, personId: person.personId }, person.personId, { reason: 'x' })).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
  });

  test('signing out and a new password end every session', async () => {
    const w = world();
    const { person } = await w.directory.people.create(administrator, anna);
    w.homeserver.signIn(person.userId!, 'A');
    w.directory.people.signOut(administrator, person.personId, 'lost laptop');
    await w.work();
    expect(w.homeserver.user(person.userId!)?.devices.size).toBe(0);
    w.homeserver.signIn(person.userId!, 'B');
    const { oneTimePassword } = await w.directory.people.resetPassword(administrator, person.personId, 'forgot it');
    await w.work();
    expect(w.homeserver.user(person.userId!)).toMatchObject({ password: oneTimePassword });
    expect(w.homeserver.user(person.userId!)?.devices.size).toBe(0);
    expect(w.closedSessions).toHaveLength(2);
  });
});

describe('changes', () => {
  test('another role needs another session, and may not leave conversations behind', async () => {
    const w = world();
    const { person } = await w.directory.people.create(administrator, anna);
    w.owners.set('!a' as never, person.userId!);
    await expect(w.directory.people.change(administrator, person.personId, { roles: ['compliance-officer'] })).rejects.toMatchObject({ code: 'CONFLICT', field: '/roles' });
    w.owners.clear();
    await w.directory.people.change(administrator, person.personId, { name: 'Anna K.', roomCap: 10 });
    expect(w.closedSessions).toEqual([]);
    expect(await w.directory.people.change(administrator, person.personId, { roles: ['team-lead'] })).toMatchObject({ name: 'Anna K.', roles: ['team-lead'], roomCap: 10 });
    expect(w.closedSessions).toEqual([person.personId]);
  });

  test('a team is read by its own people and changed by administrators', async () => {
    const w = world();
    const sales = w.directory.teams.create(administrator, { slug: 'sales', name: 'Sales' });
    w.directory.teams.create(administrator, { slug: 'support', name: 'Support' });
    expect(() => w.directory.teams.create(administrator, { slug: 'sales', name: 'Again' })).toThrow(expect.objectContaining({ code: 'CONFLICT' }));
    const { person } = await w.directory.people.create(administrator, { signInName: 'lead', name: 'Lead', roles: ['team-lead'], teamId: sales.teamId });
    const lead = { ...administrator, personId: person.personId, roles: person.roles, teamId: sales.teamId };
    expect(w.directory.teams.list(lead, 'team')).toEqual([{ ...sales, leads: [person.personId], members: 1 }]);
    expect(w.directory.people.list(lead, 'team')).toHaveLength(1);
    const other = await w.employee('boris');
    expect(() => w.directory.people.get(lead, 'team', other.personId)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    await expect(w.directory.people.change(administrator, other.personId, { teamId: 'team_nowhere' as TeamId })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(w.directory.teams.change(administrator, sales.teamId, { name: 'Sales PL' }).name).toBe('Sales PL');
  });
});
