import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EventId } from '@holdfast/contract';
import { createPostgresEventSource, UnknownSchemaError, type EventSource } from '../../src/matrix/index.ts';
import { until } from '../support/until.ts';

/** A real PostgreSQL with Synapse's columns and a role that may only read them. No Synapse is needed to read its tables. */
const binaries = findBinaries();
let directory: string;
let port: number;
let server: ChildProcess;
let admin: pg.Client;
let source: EventSource;

function findBinaries(): string | undefined {
  const root = '/usr/lib/postgresql';
  const version = existsSync(root) ? readdirSync(root).sort((a, b) => Number(a) - Number(b)).at(-1) : undefined;
  const found = version === undefined ? undefined : join(root, version, 'bin');
  if (found === undefined || !existsSync(join(found, 'initdb'))) {
    process.stdout.write('postgres: skipped, no PostgreSQL server is installed here\n');
    return undefined;
  }
  return found;
}

/** PostgreSQL refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const id = (flag: string): number => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}
const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });

function startServer(): void {
  server = spawn(join(binaries!, 'postgres'), ['-D', join(directory, 'data'), '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${directory}`], { ...unprivileged(), cwd: directory, stdio: 'ignore' });
}
async function connect(): Promise<pg.Client> {
  return until('PostgreSQL answers', async () => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'postgres', database: 'postgres' });
    client.on('error', () => {});
    await client.connect();
    return client;
  });
}

beforeAll(async () => {
  if (!binaries) return;
  directory = mkdtempSync(join(tmpdir(), 'holdfast-postgres-'));
  const who = unprivileged();
  if ('uid' in who) chownSync(directory, who.uid, who.gid);
  execFileSync(join(binaries, 'initdb'), ['-D', join(directory, 'data'), '-U', 'postgres', '--auth=trust', '--no-sync'], { ...who, cwd: directory, stdio: 'ignore' });
  port = await freePort();
  startServer();
  admin = await connect();
  await admin.query(`
    CREATE TABLE schema_version (lock CHAR(1) NOT NULL DEFAULT 'X' UNIQUE, version INTEGER NOT NULL);
    CREATE TABLE events (stream_ordering BIGINT PRIMARY KEY, event_id TEXT NOT NULL UNIQUE, outlier BOOLEAN NOT NULL, rejection_reason TEXT,
      origin_server_ts BIGINT, received_ts BIGINT);
    CREATE TABLE event_json (event_id TEXT PRIMARY KEY, room_id TEXT NOT NULL, internal_metadata TEXT NOT NULL, json TEXT NOT NULL, format_version INTEGER);
    INSERT INTO schema_version (version) VALUES (94);
    CREATE ROLE reader LOGIN;
    GRANT SELECT ON events, event_json, schema_version TO reader;`);
  source = createPostgresEventSource(`postgres://reader@127.0.0.1:${port}/postgres`, { pollMs: 20 });
});
afterAll(async () => {
  if (!binaries) return;
  await source.close();
  await admin.end().catch(() => {});
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGINT');
  await ended;
  rmSync(directory, { recursive: true, force: true });
});

type Given = { n: number; outlier?: boolean; rejected?: boolean; receivedAt?: number; txn?: string };
async function store({ n, outlier = false, rejected = false, receivedAt = n, txn }: Given, through: pg.Client = admin): Promise<void> {
  await through.query('INSERT INTO events VALUES ($1, $2, $3, $4, $5, $6)', [n, `$e${n}`, outlier, rejected ? 'auth_error' : null, n, receivedAt]);
  await through.query("INSERT INTO event_json VALUES ($1, '!room', $2, $3, 11)", [`$e${n}`, JSON.stringify(txn === undefined ? {} : { txn_id: txn, device_id: 'DEV' }), JSON.stringify({ type: 'm.room.message', content: { body: `text ${n}` } })]);
}

test.skipIf(!binaries)('reads in order what a homeserver kept, and nothing it rejected', async () => {
  await source.open();
  const past = 9_007_199_254; // beyond 32 bits
  for (const given of [{ n: 1 }, { n: 2, outlier: true }, { n: 3, rejected: true }, { n: 5, txn: 'm5' }, { n: 4 }, { n: past }]) await store(given);
  expect((await source.after(0, 10)).map(({ streamOrdering }) => streamOrdering)).toEqual([1, 4, 5, past]);
  expect((await source.after(1, 1)).map(({ eventId, transactionId, deviceId }) => ({ eventId, transactionId, deviceId }))).toEqual([{ eventId: '$e4', transactionId: null, deviceId: null }]);
  expect((await source.byIds(['$e5', '$e3', '$nowhere'] as EventId[])).map(({ eventId, transactionId }) => ({ eventId, transactionId }))).toEqual([{ eventId: '$e5', transactionId: 'm5' }]);
  expect(await source.newest()).toBe(past);
  expect(await source.schemaVersion()).toBe(94);
  await admin.query("DELETE FROM events WHERE stream_ordering = $1", [past]);
});

test.skipIf(!binaries)('a row of a slower transaction becomes visible behind the cursor, and the window finds it', async () => {
  const slow = await connect();
  await slow.query('BEGIN');
  await store({ n: 10 }, slow);
  await store({ n: 11 });
  expect((await source.after(5, 10)).map(({ streamOrdering }) => streamOrdering)).toEqual([11]);
  await slow.query('COMMIT');
  await slow.end();
  expect((await source.window(10, 11)).map(({ streamOrdering }) => streamOrdering)).toEqual([10, 11]);
  expect(await source.after(11, 10)).toEqual([]);
});

test.skipIf(!binaries)('its role can neither write nor look further', async () => {
  const reader = new pg.Client({ connectionString: `postgres://reader@127.0.0.1:${port}/postgres` });
  await reader.connect();
  await admin.query('CREATE TABLE IF NOT EXISTS users (name TEXT)');
  for (const attempt of ['DELETE FROM events', "UPDATE event_json SET json = '{}'", 'SELECT * FROM users']) {
    await expect(reader.query(attempt), attempt).rejects.toThrow(/permission denied/);
  }
  await reader.end();
});

test.skipIf(!binaries)('a database that is stopped at once and comes back is read again', async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve));
  server.kill('SIGQUIT'); // PostgreSQL's immediate stop
  await ended;
  await expect(source.newest()).rejects.toThrow();
  startServer();
  admin = await connect();
  expect(await until('it is read again', () => source.newest())).toBe(11);
});

test.skipIf(!binaries)('an older schema is one being upgraded and is waited for; an unknown newer one stops the start', async () => {
  await admin.query('UPDATE schema_version SET version = 93');
  const early = createPostgresEventSource(`postgres://reader@127.0.0.1:${port}/postgres`, { pollMs: 10 });
  let opened = false;
  const opening = early.open().then(() => (opened = true));
  await early.schemaVersion();
  expect(opened).toBe(false);
  await admin.query('UPDATE schema_version SET version = 94');
  await opening;
  await early.close();
  await admin.query('UPDATE schema_version SET version = 999');
  const late = createPostgresEventSource(`postgres://reader@127.0.0.1:${port}/postgres`);
  await expect(late.open()).rejects.toThrow(UnknownSchemaError);
  await late.close();
});
