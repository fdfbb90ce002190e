import { alertChannels, alertKinds, AlertChannel, type AlertTest, type SettingValues } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { Clock, Log, PersonActor, Secret } from '../kernel/index.ts';
import { sendMail } from './mail.ts';
import { dropWaiting, markSent, orderMessage, waitingMessages, wasOpened, type WaitingMessage } from './message-repository.ts';
import { NotTold, type Told } from './told.ts';
import { postWebhook } from './webhook.ts';
import { digestOf, mailOf, testMail } from './words.ts';

/** What alerts say of themselves when they open and when they are over. */
export type AlertTurn = { readonly alertId: string; readonly kind: string; readonly target: string };

export type AlertingDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly jobs: Jobs;
  readonly log: Log;
  readonly settings: { now(): Readonly<SettingValues>; secret(key: 'smtpPassword' | 'webhookSecret'): Secret | undefined };
  readonly serverName: string;
  /** Where the console is reached, without a slash at the end. */
  readonly console: string;
  /** For tests: whom a mail server's certificate may come from, and how long it may be silent. */
  readonly mailServer?: { ca?: string; silenceMs?: number };
};

const job = 'alerting.tell';
/** What opens within this time is told together. */
const gatherMs = 10_000;
/** More than this many at once become one message. */
const mostAlone = 3;
const mostInDigest = 200;
const ranks = { info: 0, warning: 1, critical: 2 } as const;
const byDefault: Readonly<Record<string, Told['severity']>> = alertKinds;

export type Alerting = ReturnType<typeof createAlerting>;
export function createAlerting({ db, clock, audit, jobs, log, settings, serverName, console, mailServer }: AlertingDeps) {
  const link = { console };

  function severityOf(kind: string): Told['severity'] | 'off' {
    return (settings.now().severities as Readonly<Record<string, Told['severity'] | 'off'>>)[kind] ?? byDefault[kind] ?? 'warning';
  }

  function order(tx: WriteTx, channel: AlertChannel, { alertId }: AlertTurn, turn: Told['turn']): void {
    orderMessage(tx, channel, alertId, turn, clock.now());
    jobs.enqueue(tx, { kind: job, key: channel, payload: { channel }, runAt: clock.now() + gatherMs });
  }

  const toTold = ({ alertId, turn, kind, target, at }: WaitingMessage): Told => {
    const severity = severityOf(kind);
    return { alertId, turn, kind, target, at, severity: severity === 'off' ? 'info' : severity };
  };

  /** One or many, as one message. `id` stays the same when it is sent again. */
  async function send(channel: AlertChannel, told: readonly Told[]): Promise<void> {
    const { email, webhook, language } = settings.now();
    const [first] = told;
    if (!first) return;
    const id = told.length === 1 ? `${first.alertId}.${first.turn}` : `${first.alertId}.${first.turn}.${told.length}`;
    if (channel === 'email') {
      const { subject, text } = told.length === 1 ? mailOf(first, language, link) : digestOf(told, language, link);
      return sendMail(email, settings.secret('smtpPassword'), { messageId: `<${id}@${serverName}>`, subject, text }, mailServer);
    }
    const secret = settings.secret('webhookSecret');
    if (webhook.url === null || !secret) throw new NotTold('NOT_CONFIGURED');
    const alerts = told.map((each) => ({ ...each, words: mailOf(each, language, link).subject, link: `${console}/?alert=${each.alertId}` }));
    await postWebhook(webhook.url, secret, { id, body: { product: 'holdfast', server: serverName, type: told.length === 1 ? `alert.${first.turn}` : 'alert.digest', alerts } }, clock.now());
  }

  /** What waits on a channel, oldest first: each alone while they are few, together when they are many. Told at least once; a repeat has the same id. */
  async function tell(channel: AlertChannel, stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
      if (!settings.now()[channel].enabled) return db.write((tx) => dropWaiting(tx, channel, 'CHANNEL_OFF'));
      const waiting = waitingMessages(db, channel, mostInDigest);
      const next = waiting.length > mostAlone ? waiting : waiting.slice(0, 1);
      if (next.length === 0) return;
      await send(channel, next.map(toTold));
      db.write((tx) => markSent(tx, next.map(({ seq }) => seq), clock.now()));
      log.info({ channel, alerts: next.length }, 'alerts.told');
    }
  }

  jobs.handle(job, Type.Object({ channel: AlertChannel }), ({ channel }, { stopping }) => tell(channel, stopping));

  return {
    /** In the transaction that opens an alert. */
    opened(tx: WriteTx, alert: AlertTurn): void {
      const severity = severityOf(alert.kind);
      if (severity === 'off') return;
      for (const channel of alertChannels) {
        const { enabled, minimumSeverity } = settings.now()[channel];
        if (enabled && ranks[severity] >= ranks[minimumSeverity]) order(tx, channel, alert, 'opened');
      }
    },

    /** In the transaction that ends an alert: told to whoever was told of its beginning. */
    resolved(tx: WriteTx, alert: AlertTurn): void {
      for (const channel of alertChannels) if (settings.now()[channel].enabled && wasOpened(tx, channel, alert.alertId)) order(tx, channel, alert, 'resolved');
    },

    /** A message by one channel, now, and what the other side made of it. Sends although the channel is switched off: it is tried before it is switched on. */
    async test(actor: PersonActor, channel: AlertChannel): Promise<AlertTest> {
      const startedAt = performance.now();
      const { email, webhook, language } = settings.now();
      const outcome = await tryOut(async () => {
        const id = `test.${clock.now()}`;
        if (channel === 'email') return sendMail(email, settings.secret('smtpPassword'), { messageId: `<${id}@${serverName}>`, ...testMail(language, link) }, mailServer);
        const secret = settings.secret('webhookSecret');
        if (webhook.url === null || !secret) throw new NotTold('NOT_CONFIGURED');
        await postWebhook(webhook.url, secret, { id, body: { product: 'holdfast', server: serverName, type: 'alert.test', alerts: [] } }, clock.now());
      });
      db.write((tx) => audit.record(tx, { actor, action: 'alerts.tested', target: channel, detail: { code: outcome.code, reply: outcome.reply } }));
      return { channel, ok: outcome.code === 'OK', ...outcome, ms: Math.round(performance.now() - startedAt) };
    },
  };
}

async function tryOut(send: () => Promise<void>): Promise<{ code: AlertTest['code']; reply: number | null }> {
  try {
    await send();
    return { code: 'OK', reply: null };
  } catch (failure) {
    if (failure instanceof NotTold) return { code: failure.code, reply: failure.reply };
    throw failure;
  }
}
