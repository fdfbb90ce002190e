import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { alertKinds, noticeLanguages, type AlertTest, type PersonId, type SessionId, type SettingValues } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { createMailServer, decodeHeader, testCertificate } from '../../test/fakes/fake-mail-server.ts';
import { createAlerts } from '../alerts/index.ts';
import { createAuditTrail } from '../audit/index.ts';
import { openDb } from '../db/index.ts';
import { createJobs } from '../jobs/index.ts';
import { createNews, manualClock, Secret, silentLog, type PersonActor } from '../kernel/index.ts';
import { defaultSettings } from '../settings/index.ts';
import { createAlerting, type AlertingDeps } from './index.ts';
import { digestOf, mailOf } from './words.ts';

const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const admin: PersonActor = { kind: 'person', personId: 'pers_00000000000000000001' as PersonId, userId: null, roles: ['administrator'], teamId: null, sessionId: 'sess_00000000000000000001' as SessionId };
const password = 'correct horse';

type Change = { email?: Partial<SettingValues['email']>; webhook?: Partial<SettingValues['webhook']>; severities?: Partial<SettingValues['severities']>; language?: SettingValues['language'] };

function alerting(change: Change = {}, mailServer: NonNullable<AlertingDeps['mailServer']> = { ca: testCertificate, silenceMs: 500 }) {
  const db = openDb(':memory:');
  const clock = manualClock();
  const jobs = createJobs({ db, clock, log: silentLog, random: () => 0.5 });
  const audit = createAuditTrail({ clock });
  const values: SettingValues = structuredClone({ ...defaultSettings, offlineHours: 24, language: change.language ?? 'en' });
  Object.assign(values.email, change.email);
  Object.assign(values.webhook, change.webhook);
  Object.assign(values.severities, change.severities);
  const secrets = { smtpPassword: new Secret(password), webhookSecret: new Secret('a secret of some length') };
  const told = createAlerting({
    db, clock, audit, jobs, log: silentLog, settings: { now: () => values, secret: (key) => secrets[key] }, serverName: 'box.test', console: 'https://box.example', mailServer,
  });
  const alerts = createAlerts({ db, clock, news: createNews(), onOpened: (tx, alert) => told.opened(tx, alert), onResolved: (tx, alert) => told.resolved(tx, alert) });
  jobs.start();
  closing.push(() => jobs.stop());
  const open = (kind: string, target: string) => db.write((tx) => alerts.raise(tx, { kind, target }));
  const end = (kind: string, target: string) => db.write((tx) => alerts.resolve(tx, { kind, target }));
  const pass = async (ms = 10_000) => {
    clock.advance(ms);
    await jobs.settled();
  };
  return { db, clock, jobs, audit, values, alerting: told, open, end, pass };
}

async function mailServer(behaviour: Parameters<typeof createMailServer>[0] = {}) {
  const server = await createMailServer(behaviour);
  closing.push(() => server.close());
  return server;
}

const email = (port: number, more: Partial<SettingValues['email']> = {}): Partial<SettingValues['email']> => ({
  enabled: true, host: '127.0.0.1', port, tls: 'none', from: 'box@example.com', recipients: ['it@example.com', 'boss@example.com'], ...more,
});

