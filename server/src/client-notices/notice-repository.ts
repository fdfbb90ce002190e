import type { ClientId, ClientNoticePolicy, ClientNoticeSend, ClientNoticeSendQuery, ClientNoticeTexts, EventId, NoticeLanguage, PersonId, RoomId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type NoticeRecord = {
  readonly version: number;
  readonly policy: ClientNoticePolicy;
  readonly texts: ClientNoticeTexts;
  readonly fallback: NoticeLanguage;
  readonly groups: boolean;
  readonly wording: number;
  readonly since: number | null;
  readonly changedAt: number | null;
  readonly changedBy: PersonId | null;
};
type Row = Omit<NoticeRecord, 'texts' | 'groups'> & { texts: string; groups: 0 | 1 };

/** Who gets it: a client, or the room of several people. */
export type Subject = ClientId | RoomId;
export type SendRecord = { readonly id: number; readonly subject: Subject; readonly wording: number; readonly roomId: RoomId; readonly text: string | null; readonly sentAt: number | null };

export function findNotice(db: ReadDb): NoticeRecord | undefined {
  const row = db
    .prepare<[], Row>('SELECT version, policy, texts, fallback, in_groups AS groups, wording, since, changed_at AS changedAt, changed_by AS changedBy FROM client_notice WHERE id = 1')
    .get();
  return row && { ...row, texts: JSON.parse(row.texts) as ClientNoticeTexts, groups: row.groups === 1 };
}

export function saveNotice(tx: WriteTx, notice: NoticeRecord): void {
  tx.prepare(
    `INSERT INTO client_notice (id, version, policy, texts, fallback, in_groups, wording, since, changed_at, changed_by)
     VALUES (1, @version, @policy, @texts, @fallback, @groups, @wording, @since, @changedAt, @changedBy)
     ON CONFLICT (id) DO UPDATE SET version = excluded.version, policy = excluded.policy, texts = excluded.texts, fallback = excluded.fallback, in_groups = excluded.in_groups,
       wording = excluded.wording, since = excluded.since, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
  ).run({ ...notice, texts: JSON.stringify(notice.texts), groups: notice.groups ? 1 : 0 });
}

/**
 * Whether they got this wording, or any when none is named: under their own id, or in a conversation that is theirs now,
 * so that clients who were merged or split are not told twice.
 */
export function wasOrdered(db: ReadDb, about: { subject: Subject; roomId: RoomId; clientId: ClientId | null; wording: number | null }): boolean {
  const found = db
    .prepare<unknown[], { found: 1 }>(
      `SELECT 1 AS found FROM client_notice_send s WHERE (@wording IS NULL OR s.wording = @wording) AND s.subject = @subject
       UNION ALL SELECT 1 FROM client_notice_send s WHERE (@wording IS NULL OR s.wording = @wording) AND s.room_id = @roomId
       UNION ALL SELECT 1 FROM portal p JOIN client_notice_send s ON s.room_id = p.room_id WHERE p.client_id = @clientId AND (@wording IS NULL OR s.wording = @wording) LIMIT 1`,
    )
    .get(about);
  return found !== undefined;
}

/** Whether the client had a conversation here before this moment. */
export function wasThereBefore(db: ReadDb, clientId: ClientId, at: number): boolean {
  return db.prepare<unknown[], { found: 1 }>('SELECT 1 AS found FROM portal WHERE client_id = ? AND created_at < ? LIMIT 1').get(clientId, at) !== undefined;
}

/** Undefined when it was ordered before. */
export function insertSend(tx: WriteTx, send: { subject: Subject; wording: number; roomId: RoomId; clientId: ClientId | null; language: NoticeLanguage; text: string; at: number }): number | undefined {
  return tx
    .prepare<unknown[], { id: number }>(
      `INSERT INTO client_notice_send (subject, wording, room_id, client_id, language, text, ordered_at) VALUES (@subject, @wording, @roomId, @clientId, @language, @text, @at)
       ON CONFLICT (subject, wording) DO NOTHING RETURNING id`,
    )
    .get(send)?.id;
}

export function findSend(db: ReadDb, id: number): SendRecord | undefined {
  return db.prepare<[number], SendRecord>('SELECT id, subject, wording, room_id AS roomId, text, sent_at AS sentAt FROM client_notice_send WHERE id = ?').get(id);
}

/** The text is in the conversation now, and kept nowhere else. */
export function markSent(tx: WriteTx, id: number, eventId: EventId, at: number): boolean {
  return tx.prepare('UPDATE client_notice_send SET sent_at = ?, event_id = ?, text = NULL WHERE id = ? AND sent_at IS NULL').run(at, eventId, id).changes > 0;
}

/** It was not sent and will not be: the next message may order it again. */
export function dropSend(tx: WriteTx, id: number): void {
  tx.prepare('DELETE FROM client_notice_send WHERE id = ? AND sent_at IS NULL').run(id);
}

export function countSends(db: ReadDb, wording: number): { sent: number; waiting: number } {
  const { all = 0 } = db.prepare<[number], { all: number }>('SELECT count(*) AS "all" FROM client_notice_send WHERE wording = ?').get(wording) ?? {};
  const { waiting = 0 } = db.prepare<[number], { waiting: number }>('SELECT count(*) AS waiting FROM client_notice_send WHERE wording = ? AND sent_at IS NULL').get(wording) ?? {};
  return { sent: all - waiting, waiting };
}

type Listed = Omit<ClientNoticeSend, 'state'> & { readonly id: number };

export function listSends(db: ReadDb, { state, wording, clientId }: ClientNoticeSendQuery, before: { at: number; id: number } | undefined, limit: number): Listed[] {
  return db
    .prepare<unknown[], Listed>(
      `SELECT s.id, p.client_id AS clientId, c.name AS clientName, s.room_id AS roomId, s.wording, s.language, s.ordered_at AS orderedAt, s.sent_at AS sentAt
       FROM client_notice_send s LEFT JOIN portal p ON p.room_id = s.room_id LEFT JOIN client c ON c.id = p.client_id
       WHERE (@wording IS NULL OR s.wording = @wording) AND (@clientId IS NULL OR p.client_id = @clientId)
         ${state === 'sent' ? 'AND s.sent_at IS NOT NULL' : state === 'waiting' ? 'AND s.sent_at IS NULL' : ''}
         AND (@at IS NULL OR s.ordered_at < @at OR (s.ordered_at = @at AND s.id > @id))
       ORDER BY s.ordered_at DESC, s.id LIMIT @limit`,
    )
    .all({ wording: wording ?? null, clientId: clientId ?? null, at: before?.at ?? null, id: before?.id ?? null, limit });
}
