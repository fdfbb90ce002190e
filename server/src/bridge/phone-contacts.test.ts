import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BridgeId, LoginId } from '@holdfast/contract';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { createPhoneContacts } from './phone-contacts.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-phones-'));
afterAll(() => rmSync(folder, { recursive: true }));
const whatsapp = 'whatsapp' as BridgeId;
const login = (id: string) => id as LoginId;

/** As mautrix-whatsapp's bridgev2 database has it (user_login of bridgev2/database/upgrades). */
function bridgeDatabase(name: string, logins: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  const sqlite = new Database(path);
  sqlite.exec('CREATE TABLE user_login (bridge_id TEXT NOT NULL, user_mxid TEXT NOT NULL, id TEXT NOT NULL, remote_name TEXT NOT NULL, metadata jsonb NOT NULL, PRIMARY KEY (bridge_id, id))');
  for (const [id, metadata] of Object.entries(logins)) sqlite.prepare("INSERT INTO user_login VALUES ('whatsapp', '@acct_whatsapp_sales:box.test', ?, '+48', ?)").run(id, metadata);
  sqlite.close();
  return path;
}

test('the seconds of the bridge become our milliseconds; what it does not say is unknown', () => {
  const path = bridgeDatabase('a.db', {
    '48123': '{"wa_device_id":7,"phone_last_seen":1764150000,"phone_last_pinged":0}',
    '48124': '{"wa_device_id":7,"phone_last_seen":0}',
    '48125': '{"user_id":12}',
    '48126': 'no JSON',
  });
  const phones = createPhoneContacts(new Map([[whatsapp, path]]));
  expect(phones.lastSeenAt(whatsapp, login('48123'))).toBe(1_764_150_000_000);
  for (const other of ['48124', '48125', '48126', '48999']) expect(phones.lastSeenAt(whatsapp, login(other))).toBeNull();
});

test('a database that is elsewhere, missing or no database is unknown and never an error', () => {
  const broken = join(folder, 'broken.db');
  writeFileSync(broken, 'this is not SQLite, whatever its name says'.repeat(100));
  for (const path of [null, join(folder, 'missing.db'), broken]) expect(createPhoneContacts(new Map([[whatsapp, path]])).lastSeenAt(whatsapp, login('1'))).toBeNull();
  expect(createPhoneContacts(new Map()).lastSeenAt(whatsapp, login('1'))).toBeNull();
});

test('old chats have the day of their last message, people of hidden numbers among them; groups are nobody', () => {
  const path = join(folder, 'chats.db');
  const sqlite = new Database(path);
  sqlite.exec('CREATE TABLE whatsapp_history_sync_conversation (bridge_id TEXT NOT NULL, user_login_id TEXT NOT NULL, chat_jid TEXT NOT NULL, last_message_timestamp BIGINT)');
  const chat = sqlite.prepare("INSERT INTO whatsapp_history_sync_conversation VALUES ('whatsapp', ?, ?, ?)");
  for (const row of [['48123', '48511@s.whatsapp.net', 1_700_000_000], ['48123', '777@lid', 1_600_000_000], ['48123', '1203@g.us', 1_600_000_000], ['48123', '48512@s.whatsapp.net', null], ['48124', '48513@s.whatsapp.net', 1]]) chat.run(...row);
  sqlite.close();
  const phones = createPhoneContacts(new Map([[whatsapp, path]]));
  expect([...phones.lastChatsAt(whatsapp, login('48123'))]).toEqual([['48511', 1_700_000_000_000], ['lid-777', 1_600_000_000_000]]);
  expect(phones.lastChatsAt('telegram' as BridgeId, login('48123')).size).toBe(0);
});
