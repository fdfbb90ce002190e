import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account, ArchiveStatus, Handover, Linking, Person } from '@holdfast/contract';
import { archiveDirectory, archivePolicyFile, createBox, prepareToolchain, readSecrets, renderBox, type Box } from '@holdfast/provisioning';
import { createBoxCheck } from './box-check.ts';
import { createBoxApi, openSession } from './box-api.ts';
import { createBoxProcess, type BoxProcess } from './box-process.ts';
import { signInEmployee, type Employee } from './employee.ts';
import { createArchiveCheck } from './archive-check.ts';
import { makeKeyHolder, signedPolicy } from './key-holder.ts';
import { createLoopback, type Phone } from './phone.ts';
import { askRecord, recordedDecision, sentMessages } from './record-of.ts';
import { until } from './until.ts';

export type Colleague = Employee & { readonly name: string; readonly api: ReturnType<typeof createBoxApi>; readonly person: Person; /** The one they were given; it opens their app for the first time. */ readonly password: string };
export type World = Awaited<ReturnType<typeof createWorld>>;

const companyNumber = '+48600000001';

/**
 * A whole box on free ports in a folder of its own: real homeserver, real bridge framework, real control plane, each a
 * process that can be killed. Ends with `close`, which leaves neither process nor folder.
 */
