import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ControlPlaneConfig} from '@holdfast/contract';
import { Settings, type PersonId, type SessionId, type StreamEvent } from '@holdfast/contract';
import { Value } from 'typebox/value';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { apiForTest } from '../../test/support/api.ts';
import { createAuditTrail } from '../audit/index.ts';
import { openDb, type Db } from '../db/index.ts';
import { createNews, manualClock, type PersonActor } from '../kernel/index.ts';
import { createSettings, fileOnlySettings, isPrivateAddress, webhookFault, type SettingsService } from './index.ts';

const admin: PersonActor = { kind: 'person', personId: 'pers_00000000000000000001' as PersonId, userId: null, roles: ['administrator'], teamId: null, sessionId: 'sess_00000000000000000001' as SessionId };

let folder: string;
let db: Db;
let told: StreamEvent[];
let settings: SettingsService;
const clock = manualClock();

function open(file: { offlineHours: number; language: 'en' | 'ru' | 'uk' | 'pl' } = { offlineHours: 24, language: 'pl' }): SettingsService {
  const news = createNews();
  told = [];
  news.subscribe((event) => told.push(event));
  return createSettings({
    db, clock, news, file, audit: createAuditTrail({ clock }), fileOnly: [{ key: 'server_name', value: 'box.test', meaning: 'x' }],
    secretFiles: { smtpPassword: join(folder, 'alert-smtp-password'), webhookSecret: join(folder, 'alert-webhook-secret') },
  });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdfast-settings-'));
  db = openDb(':memory:');
  settings = open();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const refused = (code: string, field?: string) => expect.objectContaining({ code, ...(field === undefined ? {} : { field }) }) as Error;

test('each says what it means, how far it goes and whose word counts', () => {
  const { version, values, fields, fileOnly } = settings.read();
  expect(version).toBe(0);
  expect(values).toMatchObject({ offlineHours: 24, language: 'pl', looksVisibleToOwner: true, staleMinutes: 15 });
  const field = (key: string) => fields.find((each) => each.key === key);
  expect(field('offlineHours')).toMatchObject({ unit: 'hours', minimum: 0, maximum: 720, source: 'file', fileKey: 'offline_hours', initial: 24, changedAt: null });
  expect(field('staleMinutes')).toMatchObject({ unit: 'minutes', source: 'default' });
  expect(fileOnly).toHaveLength(1);
  expect(Value.Check(Settings, settings.read())).toBe(true);
});

test('a change counts at once, is told to screens, stands in the trail and outlives a restart', () => {
  const after = settings.change(admin, { offlineHours: 0, responseDueAmberMinutes: 10, reason: 'a holiday' });
  expect(settings.now()).toMatchObject({ offlineHours: 0, responseDueAmberMinutes: 10, responseDueRedMinutes: 120 });
  expect(after).toMatchObject({ version: 1, values: { offlineHours: 0 } });
  expect(after.fields.find(({ key }) => key === 'offlineHours')).toMatchObject({ source: 'console', initial: 24, changedBy: { personId: admin.personId } });
  expect(told).toEqual([{ kind: 'settings.changed', version: 1 }]);
  expect(createAuditTrail({ clock }).list(db, { limit: 9 })).toMatchObject([
    { action: 'settings.changed', actor: admin.personId, reason: 'a holiday', detail: { version: 1, fields: ['responseDueAmberMinutes', 'offlineHours'], values: { offlineHours: { from: 24, to: 0 } } } },
  ]);
  expect(open({ offlineHours: 48, language: 'en' }).now()).toMatchObject({ offlineHours: 0, language: 'en' });
});

test('null gives a setting back to the file', () => {
  settings.change(admin, { offlineHours: 0 });
  expect(settings.change(admin, { offlineHours: null }).fields.find(({ key }) => key === 'offlineHours')).toMatchObject({ source: 'file' });
  expect(settings.now().offlineHours).toBe(24);
});

test('the second of two who read the same is told, and overwrites nothing', () => {
  settings.change(admin, { version: 0, staleMinutes: 20 });
  expect(() => settings.change(admin, { version: 0, staleMinutes: 30, smtpPassword: 'secret' })).toThrow(refused('CHANGED_MEANWHILE', '/version'));
  expect(settings.now().staleMinutes).toBe(20);
  expect(settings.read().secrets.smtpPassword.setSince).toBeNull();
  expect(() => statSync(join(folder, 'alert-smtp-password'))).toThrow();
});

test('what does not fit together is refused by its field, and nothing of it is kept', () => {
  const email = { enabled: true, host: 'mail.example.com', port: 587, tls: 'starttls' as const, user: 'box', from: 'box@example.com', recipients: ['it@example.com'], minimumSeverity: 'warning' as const };
  const webhook = { enabled: true, url: 'https://hooks.example.com/x', minimumSeverity: 'info' as const };
  expect(() => settings.change(admin, { responseDueRedMinutes: 5 })).toThrow(refused('BAD_REQUEST', '/responseDueRedMinutes'));
  expect(() => settings.change(admin, { email: { ...email, host: null } })).toThrow(refused('BAD_REQUEST', '/email/host'));
  expect(() => settings.change(admin, { email: { ...email, recipients: [] } })).toThrow(refused('BAD_REQUEST', '/email/recipients'));
  expect(() => settings.change(admin, { email })).toThrow(refused('BAD_REQUEST', '/smtpPassword'));
  expect(() => settings.change(admin, { webhook })).toThrow(refused('BAD_REQUEST', '/webhookSecret'));
  expect(() => settings.change(admin, { staleMinutes: 99, webhook: { ...webhook, url: 'http://hooks.example.com/x' } })).toThrow(refused('BAD_REQUEST', '/webhook/url'));
  expect(settings.read()).toMatchObject({ version: 0, values: { staleMinutes: 15 } });
  expect(settings.change(admin, { email, webhook, smtpPassword: 'p', webhookSecret: '0123456789abcdef' }).values).toMatchObject({ email: { host: 'mail.example.com' }, webhook: { enabled: true } });
  expect(() => settings.change(admin, { smtpPassword: null })).toThrow(refused('BAD_REQUEST', '/smtpPassword'));
});

test('secrets lie in files for the box’s eyes only, and are never answered, logged or trailed', () => {
  const view = settings.change(admin, { smtpPassword: 'correct horse', webhookSecret: 'battery staple 123' });
  const path = join(folder, 'alert-smtp-password');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).toBe('correct horse\n');
  expect(settings.secret('smtpPassword')?.reveal()).toBe('correct horse');
  expect(view.secrets).toMatchObject({ smtpPassword: { setSince: clock.now(), setBy: admin.personId } });
  const everything = JSON.stringify([view, db.prepare('SELECT * FROM setting').all(), db.prepare('SELECT * FROM audit_entry').all(), String(settings.secret('webhookSecret'))]);
  expect(everything).not.toMatch(/horse|battery/);
  settings.change(admin, { smtpPassword: null });
  expect(() => statSync(path)).toThrow();
  expect(settings.secret('smtpPassword')).toBeUndefined();
  expect(settings.read().secrets.smtpPassword).toEqual({ setSince: null, setBy: null });
});

