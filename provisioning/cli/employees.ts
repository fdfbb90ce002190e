import { PersonWithPassword, Person } from '@holdfast/contract';
import type { Command } from 'commander';
import { commandApi } from './acting-as.ts';
import { chooseEmployee, choosePerson, chooseTeam, listPeople, listTeams } from './choose.ts';
import { invitationLink, showInvitation } from './invitation.ts';
import { printFields, printTable, say } from './show.ts';
import { signIn } from './sign-in.ts';

type Add = { name?: string; team?: string; role: string[]; language: string[]; cap?: string; signIn?: boolean; invite?: boolean; json?: boolean };
const several = (value: string, before: string[] = []) => [...before, value];

export function addEmployeeCommands(program: Command): void {
  const employee = program.command('employee').description('people of the box: employees, team leads, administrators, compliance officers');

  employee
    .command('list')
    .description('everybody, with roles, team and state')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const { api } = commandApi(command);
      const [people, teams] = await Promise.all([listPeople(api), listTeams(api)]);
      const slugs = new Map(teams.map(({ teamId, slug }) => [teamId, slug]));
      const rows = people.map((person) => ({ ...person, team: person.teamId && slugs.get(person.teamId) }));
      printTable(json ? people : rows, ['signInName', 'name', 'roles', 'team', 'languages', 'state', 'userId'], { json, none: 'Nobody yet: `holdfast employee add`.' });
    });

  employee
    .command('add')
    .argument('<sign-in-name>', 'local part of the Matrix id, e.g. anna')
    .description('add a person; the one-time password is shown once')
    .option('--name <name>', 'name shown to colleagues; else the sign-in name')
    .option('--team <team>', 'team')
    .option('--role <role>', 'employee, team-lead, administrator or compliance-officer; twice in a small firm', several)
    .option('--language <code>', 'language they answer in, e.g. pl; may be given more than once', several)
    .option('--cap <rooms>', 'most conversations routing may give them')
    .option('--invite', 'also show the invitation that their app opens, as a link and a QR code')
    .option('--sign-in', 'also sign them in on this machine, for `holdfast as` (trials and scripts)')
    .option('--json', 'for programs')
    .action(async (signInName: string, options: Add, command: Command) => {
      const { box, api } = commandApi(command);
      const body = {
        signInName,
        name: options.name ?? signInName,
        roles: options.role ?? ['employee'],
        ...(options.team === undefined ? {} : { teamId: (await chooseTeam(api, options.team)).teamId }),
        ...(options.language === undefined ? {} : { languages: options.language }),
        ...(options.cap === undefined ? {} : { roomCap: Number(options.cap) }),
      };
      const added = await api.call('POST', '/api/v1/people', { body, reply: PersonWithPassword });
      if (options.signIn) await signIn(box, signInName, added.oneTimePassword);
      const invited = options.invite === true && added.person.userId !== null;
      if (options.json) return say(JSON.stringify(invited ? { ...added, invitation: invitationLink(box, signInName) } : added, null, 2));
      say(`${added.person.name} is added as ${added.person.roles.join(', ')}${added.person.userId ? `, ${added.person.userId}` : ''}.`);
      if (invited) showInvitation(box, signInName);
      say(`One-time password, shown only now: ${added.oneTimePassword}`);
      if (invited) say('Give it to them by another way than the invitation.');
      if (options.signIn) say(`Signed in on this machine: \`holdfast as ${signInName} rooms\`.`);
      return undefined;
    });

  employee
    .command('invite')
    .argument('<person>', 'name, sign-in name or Matrix id')
    .option('--json', 'for programs')
    .description('show the invitation that an employee’s app opens, as a link and a QR code; no password is in it')
    .action(async (typed: string, { json }: { json?: boolean }, command: Command) => {
      const { box, api } = commandApi(command);
      const { signInName } = await chooseEmployee(api, typed);
      if (json) return say(JSON.stringify({ invitation: invitationLink(box, signInName) }, null, 2));
      showInvitation(box, signInName);
      return say(`They sign in with their password; \`holdfast employee reset-password ${signInName}\` makes another.`);
    });

  const acts = [
    ['lock', 'lock', 'lock a person: from now on nothing they do takes effect'],
    ['unlock', 'unlock', 'let a locked person work again'],
    ['sign-out', 'sign-out', 'end all their sessions and devices; they may sign in again'],
  ] as const;
  for (const [name, act, description] of acts) {
    employee
      .command(name)
      .argument('<person>', 'name, sign-in name or Matrix id')
      .requiredOption('--reason <why>', 'kept in the audit trail')
      .option('--json', 'for programs')
      .description(description)
      .action(async (typed: string, { reason, json }: { reason: string; json?: boolean }, command: Command) => {
        const { api } = commandApi(command);
        const { personId } = await choosePerson(api, typed);
        const person = await api.call('POST', `/api/v1/people/${personId}/${act}`, { body: { reason }, reply: Person });
        printFields(person, { json });
      });
  }

  employee
    .command('reset-password')
    .argument('<person>', 'name, sign-in name or Matrix id')
    .requiredOption('--reason <why>', 'kept in the audit trail')
    .description('give a person a new one-time password; signs them out everywhere')
    .action(async (typed: string, { reason }: { reason: string }, command: Command) => {
      const { api } = commandApi(command);
      const { personId } = await choosePerson(api, typed);
      const { oneTimePassword } = await api.call('POST', `/api/v1/people/${personId}/reset-password`, { body: { reason }, reply: PersonWithPassword });
      say(`One-time password, shown only now: ${oneTimePassword}`);
    });
}
