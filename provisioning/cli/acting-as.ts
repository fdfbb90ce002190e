import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { Box } from '../apply/open-box.ts';
import { OperatorError } from '../apply/operator-error.ts';
import { makePrivateDirectory, readIfThere, writePrivateFile } from '../apply/private-files.ts';
import { createBoxApi, type BoxApi } from './box-api.ts';
import { commandBox } from './box-option.ts';
import { HomeserverSession, type HomeserverSessionData } from './homeserver-session.ts';

/** Who the command acts as: `--as`, HOLDFAST_AS, or the box's first administrator. */
export function actingAs(command: Command): string | undefined {
  return command.optsWithGlobals<{ as?: string }>().as ?? process.env['HOLDFAST_AS'];
}

/** The API of the box the command is about, as whoever it acts as. */
export function commandApi(command: Command): { box: Box; api: BoxApi } {
  const box = commandBox(command);
  return { box, api: apiOf(box, actingAs(command) ?? box.config.administrator.name) };
}

/** The API as the first administrator, or as somebody who signed in on this machine with `holdfast sign-in`. */
export function apiOf(box: Box, name: string): BoxApi {
  if (name === box.config.administrator.name) return createBoxApi(box);
  return createBoxApi(box, {
    name,
    signIn: () => {
      const session = readHomeserverSession(box, name);
      if (session) return { method: 'matrix', accessToken: session.accessToken };
      throw new OperatorError(`${name} is not signed in on this machine`, `\`holdfast sign-in ${name}\` asks for the password and stays signed in.`);
    },
  });
}

const homeserverFile = (box: Box, name: string) => join(box.layout.run, `homeserver-session-${name.replace(/[^a-z0-9._-]/gi, '_')}`);

export function readHomeserverSession(box: Box, name: string): HomeserverSessionData | undefined {
  const text = readIfThere(homeserverFile(box, name));
  return text === undefined ? undefined : (JSON.parse(text) as HomeserverSessionData);
}

export function keepHomeserverSession(box: Box, name: string, session: HomeserverSessionData): void {
  makePrivateDirectory(box.layout.run);
  writePrivateFile(homeserverFile(box, name), `${JSON.stringify(session)}\n`);
}

export const forgetHomeserverSession = (box: Box, name: string): void => rmSync(homeserverFile(box, name), { force: true });

/** An employee's own session at the homeserver, for `holdfast as`. */
export function homeserverSession(box: Box, name: string): HomeserverSession {
  const data = readHomeserverSession(box, name);
  if (!data) throw new OperatorError(`${name} is not signed in on this machine`, `\`holdfast sign-in ${name}\` asks for the password and stays signed in.`);
  return new HomeserverSession(homeserverUrl(box), data);
}

export const homeserverUrl = (box: Box) => `http://127.0.0.1:${box.config.ports.homeserver}`;
