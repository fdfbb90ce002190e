import { expect, test } from 'vitest';
import { administrator, directoryWorld } from '../../test/support/directory-world.ts';

const refused = (code: string) => expect.objectContaining({ code }) as Error;

test('the link names the box and the person, holds no password, and each making is on record', async () => {
  const w = directoryWorld();
  const { person, oneTimePassword } = await w.directory.people.create(administrator, { signInName: 'anna', name: 'Anna', roles: ['employee'] });
  const invitation = w.directory.invitations.make(administrator, person.personId);
  expect(invitation).toEqual({ url: 'holdfast://join?box=https%3A%2F%2Fbox.test&name=anna', signInName: 'anna', reachable: 'everywhere', password: 'told-once', expiresAt: null });
  expect(JSON.stringify(invitation)).not.toContain(oneTimePassword);
  expect(w.actions()).toContain('person.invited');
});

test('nobody is invited who has no use for the app or may not come in', async () => {
  const w = directoryWorld();
  const { person: officer } = await w.directory.people.create(administrator, { signInName: 'clara', name: 'Clara', roles: ['compliance-officer'] });
  expect(() => w.directory.invitations.make(administrator, officer.personId)).toThrow(refused('NOT_AN_EMPLOYEE'));
  const anna = await w.employee('anna');
  w.directory.people.lock(administrator, anna.personId, { reason: 'left' });
  expect(() => w.directory.invitations.make(administrator, anna.personId)).toThrow(refused('PERSON_LOCKED'));
  expect(() => w.directory.invitations.make(administrator, 'pers_0000000000000000' as never)).toThrow(refused('NOT_FOUND'));
});
