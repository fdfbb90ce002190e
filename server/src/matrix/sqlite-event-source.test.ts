import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSchemaCheck, UnknownSchemaError } from './event-source.ts';
import { createSqliteEventSource } from './sqlite-event-source.ts';

let directory: string;
let path: string;

/** The columns of Synapse 1.163.2 that are read here. */
function makeStore(version: number): Database.Database {
  const store = new Database(path);
  store.pragma('journal_mode = WAL');
  store.exec(`
    CREATE TABLE schema_version (version INTEGER NOT NULL);
    CREATE TABLE events (stream_ordering INTEGER PRIMARY KEY, event_id TEXT UNIQUE, outlier BOOL NOT NULL, rejection_reason TEXT, received_ts BIGINT, origin_server_ts BIGINT);
    CREATE TABLE event_json (event_id TEXT UNIQUE, internal_metadata TEXT NOT NULL, json TEXT NOT NULL);`);
  store.prepare('INSERT INTO schema_version VALUES (?)').run(version);
  return store;
}

function put(store: Database.Database, n: number, { outlier = 0, rejected = null as string | null, at = n, metadata = '{}' } = {}): void {
  store.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?)').run(n, `$${n}`, outlier, rejected, at, at);
  store.prepare('INSERT INTO event_json VALUES (?, ?, ?)').run(`$${n}`, metadata, `{"n":${n}}`);
}

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'source-'));
  path = join(directory, 'homeserver.db');
});
afterEach(() => rmSync(directory, { recursive: true }));

test('reads beside a writer, in order, without outliers and rejected events', async () => {
  const store = makeStore(94);
  const source = createSqliteEventSource(path);
  await source.open();
  put(store, 1);
  put(store, 2, { outlier: 1 });
  put(store, 3, { rejected: 'auth_error' });
  put(store, 5, { metadata: '{"txn_id":"t","device_id":"D"}' });
  expect(await source.after(0, 10)).toMatchObject([{ streamOrdering: 1 }, { streamOrdering: 5, transactionId: 't', deviceId: 'D' }]);
  expect(await source.after(1, 10)).toMatchObject([{ eventId: '$5' }]);
  expect(await source.byIds(['$5', '$2', '$unknown'] as never)).toMatchObject([{ eventId: '$5' }]);
  expect(await source.newest()).toBe(5);
  await source.close();
  store.close();
});

test('the window goes back as far as it must and no further', async () => {
  const store = makeStore(94);
  for (let n = 1; n <= 1_200; n++) put(store, n, { at: n * 10 });
  const source = createSqliteEventSource(path);
  await source.open();
  const window = await source.window(9_000, 1_200);
  expect(window.map((row) => row.streamOrdering)).toEqual(Array.from({ length: 301 }, (_, n) => n + 900));
  await source.close();
  store.close();
});

test('waits for a homeserver that has not made its store yet', async () => {
  const source = createSqliteEventSource(path, { pollMs: 5 });
  const opened = source.open();
  makeStore(94).close();
  await opened;
  expect(await source.newest()).toBe(0);
  await source.close();
});

test('waits while the homeserver upgrades its schema step by step', async () => {
  const store = makeStore(76);
  const opened = createSqliteEventSource(path, { pollMs: 5 }).open();
  await new Promise((resolve) => setImmediate(resolve));
  store.exec('UPDATE schema_version SET version = 94');
  store.close();
  await opened;
});

test('gives up on a homeserver that stays too old', () => {
  let now = 0;
  const isReady = createSchemaCheck({ now: () => now, patienceMs: 1_000 });
  expect(isReady(93)).toBe(false);
  now = 2_000;
  expect(() => isReady(93)).toThrow(UnknownSchemaError);
});

test('refuses a schema it was never tried with', async () => {
  makeStore(95).close();
  await expect(createSqliteEventSource(path).open()).rejects.toBeInstanceOf(UnknownSchemaError);
});
