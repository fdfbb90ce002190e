import { MadeSignInLink, PersonList } from '@holdfast/contract';
import type { Command } from 'commander';
import type { Box } from '../apply/open-box.ts';
import { commandApi } from './acting-as.ts';
import { createBoxApi, type BoxApi } from './box-api.ts';
import { choosePerson } from './choose.ts';
import { say } from './show.ts';

/** Browsers bind passkeys to a name, never to a number: on this machine the console is `localhost`. */
export const consoleAddress = ({ config }: Box): string => config.public_address ?? `http://localhost:${config.ports.api}`;

const atConsole = (box: Box, link: string): string => `${consoleAddress(box)}/link${new URL(link).hash}`;
const administratorLink = async (box: Box, api: BoxApi): Promise<string> => atConsole(box, (await api.call('POST', '/api/v1/sign-in-links', { body: {}, reply: MadeSignInLink })).url);

/**
 * Where the console is, and while nobody but the box's own account is administrator, a link that makes the first one. The
 * link is new each time and ends the one of before.
 */
export async function describeConsole(box: Box): Promise<string[]> {
  const api = createBoxApi(box);
  const { people } = await api.call('GET', '/api/v1/people', { reply: PersonList });
  const lines = ['', `Admin console: ${consoleAddress(box)}`];
  if (people.some(({ roles, signInName }) => roles.includes('administrator') && signInName !== box.config.administrator.name)) return lines;
  return [...lines, '  Become its administrator with this link, once, within a day:', `  ${await administratorLink(box, api)}`];
}

export function addConsoleCommand(program: Command): void {
  program
    .command('console-link')
    .argument('[sign-in-name]', 'of an administrator, compliance officer or team lead; else a new administrator is made')
    .description('a one-time link into the admin console, good for a day: sets a password and a second factor')
    .action(async (name: string | undefined, _options, command: Command) => {
      const { box, api } = commandApi(command);
      if (name === undefined) return say(await administratorLink(box, api));
      const { personId } = await choosePerson(api, name);
      return say(atConsole(box, (await api.call('POST', `/api/v1/people/${personId}/setup-link`, { body: {}, reply: MadeSignInLink })).url));
    });
}