test('a secret whose file somebody took away counts as not set, and one that nobody set here is not read', () => {
  settings.change(admin, { smtpPassword: 'correct horse' });
  rmSync(join(folder, 'alert-smtp-password'));
  expect(settings.secret('smtpPassword')).toBeUndefined();
  writeFileSync(join(folder, 'alert-webhook-secret'), 'left over');
  expect(settings.secret('webhookSecret')).toBeUndefined();
});

test('a value of another release is not believed', () => {
  db.prepare("INSERT INTO setting VALUES ('staleMinutes', '\"soon\"', 1, 'pers_00000000000000000001'), ('severities', '{\"gate.failed\":\"off\",\"gone\":\"info\"}', 1, 'pers_00000000000000000001')").run();
  expect(open().now()).toMatchObject({ staleMinutes: 15, severities: { 'gate.failed': 'off', 'job.stuck': 'warning' } });
  expect(Value.Check(Settings, open().read())).toBe(true);
});

test('an alert kind that appears later starts with its own severity', () => {
  const { 'job.stuck': _, ...older } = settings.now().severities;
  db.prepare("INSERT INTO setting VALUES ('severities', ?, 1, 'pers_00000000000000000001')").run(JSON.stringify(older));
  expect(open().now().severities['job.stuck']).toBe('warning');
});