describe('by e-mail', () => {
  test('an alert is told once when it opens and once when it is over, in the box’s language, with a link and no client’s word', async () => {
    const server = await mailServer();
    const w = alerting({ email: email(server.port), language: 'uk' });
    const id = w.open('account-state', 'acct_00000000000000000001');
    w.open('account-state', 'acct_00000000000000000001');
    await w.pass();
    w.end('account-state', 'acct_00000000000000000001');
    await w.pass();
    expect(server.received).toHaveLength(2);
    const [opened, over] = server.received as [(typeof server.received)[0], (typeof server.received)[0]];
    expect(opened).toMatchObject({ from: 'box@example.com', to: ['it@example.com', 'boss@example.com'] });
    expect(decodeHeader(opened.headers.get('subject')!)).toBe('[Holdfast] терміново: Номер компанії не підключений');
    expect(opened.headers.get('message-id')).toBe(`<${id}.opened@box.test>`);
    expect(opened.text).toContain(`https://box.example/?alert=${id}`);
    expect(opened.text).toContain('acct_00000000000000000001');
    expect(decodeHeader(over.headers.get('subject')!)).toBe('[Holdfast] Усунено: Номер компанії не підключений');
    await w.pass(3_600_000);
    expect(server.received).toHaveLength(2);
  });

  test('many at once are told together', async () => {
    const server = await mailServer();
    const w = alerting({ email: email(server.port) });
    for (let n = 0; n < 40; n += 1) w.open('delivery.stuck', `$event-${n}`);
    for (let n = 0; n < 10; n += 1) w.end('delivery.stuck', `$event-${n}`);
    await w.pass();
    expect(server.received).toHaveLength(1);
    expect(decodeHeader(server.received[0]!.headers.get('subject')!)).toBe('[Holdfast] 40 new, 10 over');
    expect(server.received[0]!.text.match(/\?alert=/g)).toHaveLength(50);
  });

  test('a mail server that is away is asked again later, and nothing is lost or told twice', async () => {
    const server = await mailServer({ refuseData: 451 });
    const w = alerting({ email: email(server.port) });
    w.open('gate.failed', '$a');
    await w.pass();
    expect(w.jobs.find(w.db, 'alerting.tell', 'email')).toMatchObject({ attempts: 1, lastError: 'REJECTED' });
    await w.pass(60_000);
    expect(server.received).toEqual([]);
    server.behave({ refuseData: 0 });
    await w.pass(300_000);
    await w.pass(300_000);
    expect(server.received).toHaveLength(1);
  });

  test('what is not grave enough, or switched off, is told to nobody; neither is its end', async () => {
    const server = await mailServer();
    const w = alerting({ email: email(server.port, { minimumSeverity: 'critical' }), severities: { 'gate.failed': 'off', 'job.stuck': 'critical' } });
    w.open('delivery.stuck', '$a'); // a warning
    w.open('gate.failed', '$b'); // off
    w.open('job.stuck', 'some/1');
    w.end('delivery.stuck', '$a');
    await w.pass();
    expect(server.received.map(({ headers }) => headers.get('subject'))).toEqual(['[Holdfast] critical: Work of the box keeps failing']);
    w.open('account-state', 'acct_00000000000000000001');
    w.values.email.enabled = false;
    await w.pass();
    w.values.email.enabled = true;
    await w.pass(600_000);
    expect(server.received).toHaveLength(1); // what waited when the channel was switched off is not told later
  });

  test('signs in and insists on TLS', async () => {
    const server = await mailServer({ starttls: true, login: { user: 'box', password } });
    const w = alerting({ email: email(server.port, { tls: 'starttls', user: 'box', host: 'localhost' }) });
    w.open('gate.failed', '$a');
    await w.pass();
    expect(server.received).toMatchObject([{ secure: true, user: 'box' }]);
    const implicit = await mailServer({ implicit: true });
    Object.assign(w.values.email, email(implicit.port, { tls: 'implicit', user: null }));
    expect(await w.alerting.test(admin, 'email')).toMatchObject({ ok: true, code: 'OK' });
    expect(implicit.received).toMatchObject([{ secure: true, user: null }]);
  });

  type Row = [Parameters<typeof createMailServer>[0], Partial<SettingValues['email']>, AlertTest['code'], number | null];
  test.each<Row>([
    [{}, {}, 'OK', null],
    [{ login: { user: 'box', password: 'another' } }, { user: 'box' }, 'AUTHENTICATION_FAILED', 535],
    [{}, { tls: 'starttls' }, 'TLS_NOT_OFFERED', 502],
    [{}, { tls: 'implicit' }, 'TLS_FAILED', null],
    [{ refuseSender: true }, {}, 'SENDER_REFUSED', 553],
    [{ refuseRecipient: true }, {}, 'RECIPIENT_REFUSED', 550],
    [{ refuseData: 554 }, {}, 'REJECTED', 554],
    [{ silent: true }, {}, 'TIMEOUT', null],
    [{}, { host: 'no-such-host.invalid' }, 'HOST_UNKNOWN', null],
    [{}, { recipients: [] }, 'NOT_CONFIGURED', null],
  ])('the test says what the server made of it: %j, %j', async (behaviour, more, code, reply) => {
    const server = await mailServer(behaviour);
    const w = alerting({ email: { ...email(server.port, more), enabled: false } });
    expect(await w.alerting.test(admin, 'email')).toMatchObject({ channel: 'email', ok: code === 'OK', code, reply });
    expect(w.audit.list(w.db, { limit: 9 })).toMatchObject([{ action: 'alerts.tested', target: 'email', detail: { code } }]);
    expect(server.received).toHaveLength(code === 'OK' ? 1 : 0);
  });

  test('a certificate that nobody vouches for, and a door that is closed, have words of their own', async () => {
    const server = await mailServer({ starttls: true });
    const w = alerting({ email: email(server.port, { tls: 'starttls' }) }, { silenceMs: 500 });
    expect(await w.alerting.test(admin, 'email')).toMatchObject({ code: 'TLS_FAILED' });
    const gone = await createMailServer();
    await gone.close();
    Object.assign(w.values.email, email(gone.port));
    expect(await w.alerting.test(admin, 'email')).toMatchObject({ code: 'CONNECTION_REFUSED' });
  });
});

