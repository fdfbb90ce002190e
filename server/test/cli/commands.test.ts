import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBox } from '../../../provisioning/apply/create-box.ts';
import type { Box } from '../../../provisioning/apply/open-box.ts';
import type { SignInPerson } from '../../src/sessions/index.ts';
import { apiForTest, type ApiForTest } from '../support/api.ts';

const holdfast = fileURLToPath(new URL('../../../provisioning/cli/main.ts', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
let box: Box;
let world: ApiForTest;
let homeserver: Server;
let anna: SignInPerson;
let olga: SignInPerson;

type Outcome = { code: number; out: string; err: string };

/** Runs the command as a person would, with what they type. */
function run(words: readonly string[], typed = '', where = directory): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [holdfast, '--box', where, ...words], (failure, out, err) => {
      resolve({ code: failure === null ? 0 : Number(failure.code), out, err });
    });
    child.stdin!.end(typed);
  });
}

beforeAll(async () => {
  ({ box } = await createBox({ directory, trial: true, freePorts: true, bridges: ['loopback'], desktop: false, serverName: 'box.test' }));
  world = await apiForTest();
  const password = readFileSync(join(box.layout.secrets, 'administrator-password'), 'utf8').trim();
  await world.people.hire(box.config.administrator.name, ['administrator'], { password });
  olga = await world.people.hire('olga', ['compliance-officer'], { password: 'a good password' });
  anna = await world.people.hire('anna', ['employee']);
  world.matrixTokens.set('hers', anna.userId!);
  await world.api.listen({ host: '127.0.0.1', port: box.config.ports.api });
  // A homeserver as far as logging in goes.
  homeserver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const known = request.url === '/_matrix/client/v3/login' && body.includes('"@anna:box.test"') && body.includes('"her password"');
      response.writeHead(known ? 200 : 403, { 'content-type': 'application/json' });
      const loggedIn = { user_id: anna.userId, device_id: 'CLI', access_token: 'hers' };
      response.end(JSON.stringify(known ? loggedIn : { errcode: 'M_FORBIDDEN', error: 'Invalid username or password' }));
    });
  }).listen(box.config.ports.homeserver, '127.0.0.1');
});
afterAll(async () => {
  await world.api.close();
  homeserver.close();
  rmSync(directory, { recursive: true, force: true });
});

describe('holdfast on a running box', { timeout: 30_000 }, () => {
  test('acts as the first administrator without being asked anything, and keeps one session', async () => {
    const first = await run(['who-am-i', '--json']);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(JSON.parse(first.out)).toMatchObject({ person: { roles: ['administrator'] }, session: { label: 'holdfast command' } });
    const audit = await run(['audit', '--json']);
    const entries = JSON.parse(audit.out) as { action: string }[];
    expect(entries.map(({ action }) => action)).toEqual(['session.opened']);
    expect(statSync(join(box.layout.run, 'session')).mode & 0o777).toBe(0o600);
  });

  test('signs in again when the box has forgotten the session', async () => {
    const [session] = world.sessions.list({ ...(await whoIsAdministrator()), sessionId: 'sess_0000000000000000' as never });
    world.sessions.close({ ...(await whoIsAdministrator()), sessionId: session!.sessionId }, session!.sessionId);
    expect(await run(['alerts'])).toMatchObject({ code: 0, out: 'All is well.\n' });
  });

  test('an employee signs in with what the homeserver knows, and nothing of the password is kept', async () => {
    expect(await run(['sign-in', 'anna'], 'her password\n')).toMatchObject({ code: 0, out: 'anna is signed in on this machine.\n' });
    const who = await run(['--as', 'anna', 'who-am-i', '--json']);
    expect(JSON.parse(who.out)).toMatchObject({ person: { userId: '@anna:box.test' }, session: { via: 'matrix' } });
    for (const file of readdirSync(box.layout.run)) {
      const path = join(box.layout.run, file);
      if (!statSync(path).isFile()) continue;
      expect(statSync(path).mode & 0o077).toBe(0);
      expect(readFileSync(path, 'utf8')).not.toContain('her password');
    }
  });

  test('a compliance officer, who is no user of the homeserver, signs in at the box', async () => {
    expect(await run(['sign-in', 'olga'], 'a good password\n')).toMatchObject({ code: 0 });
    const audit = await run(['audit', '--as', 'olga', '--actor', olga.personId, '--json']);
    expect(JSON.parse(audit.out)).toMatchObject([{ action: 'session.opened', actor: olga.personId }]);
  });

  test('a password is changed by whoever knows the present one', async () => {
    expect(await run(['--as', 'olga', 'change-password'], 'wrong one\na better password\n')).toMatchObject({ code: 1, err: expect.stringContaining('(SIGN_IN_FAILED') as unknown });
    expect(await run(['--as', 'olga', 'change-password'], 'a good password\nshort\n')).toMatchObject({ code: 1, err: expect.stringContaining('field /newPassword') as unknown });
    expect(await run(['--as', 'olga', 'change-password'], 'a good password\na better password\n')).toMatchObject({ code: 0, out: 'Changed.\n' });
    expect(await run(['sign-in', 'olga'], 'a better password\n')).toMatchObject({ code: 0 });
  });

  test('a refusal shows its code and ends with 1', async () => {
    const refused = await run(['--as', 'anna', 'audit']);
    expect(refused).toEqual({ code: 1, out: '', err: 'holdfast: this needs the permission audit:read (FORBIDDEN)\n' });
    const wrong = await run(['deliveries', '--limit', '9999']);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('(BAD_REQUEST, field /limit)') as unknown });
    const password = await run(['sign-in', 'olga'], 'wrong\n');
    expect(password).toMatchObject({ code: 1, err: expect.stringContaining('(SIGN_IN_FAILED)') as unknown });
  });

  test('whoever is not signed in is told how', async () => {
    const refused = await run(['--as', 'boris', 'alerts']);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('`holdfast sign-in boris`') as unknown });
    expect(await run(['as', 'boris', 'rooms'])).toMatchObject({ code: 1, err: expect.stringContaining('`holdfast sign-in boris`') as unknown });
  });

  test('signing out leaves nothing behind', async () => {
    expect(await run(['sign-out', 'anna'])).toMatchObject({ code: 0, out: 'Signed out.\n' });
    expect(await run(['--as', 'anna', 'who-am-i'])).toMatchObject({ code: 1 });
  });

  test('a box that does not run says so, and a phone exists on a trial alone', async () => {
    const other = mkdtempSync(join(tmpdir(), 'holdfast-cli-'));
    await createBox({ directory: other, trial: false, freePorts: true, bridges: ['whatsapp'], serverName: 'box.test' });
    expect(await run(['alerts'], '', other)).toMatchObject({ code: 1, err: expect.stringContaining('`holdfast up` starts it') as unknown });
    expect(await run(['phone', 'list'], '', other)).toMatchObject({ code: 1, err: expect.stringContaining('this box is not a trial') as unknown });
    rmSync(other, { recursive: true, force: true });
  });
});

async function whoIsAdministrator() {
  const token = readFileSync(join(box.layout.run, 'session'), 'utf8').trim();
  return world.sessions.actorOf(token);
}
