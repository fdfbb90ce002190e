import { Account, PersonWithPassword, Linking, Team, type Person } from '@holdfast/contract';
import { join } from 'node:path';
import type { Box } from '../../apply/open-box.ts';
import { OperatorError } from '../../apply/operator-error.ts';
import { pollUntil } from '../../apply/poll.ts';
import { readIfThere, writePrivateFile } from '../../apply/private-files.ts';
import type { BoxApi } from '../box-api.ts';
import { listAccounts, listPeople, listTeams } from '../choose.ts';
import { imitatedPhone, openLinking, startLinking } from '../link-account.ts';
import type { LoopbackNetwork } from '../loopback-network.ts';
import { employees, numbers, teams, type Employee } from './cast.ts';
import { switchOn } from './speaking.ts';

const linkTimeoutMs = 60_000;

/** Teams, the company's numbers, and the numbers' connection. Each is made unless it is there. */
export async function foundCompany(api: BoxApi, network: LoopbackNetwork): Promise<void> {
  const present = await listTeams(api);
  const teamIds = new Map<string, string>();
  for (const { slug, name } of teams) {
    const team = present.find((one) => one.slug === slug) ?? (await api.call('POST', '/api/v1/teams', { body: { slug, name }, reply: Team }));
    teamIds.set(slug, team.teamId);
  }
  const accounts = await listAccounts(api);
  for (const { slug, label, team, number, handset } of numbers) {
    await switchOn(network, { number, name: handset });
    const body = { bridgeId: 'loopback', slug, label, number, numberHistory: 'new', teamId: teamIds.get(team) };
    const account = accounts.find((one) => one.bridgeId === 'loopback' && one.slug === slug) ?? (await api.call('POST', '/api/v1/accounts', { body, reply: Account }));
    if (account.loginId === null) await link(api, network, account);
  }
}

/** As an administrator does it with the handset in hand: the code on the screen is scanned. Goes on with one that was left open. */
async function link(api: BoxApi, network: LoopbackNetwork, account: Account): Promise<void> {
  const phone = await imitatedPhone(network, account);
  let linking = (await openLinking(api, account)) ?? (await startLinking(api, account, 'qr'));
  let scanned: string | undefined;
  await pollUntil(async () => {
    linking = await api.call('GET', `/api/v1/linkings/${linking.linkingId}`, { reply: Linking });
    const { step, state } = linking;
    if (state !== 'open') return true;
    if (step?.type === 'display_and_wait' && step.display === 'qr' && step.data !== null && step.data !== scanned) await phone.scan((scanned = step.data));
    return false;
  }, linkTimeoutMs, `${account.label} to be linked`);
  if (linking.state !== 'completed') throw new OperatorError(`${account.label} could not be linked: ${linking.failure ?? linking.state}`, 'Run `holdfast up --trial` again; `holdfast logs bridge-loopback` has more.');
}

export const passwordFile = ({ layout }: Pick<Box, 'layout'>, signInName: string): string => join(layout.secrets, `employee-${signInName}-password`);

/** The password of one of the trial's employees, as long as nobody has changed it. */
export const passwordOf = (box: Pick<Box, 'layout'>, signInName: string): string | undefined => readIfThere(passwordFile(box, signInName))?.trim();

/**
 * Hires whom the trial needs. The password that the box makes is told once, so it is kept at once, in a file of its own; if
 * that was prevented, the next attempt asks for another.
 */
export async function hireEmployees(box: Pick<Box, 'layout'>, api: BoxApi): Promise<void> {
  const [people, present] = [await listPeople(api), await listTeams(api)];
  for (const employee of employees) {
    const there = people.find(({ signInName }) => signInName === employee.signInName);
    if (there && passwordOf(box, employee.signInName) !== undefined) continue;
    const { oneTimePassword } = there ? await resetPassword(api, there) : await hire(api, employee, present);
    writePrivateFile(passwordFile(box, employee.signInName), `${oneTimePassword}\n`);
  }
}

const hire = (api: BoxApi, { signInName, name, role, team, languages }: Employee, present: readonly Team[]): Promise<PersonWithPassword> =>
  api.call('POST', '/api/v1/people', {
    body: { signInName, name, roles: [role], teamId: present.find(({ slug }) => slug === team)?.teamId ?? null, languages },
    reply: PersonWithPassword,
  });

const resetPassword = (api: BoxApi, { personId }: Person): Promise<PersonWithPassword> =>
  api.call('POST', `/api/v1/people/${personId}/reset-password`, { body: { reason: 'making the trial was interrupted' }, reply: PersonWithPassword });