describe('to a program', () => {
  type Posted = { readonly headers: IncomingHttpHeaders; readonly body: string };
  async function listener(status = 204, location?: string) {
    const posted: Posted[] = [];
    const state = { status };
    const server: Server = createServer((request, reply) => {
      let body = '';
      request.on('data', (bytes: Buffer) => (body += bytes.toString())).on('end', () => {
        posted.push({ headers: request.headers, body });
        reply.writeHead(state.status, location === undefined ? {} : { location }).end();
      });
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    closing.push(() => new Promise((closed) => server.close(closed)));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?from=box`, posted, state };
  }

  test('messages are signed over their moment and their body, and a repeat has the same id', async () => {
    const { url, posted, state } = await listener(500);
    const w = alerting({ webhook: { enabled: true, url } });
    const id = w.open('delivery.uncertain', '$a');
    await w.pass();
    state.status = 200;
    await w.pass(60_000);
    expect(posted).toHaveLength(2);
    const [first, second] = posted as [Posted, Posted];
    expect(first.headers['holdfast-id']).toBe(`${id}.opened`);
    expect(second.headers['holdfast-id']).toBe(`${id}.opened`);
    for (const { headers, body } of posted) {
      const timestamp = String(headers['holdfast-timestamp']);
      expect(headers['holdfast-signature']).toBe(`v1=${createHmac('sha256', 'a secret of some length').update(`${timestamp}.${body}`).digest('hex')}`);
    }
    expect(Number(second.headers['holdfast-timestamp'])).toBeGreaterThan(Number(first.headers['holdfast-timestamp']));
    expect(JSON.parse(second.body)).toMatchObject({
      product: 'holdfast', server: 'box.test', type: 'alert.opened',
      alerts: [{ alertId: id, turn: 'opened', kind: 'delivery.uncertain', severity: 'warning', target: '$a', link: `https://box.example/?alert=${id}` }],
    });
  });

  test.each<[number, AlertTest['code']]>([[204, 'OK'], [401, 'AUTHENTICATION_FAILED'], [302, 'REDIRECTED'], [404, 'REJECTED'], [500, 'REJECTED']])('the test says what the program answered: %i is %s', async (status, code) => {
    const { url, posted } = await listener(status, status === 302 ? 'http://127.0.0.1:9/' : undefined);
    const w = alerting({ webhook: { url } });
    expect(await w.alerting.test(admin, 'webhook')).toMatchObject({ code, reply: code === 'OK' ? null : status });
    expect(JSON.parse(posted[0]!.body)).toMatchObject({ type: 'alert.test' });
    expect(posted).toHaveLength(1); // a redirect is followed by nobody
  });

  test('nothing goes in the clear to an address of the internet, whatever a name says it is', async () => {
    const w = alerting({ webhook: { url: 'http://example.com/hook' } });
    expect(await w.alerting.test(admin, 'webhook')).toMatchObject({ code: 'ADDRESS_NOT_ALLOWED' });
    w.values.webhook.url = null;
    expect(await w.alerting.test(admin, 'webhook')).toMatchObject({ code: 'NOT_CONFIGURED' });
  });
});

describe('the words', () => {
  const at = 1_700_000_000_000;
  test.each(noticeLanguages)('in %s there are some for every kind and both turns', (language) => {
    const subjects = new Set<string>();
    for (const kind of [...Object.keys(alertKinds), 'unheard-of']) {
      for (const turn of ['opened', 'resolved'] as const) {
        const { subject, text } = mailOf({ alertId: 'alrt_1', kind, turn, severity: 'warning', target: 'acct_1', at }, language, { console: 'https://box' });
        subjects.add(subject);
        expect(`${subject}${text}`).not.toMatch(/undefined|\$\{/);
        const cyrillic = /\p{Script=Cyrillic}/u.test(subject);
        expect(cyrillic).toBe(language === 'ru' || language === 'uk');
      }
    }
    expect(subjects.size).toBe((Object.keys(alertKinds).length + 1) * 2);
  });

  test('a target that is no id stays in the console', () => {
    const told = { alertId: 'alrt_1', kind: 'job.stuck', turn: 'opened', severity: 'warning', at } as const;
    expect(mailOf({ ...told, target: '+48 600 700 800' }, 'en', { console: 'https://box' }).text).not.toContain('600');
    expect(mailOf({ ...told, target: 'person.enforce/12' }, 'en', { console: 'https://box' }).text).toContain('person.enforce/12');
    expect(digestOf([{ ...told, target: 'Jan' }, { ...told, target: '!room' }], 'pl', { console: 'https://box' }).text).not.toContain('Jan');
  });
});
