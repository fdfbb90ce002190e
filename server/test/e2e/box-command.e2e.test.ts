import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bridgeSecrets, checkoutRoot, findFreePorts, openBox, readPlanInput } from '@holdfast/provisioning';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { until } from '../support/until.ts';

const pigeonYaml = `
id: pigeon
network: Carrier Pigeon
framework: bridgev2
version: 0.1.0
binary: { name: pigeon }
port: 29999
bot: pigeonbot
ghosts: pigeon_{{.}}
login_flows: [qr, phone]
overrides:
  network.world_path: { value: '{{data}}/pigeons.db', why: Birds of another loft. }
`;

/** The command itself, run as a person runs it, on a trial box with the stock WhatsApp bridge. */
let folder: string;
let directory: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hf-'));
  directory = join(folder, 'box'); // its key holder lives beside it
});
afterAll(async () => {
  await holdfast('down');
  rmSync(folder, { recursive: true, force: true });
});

/** The employee app is a part of the box where its host is in the checkout. */
const servesApp = existsSync(join(checkoutRoot, 'desktop/host/main.ts'));

type Ended = { code: number; stdout: string; stderr: string };

function holdfast(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(process.execPath, [join(checkoutRoot, 'provisioning/cli/main.ts'), '--box', directory, ...args], { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** The key holder's own tool, in their own folder. */
function auditor(...args: string[]): Promise<Ended> {
  const home = `${directory}-key-holder`;
  return new Promise((done) => {
    execFile(process.execPath, [join(checkoutRoot, 'server/auditor/src/cli/main.ts'), '--home', home, '--passphrase-file', join(home, 'passphrase'), ...args], { maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr });
    });
  });
}

/** The page that comes with an export, opened as whoever gets it would: a file, no network. */
async function expectVerifierToAgree(out: string): Promise<void> {
  const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
  try {
    const page = await browser.newPage();
    await page.goto(`file://${join(out, 'verifier.html')}`);
    await page.setInputFiles('input[type=file]', out);
    await page.getByText(/^Verified: \d+ records are in the log/).waitFor();
  } finally {
    await browser.close();
  }
}

type Status = { parts: { name: string; state: string; answers: boolean | null; detail: string }[]; absent: { name: string; missing: string[] }[] };
const status = async () => JSON.parse((await holdfast('status', '--json')).stdout) as Status;
const asked = async <T>(...args: string[]): Promise<T> => JSON.parse((await holdfast(...args, '--json')).stdout) as T;
let firstWords = '';
const pidOf = async (part: string) => Number(/pid (\d+)/.exec((await status()).parts.find(({ name }) => name === part)?.detail ?? '')?.[1]);

describe('a trial box', () => {
  test('comes up from an empty directory with every bridge that has a program', async () => {
    const { code, stdout, stderr } = await holdfast('up', '--trial', '--free-ports');
    firstWords = stdout;
    expect(stderr).toBe('');
    expect(code).toBe(0);
    const { parts, absent } = await status();
    expect(parts.map(({ name, state, answers }) => [name, state, answers])).toEqual([
      ['control-plane', 'RUNNING', true],
      ['homeserver', 'RUNNING', true],
      ['bridge-loopback', 'RUNNING', true],
      ['bridge-whatsapp', 'RUNNING', true],
      ...(servesApp ? [['desktop', 'RUNNING', true]] : []),
    ]);
    expect(absent.map(({ name }) => name)).toEqual(['bridge-signal', 'bridge-telegram']);
  });

  test('is alive: three employees, two linked numbers, conversations answered, waiting and without anybody', async () => {
    type Named = { name: string }[];
    const people = await asked<{ signInName: string; roles: string[] }[]>('employee', 'list');
    expect(people.map(({ signInName, roles }) => [signInName, ...roles])).toEqual([['admin', 'administrator'], ['anna', 'team-lead'], ['boris', 'employee'], ['olena', 'employee']]);
    const accounts = await asked<{ slug: string; state: string }[]>('account', 'list');
    expect(accounts.map(({ slug, state }) => [slug, state])).toEqual([['sales', 'connected'], ['support', 'connected']]);
    const queue = await asked<{ name: string; language: string; waitingMs: number }[]>('queue');
    expect(queue.map(({ name, language }) => [name, language])).toEqual([['Тимур Ахметов', 'ru'], ['Agnieszka Wiśniewska', 'pl'], ['Priya Nair', 'en'], ['Ірина Коваль', 'uk']]);
    expect(queue[0]!.waitingMs).toBeGreaterThan(25 * 3_600_000);
    const roomsOf = async (who: string) => (await asked<Named>('as', who, 'rooms')).map(({ name }) => name).toSorted();
    expect(await roomsOf('anna')).toEqual(['Daniel O’Brien', 'Emma Clarke', 'Harbour Street opening', 'Jan Kowalski']);
    expect(await roomsOf('boris')).toEqual(['Марина Лебедева', 'Сергей Волков']);
    expect(await roomsOf('olena')).toEqual(['Marek Zieliński', 'Андрій Бондаренко', 'Оксана Шевченко', 'Оксана Шевченко']);
    expect((await holdfast('as', 'anna', 'read', 'Daniel')).stdout).toMatch(/Two of us will come.*✓ delivered/);
  });

  test('has clients who answer by themselves', async () => {
    await holdfast('as', 'boris', 'send', 'Сергей', 'Послушал, поменяем упаковку.');
    await until('Сергей answers', async () => (await holdfast('as', 'boris', 'read', 'Сергей')).stdout.includes('Понял, спасибо.'), { timeoutMs: 60_000 });
  });

  test('says where to answer, with what, and where the clients are', async () => {
    const { config, layout } = openBox(directory);
    const secret = (name: string) => readFileSync(join(layout.secrets, name), 'utf8').trim();
    expect(firstWords).toContain(`http://127.0.0.1:${config.bridges['loopback']?.port ?? 0}/phones/#${secret(bridgeSecrets('loopback').provisioning)}`);
    for (const name of ['anna', 'boris', 'olena']) {
      expect(statSync(join(layout.secrets, `employee-${name}-password`)).mode & 0o777).toBe(0o600);
      if (!servesApp) continue;
      expect(firstWords).toContain(`http://127.0.0.1:${config.ports.desktop}/${name}/#${secret(`desktop-${name}`)}`);
      expect(firstWords).toContain(`sign in as ${name} with ${secret(`employee-${name}-password`)}`);
    }
    if (servesApp) for (const name of ['new-1', 'new-2']) expect(firstWords).toContain(`/${name}/#${secret(`desktop-${name}`)}\n    for somebody you invite: `);
  });

  test('invites an employee with a link and a QR code that hold no secret', async () => {
    const { config } = openBox(directory);
    const { stdout } = await holdfast('employee', 'invite', 'olena');
    expect(stdout).toContain(`holdfast://join?${new URLSearchParams({ box: `http://127.0.0.1:${config.ports.api}`, name: 'olena' }).toString()}`);
    expect(stdout).toMatch(/[▀▄█]{20}/);
    const added = (await holdfast('employee', 'add', 'piotr', '--team', 'sales', '--invite')).stdout;
    expect(added).toMatch(/name=piotr[^]*One-time password, shown only now: [a-z2-9-]{23}\n/);
    expect(/holdfast:\S+/.exec(added)?.[0]).not.toContain(/now: (\S+)/.exec(added)?.[1]);
  });

  test('is sealed, and its key holder copies, verifies, searches and exports it elsewhere', async () => {
    expect((await holdfast('archive', 'status')).stdout).toMatch(/: sealing\nKey holders \(policy 1\): trial-holder; 1 must come together/);
    expect((await holdfast('archive', 'verify', '--reason', 'a test')).stdout).toMatch(/^\d+ records are as they were written\.$/m);
    const { stdout } = await holdfast('archive', 'reader');
    const said = (what: string): string => new RegExp(`^${what}: +(.+)$`, 'm').exec(stdout)?.[1] ?? '';
    const key = ['--log-key', said('Key of the log')];
    expect(await auditor('sync', said('Archive'), ...key, '--policy-hash', said('Hash of the policy'), '--token-file', said('Token in the file'))).toMatchObject({ code: 0, stderr: expect.not.stringContaining('holdfast-auditor:') as string });
    expect((await auditor('verify')).stdout).toContain('all as they were written');
    expect((await auditor('search', 'table', '--reason', 'complaint 17')).stdout).toContain('need twelve small tables'); // another form of the word
    const out = join(folder, 'export');
    expect(await auditor('export', '--everything', '--out', out, '--reason', 'complaint 17')).toMatchObject({ code: 0 });
    await expectVerifierToAgree(out);
    expect((await auditor('sync', '--token-file', said('Token in the file'))).stdout).toContain('2 looks handed in to the archive.');

    const copy = join(folder, 'copy');
    cpSync(join(directory, 'data/archive'), copy, { recursive: true });
    const pack = readFileSync(join(copy, 'pack/000'));
    pack[5_000] = (pack[5_000] ?? 0) ^ 1;
    writeFileSync(join(copy, 'pack/000'), pack);
    const found = await auditor('verify', copy, ...key);
    expect(found.code).toBe(1);
    expect(found.stdout + found.stderr).toMatch(/record \d+ \(pack\/000\): the body of a record is not the one that was logged \[BODY_ALTERED\]/);
  }, 120_000);

  test('a second time is up in seconds and starts nothing anew', async () => {
    const before = await pidOf('homeserver');
    const startedAt = Date.now();
    expect((await holdfast('up', '--trial')).code).toBe(0);
    expect((await holdfast('queue', '--json')).stdout.match(/"roomId"/g)).toHaveLength(4);
    expect((await holdfast('as', 'anna', 'read', 'Daniel')).stdout.match(/Two of us will come/g)).toHaveLength(1);
    expect(Date.now() - startedAt).toBeLessThan(15_000);
    expect(await pidOf('homeserver')).toBe(before);
  });

  test('stock WhatsApp runs with our configuration and offers its login flows', async () => {
    const box = openBox(directory);
    const secret = readFileSync(join(box.layout.secrets, bridgeSecrets('whatsapp').provisioning), 'utf8').trim();
    const url = `http://127.0.0.1:${box.config.bridges['whatsapp']?.port ?? 0}/_matrix/provision/v3/login/flows?user_id=@acct_whatsapp_main:${box.config.server_name}`;
    const { flows } = (await (await fetch(url, { headers: { authorization: `Bearer ${secret}` } })).json()) as { flows: { id: string }[] };
    expect(flows.map(({ id }) => id)).toEqual(['qr', 'phone']);
    expect((await fetch(url, { headers: { authorization: 'Bearer something-else-entirely' } })).status).toBe(401);
  });

  test('satisfies the doctor, who says what is missing', async () => {
    const { stdout } = await holdfast('doctor', '--json');
    const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string; detail: string }[] };
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(checks.find(({ name }) => name === 'bridge binaries')).toMatchObject({ state: 'warning', detail: expect.stringContaining('holdfast bridges install telegram') as string });
    expect(checks.find(({ name }) => name === 'registrations')?.state).toBe('ok');
    expect(checks.find(({ name }) => name === 'login flows')).toMatchObject({ state: 'ok', detail: 'loopback, whatsapp' });
  });

  test('takes a bridge it has never heard of from one bridge.yaml and a binary', async () => {
    const box = openBox(directory);
    const { programs } = await readPlanInput(box);
    // The imitation's program under another name: nothing in the code knows of a pigeon.
    const program = programs.bridges.get('loopback') ?? '';
    const [port] = await findFreePorts(1);
    mkdirSync(join(directory, 'bridges/pigeon'), { recursive: true });
    writeFileSync(join(directory, 'bridges/pigeon/bridge.yaml'), pigeonYaml);
    const file = join(directory, 'holdfast.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('bridges:\n', `bridges:\n  pigeon: { port: ${port ?? 0} }\n`));
    const sha256 = createHash('sha256').update(readFileSync(program)).digest('hex');
    expect(await holdfast('bridges', 'install', 'pigeon', '--from', program, '--sha256', sha256)).toMatchObject({ code: 0, stderr: '' });
    expect((await status()).parts).toContainEqual(expect.objectContaining({ name: 'bridge-pigeon', state: 'RUNNING', answers: true }));
    const { stdout } = await holdfast('doctor', '--json');
    const { checks } = JSON.parse(stdout) as { checks: { name: string; state: string; detail: string }[] };
    expect(checks.filter(({ state }) => state === 'failed')).toEqual([]);
    expect(checks.find(({ name }) => name === 'login flows')?.detail).toContain('pigeon');
    expect(checks.find(({ name }) => name === 'probe through the gate')?.detail).toContain('pigeon');
  });

  test('writes no secret into a log', async () => {
    const { layout } = openBox(directory);
    const { stdout } = await holdfast('logs', '--lines', '100000');
    for (const name of ['holdfast-as-token', 'double-puppet-as-token', 'whatsapp-as-token', 'administrator-password', 'employee-anna-password', 'desktop-anna']) {
      expect(stdout, name).not.toContain(readFileSync(join(layout.secrets, name), 'utf8').trim());
    }
    expect(statSync(layout.secrets).mode & 0o777).toBe(0o700);
  });

  test.each(['homeserver', 'bridge-whatsapp', 'control-plane'])('%s comes back after kill -9', async (part) => {
    const before = await pidOf(part);
    process.kill(before, 'SIGKILL');
    await until(`${part} runs again`, async () => {
      const now = (await status()).parts.find(({ name }) => name === part);
      return now?.state === 'RUNNING' && now.answers === true && !now.detail.includes(`pid ${before},`);
    }, { timeoutMs: 60_000 });
  });

  test('is taken over after its supervisor was killed, and ends without leaving anything', async () => {
    process.kill(Number(readFileSync(join(directory, 'run/supervisord.pid'), 'utf8')), 'SIGKILL');
    expect(await holdfast('up')).toMatchObject({ code: 0 });
    expect((await status()).parts.every(({ state, answers }) => state === 'RUNNING' && answers === true)).toBe(true);
    process.kill(Number(readFileSync(join(directory, 'run/supervisord.pid'), 'utf8')), 'SIGKILL');
    expect(await holdfast('down')).toMatchObject({ code: 0 });
    expect((await status()).parts.every(({ state, answers }) => state === 'STOPPED' && answers === false)).toBe(true);
  });
});

describe('a wrong holdfast.yaml', () => {
  test('stops every command with the path of the key and what is allowed', async () => {
    const other = mkdtempSync(join(tmpdir(), 'hf-wrong-'));
    try {
      await holdfast('--box', other, 'init', '--trial', '--free-ports');
      const file = join(other, 'holdfast.yaml');
      writeFileSync(file, readFileSync(file, 'utf8').replace('trial: true', 'trail: true'));
      const { code, stderr } = await holdfast('--box', other, 'render');
      expect(code).toBe(2);
      expect(stderr).toMatch(/holdfast\.yaml:\d+: trail: is not a known key; allowed here: server_name, trial,/);
    } finally {
      rmSync(other, { recursive: true, force: true });
    }
  });
});