describe('where a webhook may lead', () => {
  test.each(['https://hooks.example.com/x', 'http://localhost:8080/', 'http://127.0.0.1/', 'http://10.1.2.3/', 'http://172.31.0.1/', 'http://192.168.1.7:9000/a', 'http://[::1]/', 'http://[fd12::1]/', 'http://printer.local/', 'http://tower/'])('%s', (url) => {
    expect(webhookFault(url)).toBeUndefined();
  });
  test.each(['http://hooks.example.com/', 'http://8.8.8.8/', 'http://172.32.0.1/', 'http://[2001:db8::1]/', 'ftp://localhost/', 'https://user:password@example.com/', 'http://127.0.0.1.example.com/', 'not an address', 'http://0x08080808/'])('never %s', (url) => {
    expect(webhookFault(url)).toBeDefined();
  });
  test('an address of version 6 that holds one of version 4 is judged by that', () => {
    expect(isPrivateAddress('::ffff:10.0.0.1')).toBe(true);
    expect(isPrivateAddress('::ffff:8.8.8.8')).toBe(false);
  });
});

test('what only the file can change is shown with the key it has there', () => {
  const config = {
    serverName: 'box.test', trial: true, smallFirm: false, liveHistoryMonths: 24, publicAddress: null, log: { level: 'info' }, bridges: [{ id: 'loopback', network: 'Loopback', asTokenFile: '/secret' }],
    homeserver: { database: { kind: 'sqlite', path: '/data' } }, api: { port: 1 }, gate: { port: 2 },
  } as unknown as ControlPlaneConfig;
  const shown = fileOnlySettings(config);
  expect(shown.find(({ key }) => key === 'server_name')).toMatchObject({ value: 'box.test' });
  expect(JSON.stringify(shown)).not.toMatch(/secret|\/data/);
});

test('over the API: read, change with a version, refused when it is old; an officer reads and an employee does not', async () => {
  const base = await apiForTest();
  const service = createSettings({ db: base.db, clock: base.clock, news: base.news, audit: base.audit, file: { offlineHours: 24, language: 'en' }, fileOnly: [], secretFiles: { smtpPassword: join(folder, 'a'), webhookSecret: join(folder, 'b') } });
  const { api, bearerOf, people } = await apiForTest({ db: base.db, services: { settings: service } });
  const bearer = await bearerOf(await people.hire('olga', ['administrator']));
  const url = '/api/v1/settings';
  expect((await api.inject({ url, headers: bearer })).json()).toMatchObject({ version: 0, values: { email: { enabled: false } } });
  const patch = (payload: object) => api.inject({ method: 'PATCH', url, headers: bearer, payload });
  expect((await patch({ version: 0, languages: ['uk', 'pl'], smtpPassword: 'x' })).json()).toMatchObject({ version: 1, values: { languages: ['uk', 'pl'] } });
  const late = await patch({ version: 0, languages: ['en'] });
  expect([late.statusCode, late.json<{ code: string }>().code]).toEqual([409, 'CHANGED_MEANWHILE']);
  expect((await patch({ staleMinutes: 0 })).json()).toMatchObject({ code: 'BAD_REQUEST', field: '/staleMinutes' });
  expect((await patch({ nonsense: 1 })).statusCode).toBe(400);
  expect((await api.inject({ url, headers: await bearerOf(await people.hire('oleg', ['compliance-officer'])) })).statusCode).toBe(200);
  expect((await api.inject({ url, headers: await bearerOf(await people.hire('anna', ['employee'])) })).statusCode).toBe(403);
});
