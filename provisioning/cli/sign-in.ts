import { CurrentSession } from '@holdfast/contract';
import { rmSync } from 'node:fs';
import type { Command } from 'commander';
import type { Box } from '../apply/open-box.ts';
import { OperatorError } from '../apply/operator-error.ts';
import { actingAs, apiOf, commandApi, forgetHomeserverSession, homeserverUrl, keepHomeserverSession } from './acting-as.ts';
import { ask } from './ask.ts';
import { BoxApiError, createBoxApi, sessionFileOf } from './box-api.ts';
import { commandBox } from './box-option.ts';
import { HomeserverRefusal, logInAtHomeserver } from './homeserver-session.ts';
import { printFields, say } from './show.ts';

/**
 * Signs a person in on this machine: employees at the homeserver, whose word the box takes; administrators and compliance
 * officers at the box itself. What is kept is a session (mode 0600), never the password.
 */
export async function signIn(box: Box, name: string, password: string): Promise<void> {
  try {
    keepHomeserverSession(box, name, await logInAtHomeserver(homeserverUrl(box), `@${name}:${box.config.server_name}`, password));
  } catch (refusal) {
    if (!(refusal instanceof HomeserverRefusal)) throw refusal;
    // Not a user of the homeserver, or not with this password: then the box itself must know them.
    return createBoxApi(box, { name, signIn: () => ({ method: 'password', name, password }) }).signInAnew();
  }
  await apiOf(box, name).signInAnew();
}

export function addSignInCommands(program: Command): void {
  program
    .command('sign-in')
    .argument('<name>', 'sign-in name of the person')
    .description('sign somebody in on this machine, for --as and for `holdfast as`; the password is asked for, or read from standard input')
    .action(async (name: string, _options, command: Command) => {
      await signIn(commandBox(command), name, await ask(`Password of ${name}: `, { secret: true }));
      say(`${name} is signed in on this machine.`);
    });

  program
    .command('sign-out')
    .argument('[name]', 'sign-in name; else whoever the command acts as')
    .description('end the session kept on this machine')
    .action(async (name: string | undefined, _options, command: Command) => {
      const box = commandBox(command);
      const who = name ?? actingAs(command) ?? box.config.administrator.name;
      const api = apiOf(box, who);
      await api.call('DELETE', '/api/v1/sessions/current').catch((refusal: unknown) => {
        if (!(refusal instanceof BoxApiError)) throw refusal; // ended already: what counts is that nothing is kept
      });
      rmSync(sessionFileOf(box, who), { force: true });
      forgetHomeserverSession(box, who);
      say('Signed out.');
    });

  program
    .command('change-password')
    .description('change the password of whoever the command acts as; ends all their other sessions')
    .action(async (_options, command: Command) => {
      const { api } = commandApi(command);
      const currentPassword = await ask('Present password: ', { secret: true });
      const newPassword = await ask('New password, at least 12 characters: ', { secret: true });
      if (process.stdin.isTTY && newPassword !== (await ask('Once more: ', { secret: true }))) throw new OperatorError('the two differ', 'Nothing was changed.');
      await api.call('POST', '/api/v1/sessions/current/password', { body: { currentPassword, newPassword } });
      say('Changed.');
    });

  program
    .command('who-am-i')
    .description('say who the command acts as and what they may do')
    .option('--json', 'for programs')
    .action(async ({ json }: { json?: boolean }, command: Command) => {
      const { api } = commandApi(command);
      const current = await api.call('GET', '/api/v1/sessions/current', { reply: CurrentSession });
      if (json) return say(JSON.stringify(current, null, 2));
      const { personId, userId, roles, teamId, permissions } = current.person;
      printFields({ personId, userId, roles, teamId, may: permissions.map(({ permission, scope }) => `${permission} (${scope})`) });
      return undefined;
    });
}
