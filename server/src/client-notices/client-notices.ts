import type { ClientNotice, ClientNoticeSendList, ClientNoticeSendQuery, EventId, NoticeLanguage, PutClientNotice, RoomId, UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import { findAccount, findClient, findPortal, isCompanyGhost, type KnownBridges } from '../directory/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { CapturedEvent, JournalReader } from '../journal/index.ts';
import { AppError, boxActor, type Actor, type Clock, type News, type PersonActor } from '../kernel/index.ts';
import {
  countSends, dropSend, findNotice, findSend, insertSend, listSends, markSent, saveNotice, wasOrdered, wasThereBefore, type NoticeRecord, type SendRecord,
} from './notice-repository.ts';

export type ClientNoticeDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly news: News;
  readonly jobs: Jobs;
  readonly bridges: KnownBridges;
  /** Speaks to a client in the account's name. Same transaction id, same message, however often it is asked for. */
  readonly messages: { message(order: { transactionId: string; serviceUserId: UserId; roomId: RoomId; purpose: 'notice'; actor: Actor }, content: object): Promise<EventId> };
  /** The box's language, until somebody says in which the texts are. */
  readonly language: string;
};

const sendJob = 'client-notice.send';
const written = new Set(['m.room.message', 'm.sticker', 'm.poll.start', 'org.matrix.msc3381.poll.start']);
const defaultLimit = 100;

export type ClientNotices = ReturnType<typeof createClientNotices>;
/** Ordered in the transaction that records the client's message, sent by a durable job, and never twice. */
export function createClientNotices({ db, clock, audit, news, jobs, bridges, messages, language }: ClientNoticeDeps) {
  const tell = (tx: WriteTx): void => tx.afterCommit(() => news.publish({ kind: 'client-notice.changed' }));
  const initial: NoticeRecord = { version: 0, policy: 'off', texts: {}, fallback: language as NoticeLanguage, groups: false, wording: 0, since: null, changedAt: null, changedBy: null };
  const present = (): NoticeRecord => findNotice(db) ?? initial;

  /** Whoever writes in an open conversation from now on, and did not have this wording. History the bridge fills in is no message. */
  function order(tx: WriteTx, event: CapturedEvent): void {
    if (event.stateKey !== null || !written.has(event.type) || event.relation === 'edit') return;
    const notice = findNotice(tx);
    if (!notice || notice.policy === 'off' || notice.since === null || event.originServerTs < notice.since) return;
    const portal = findPortal(tx, event.roomId);
    const bridge = portal && bridges.find(portal.bridgeId);
    if (!portal || !bridge || portal.state !== 'open' || !bridge.isGhost(event.sender) || isCompanyGhost(tx, bridge, event.sender)) return;
    if (portal.direct ? portal.clientId === null : !notice.groups) return;
    const { roomId } = portal;
    const clientId = portal.direct ? portal.clientId : null;
    const subject = clientId ?? roomId;
    const onlyNew = notice.policy === 'first-contact';
    if (onlyNew && (clientId === null ? portal.createdAt < notice.since : wasThereBefore(tx, clientId, notice.since))) return;
    if (wasOrdered(tx, { subject, roomId, clientId, wording: onlyNew ? null : notice.wording })) return;
    const theirs = clientId === null ? null : (findClient(tx, clientId)?.language ?? null);
    const spoken = theirs !== null && theirs in notice.texts ? (theirs as NoticeLanguage) : notice.fallback;
    const text = notice.texts[spoken];
    if (text === undefined) return;
    const id = insertSend(tx, { subject, wording: notice.wording, roomId, clientId, language: spoken, text, at: clock.now() });
    if (id === undefined) return;
    jobs.enqueue(tx, { kind: sendJob, key: String(id), payload: { id } });
    tell(tx);
  }

  jobs.handle(sendJob, Type.Object({ id: Type.Integer() }), async ({ id }) => {
    const send = findSend(db, id);
    if (!send || send.sentAt !== null || send.text === null) return;
    const portal = findPortal(db, send.roomId);
    const account = portal?.accountId ? findAccount(db, portal.accountId) : undefined;
    if (!account || portal?.state !== 'open' || present().policy === 'off') return db.write((tx) => dropSend(tx, id));
    const eventId = await messages.message(
      { transactionId: transactionIdOf(send), serviceUserId: account.serviceUserId, roomId: send.roomId, purpose: 'notice', actor: boxActor('notice') },
      { msgtype: 'm.text', body: send.text },
    );
    db.write((tx) => {
      if (!markSent(tx, id, eventId, clock.now())) return;
      audit.record(tx, { actor: boxActor('notice'), action: 'client-notice.sent', target: send.subject, detail: { room: send.roomId, wording: send.wording } });
      tell(tx);
    });
  });

  function view({ groups, ...notice }: NoticeRecord): ClientNotice {
    return { ...notice, groups, counts: countSends(db, notice.wording) };
  }

  return {
    reader: { name: 'client-notices', read: order } satisfies JournalReader,

    read: (): ClientNotice => view(present()),

    put(actor: PersonActor, { policy, texts, fallback, groups = false, sameWording = false, version }: PutClientNotice): ClientNotice {
      db.write((tx) => {
        const before = findNotice(tx) ?? initial;
        if (version !== undefined && version !== before.version) throw new AppError('CHANGED_MEANWHILE', 'somebody changed this notice meanwhile', { field: '/version' });
        if (policy !== 'off' && texts[fallback] === undefined) {
          throw new AppError('NOTICE_TEXT_MISSING', 'clients whose language is not known need a text', { field: `/texts/${fallback}` });
        }
        const reworded = JSON.stringify(sorted(texts)) !== JSON.stringify(sorted(before.texts));
        const wording = before.wording === 0 ? 1 : before.wording + (reworded && !sameWording ? 1 : 0);
        const since = policy === before.policy ? before.since : clock.now();
        saveNotice(tx, { version: before.version + 1, policy, texts, fallback, groups, wording, since: since ?? clock.now(), changedAt: clock.now(), changedBy: actor.personId });
        audit.record(tx, { actor, action: 'client-notice.changed', target: 'client-notice', detail: { policy, groups, fallback, languages: Object.keys(texts), wording, reworded } });
        tell(tx);
      });
      return view(present());
    },

    /** Who got it when, newest first. */
    sends({ limit = defaultLimit, after, ...query }: ClientNoticeSendQuery): ClientNoticeSendList {
      const found = listSends(db, query, readMark(after), limit + 1);
      const page = found.slice(0, limit);
      const last = page.at(-1);
      return {
        sends: page.map(({ id: _, ...send }) => ({ ...send, state: send.sentAt === null ? ('waiting' as const) : ('sent' as const) })),
        next: found.length > limit && last ? `${last.orderedAt}~${last.id}` : null,
      };
    },
  };
}

/** The same for every attempt and for ever: what was said to somebody in these words is not said again. */
const transactionIdOf = ({ subject, wording }: SendRecord): string => `client-notice-${wording}-${subject}`;

const sorted = (texts: object): [string, unknown][] => Object.entries(texts).toSorted(([a], [b]) => (a < b ? -1 : 1));

function readMark(after: string | undefined): { at: number; id: number } | undefined {
  if (after === undefined) return undefined;
  const [, at, id] = /^(\d{1,16})~(\d{1,15})$/.exec(after) ?? [];
  if (at === undefined || id === undefined) throw new AppError('BAD_REQUEST', 'after is not the `next` of a page', { field: '/after' });
  return { at: Number(at), id: Number(id) };
}