export async function createWorld({ bridges = ['loopback'], settings, prepare }: { bridges?: string[]; settings?: Record<string, Record<string, number | boolean | string>>; prepare?: (box: Box) => void } = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-world-'));
  const { box } = await createBox({
    directory,
    trial: true,
    freePorts: true,
    bridges,
    desktop: false,
    serverName: 'box.test',
    teams: [{ slug: 'sales', name: 'Sales' }, { slug: 'service', name: 'Service' }],
    accounts: [{ slug: 'sales', bridge: 'loopback', label: 'Sales', team: 'sales', number: companyNumber }],
    ...(settings ? { settings } : {}),
  });
  await prepareToolchain(box);
  const { plan } = await renderBox(box);
  const keyHolder = await makeKeyHolder('key-holder');
  mkdirSync(box.layout.data, { recursive: true, mode: 0o700 });
  writeFileSync(archivePolicyFile(box.layout), signedPolicy(`${box.config.server_name}/archive`, [keyHolder]));
  prepare?.(box);
  const parts = new Map(plan.processes.map((planned) => [planned.name, createBoxProcess(planned, box.layout.log)]));
  const inOrder = [...plan.processes].sort((a, b) => a.order - b.order).map(({ name }) => part(name));
  const secrets = readSecrets(box.layout.secrets);
  const urls = addresses(box);
  const loopback = createLoopback(urls.bridge, secret('loopback-provisioning'), box.config.server_name);
  let administratorToken = '';
  const api = createBoxApi(urls.api, () => administratorToken);
  const phones: Phone[] = [];
  const colleagues: Colleague[] = [];
  const companyNumbers = new Set<string>();

  function part(name: string): BoxProcess {
    const found = parts.get(name);
    if (!found) throw new Error(`the box has no ${name}`);
    return found;
  }
  function secret(name: string): string {
    const value = secrets.get(name);
    if (value === undefined) throw new Error(`no secret ${name}`);
    return value;
  }

  async function start(): Promise<void> {
    for (const process of inOrder) await process.start();
    administratorToken = await openSession(urls.api, { method: 'password', name: 'admin', password: secret('administrator-password') });
  }

  async function phone(number: string, options: Record<string, unknown> = {}): Promise<Phone> {
    const made = await loopback.phone(number.replace('+', ''), options);
    phones.push(made);
    return made;
  }

  /** Links an account the way an administrator does: start, QR on the screen, the company's phone scans it. */
  async function link(slug = 'sales', number = companyNumber): Promise<Account> {
    await phone(number, { name: 'Company handset' });
    companyNumbers.add(number.replace('+', ''));
    const account = await until(`account ${slug} exists`, () => api.account(slug));
    const started = await api.post<Linking>(`/accounts/${account.accountId}/linkings`, { flowId: 'qr', acceptRisk: true });
    const shown = await until('a QR code', async () => {
      const { step, state } = await api.linking(started.linkingId);
      if (state !== 'open') throw new Error(`linking is ${state}`);
      return step?.type === 'display_and_wait' ? step : undefined;
    });
    await loopback.scan(String(shown.data), number.replace('+', ''));
    await until('linked', async () => (await api.linking(started.linkingId)).state === 'completed');
    return api.accountIs(slug, 'connected');
  }

  async function hire(name: string, options: Record<string, unknown> = {}): Promise<Colleague> {
    const teams = (await api.get<{ teams: { teamId: string; slug: string }[] }>('/teams')).teams;
    const teamId = teams.find((team) => team.slug === (options['team'] ?? 'sales'))?.teamId;
    const { team: _team, ...rest } = options;
    const made = await api.post<{ person: Person; oneTimePassword: string }>('/people', { signInName: name, name, roles: ['employee'], teamId, languages: ['en'], ...rest });
    const userId = made.person.userId ?? '';
    const employee = await signInEmployee(urls.homeserver, userId, made.oneTimePassword);
    const token = await openSession(urls.api, { method: 'matrix', accessToken: employee.token });
    const colleague: Colleague = Object.assign(employee, { name, api: createBoxApi(urls.api, () => token), person: made.person, password: made.oneTimePassword });
    colleagues.push(colleague);
    return colleague;
  }

  const homeserverDb = join(box.layout.data, 'homeserver.db');
  const recordDb = join(box.layout.data, 'record.db');
  const { check: checkMessages, nothingUnderWay } = createBoxCheck({ homeserverDb, recordDb, phones, companyNumbers });
  const archive = archiveDirectory(box.layout);
  const checkArchive = createArchiveCheck({ homeserverDb, recordDb, directory: archive, keyHolder, status: () => api.get<ArchiveStatus>('/archive') });
  /** With `settled`, what is under way is waited for, and every record of the archive is opened. */
  async function check({ settled = false }: { settled?: boolean } = {}): Promise<void> {
    await checkMessages({ settled });
    if (settled) await checkArchive();
  }

  async function close(): Promise<void> {
    for (const process of inOrder.toReversed()) {
      process.thaw();
      await process.stop();
    }
    if (process.env['KEEP_WORLD'] === undefined) rmSync(directory, { recursive: true, force: true });
  }

  try {
    await start();
  } catch (failure) {
    const logs = inOrder.map((process) => `--- ${process.name}\n${tail(join(box.layout.log, `${process.name}.out`))}`).join('\n');
    await close();
    throw new Error(`the box did not start: ${failure instanceof Error ? failure.message : 'unknown'}\n${logs}`, { cause: failure });
  }

  return {
    box,
    directory,
    urls,
    secret,
    part,
    controlPlane: part('control-plane'),
    homeserver: part('homeserver'),
    bridge: part('bridge-loopback'),
    loopback,
    api,
    companyNumber,
    homeserverDb,
    recordDb,
    archiveDirectory: archive,
    keyHolder,
    phone,
    link,
    hire,
    colleagues,
    check,
    nothingUnderWay,
    close,
    outbox: () => sentMessages(recordDb),
    askRecord: <Row>(sql: string, ...values: unknown[]): Row[] => askRecord<Row>(recordDb, sql, ...values),
    /** What the gate decided about one event; undefined when it is not in the record. */
    decisionOn: (eventId: string) => recordedDecision(recordDb, eventId),
    /** A person whose first message has reached an employee: phone and room. */
    async clientOf(employee: Colleague, number: string, greeting: string) {
      const client = await phone(number, { name: `Client ${number}` });
      await client.write(companyNumber, greeting);
      return { phone: client, roomId: await employee.findsRoom(greeting) };
    },
    /** Several clients' first messages, each to be answered by this employee: phones and rooms. */
    async clientsOf(employee: Colleague, numbers: readonly string[], greeting: string) {
      const made = await Promise.all(numbers.map((number) => phone(number, { name: `Client ${number}` })));
      await Promise.all(made.map((client, at) => client.write(companyNumber, `${greeting} ${at}`)));
      return Promise.all(made.map(async (client, at) => ({ phone: client, roomId: await employee.findsRoom(`${greeting} ${at}`, 60_000) })));
    },
    async handOver(predecessor: Colleague, successor: Colleague, more: Record<string, unknown> = {}): Promise<Handover> {
      return api.post<Handover>('/handovers', {
        scope: { kind: 'person', userId: predecessor.userId },
        successors: { userIds: [successor.userId] },
        leaver: true,
        reason: 'resigned',
        ...more,
      });
    },
  };
}

function addresses({ config }: Box) {
  const at = (port: number | undefined): string => `http://127.0.0.1:${port}`;
  return { homeserver: at(config.ports.homeserver), gate: at(config.ports.gate), api: at(config.ports.api), bridge: at(config.bridges['loopback']?.port) };
}

function tail(path: string): string {
  try {
    return readFileSync(path, 'utf8').split('\n').slice(-25).join('\n');
  } catch {
    return '(no log)';
  }
}
