import type { EventId, RoomId } from '@holdfast/contract';
import type { Outgoing } from '../../ipc/index.ts';
import type { OutgoingRow } from '../contract.ts';
import type { Db } from '../files/database.ts';

export type Mark = { muted: boolean; doneAt: number | null; doneUpto: number | null };
export type Draft = { text: string | null; replyTo: EventId | null; note: string | null };

/**
 * own.db and its mirror. Held in memory whole (drafts, marks and what waits are few) and written to both copies before a
 * write returns: first own, then the mirror; each write counts a generation, so that a start knows which copy is ahead.
 */
export type Own = {
  readonly db: Db;
  readonly mirror: Db;
  readonly drafts: Map<RoomId, Draft>;
  readonly marks: Map<RoomId, Mark>;
  /** In order of making. */
  readonly outgoing: Map<string, OutgoingRow>;
  /** The same change in both copies, durable when it returns. */
  write(change: (db: Db) => void): void;
};

type OutgoingTableRow = {
  local_id: string; room_id: RoomId; outgoing: string; state: OutgoingRow['state']; reason: string | null; mxc: string | null; attempts: number; not_before: number; created_at: number; event_id: EventId | null;
};

export const fromTable = (row: OutgoingTableRow): OutgoingRow => ({
  localId: row.local_id, roomId: row.room_id, outgoing: JSON.parse(row.outgoing) as Outgoing, state: row.state, reason: row.reason, mxc: row.mxc,
  attempts: row.attempts, notBefore: row.not_before, createdAt: row.created_at, eventId: row.event_id,
});

export function createOwn(db: Db, mirror: Db): Own {
  const drafts = new Map<RoomId, Draft>();
  const marks = new Map<RoomId, Mark>();
  const outgoing = new Map<string, OutgoingRow>();
  for (const row of db.prepare<[], { room_id: RoomId; text: string | null; reply_to: EventId | null; note: string | null }>('SELECT * FROM draft').all()) drafts.set(row.room_id, { text: row.text, replyTo: row.reply_to, note: row.note });
  for (const row of db.prepare<[], { room_id: RoomId; muted: number; done_at: number | null; done_upto: number | null }>('SELECT * FROM mark').all())
    marks.set(row.room_id, { muted: row.muted === 1, doneAt: row.done_at, doneUpto: row.done_upto });
  for (const row of db.prepare<[], OutgoingTableRow>('SELECT * FROM outgoing ORDER BY seq').all()) outgoing.set(row.local_id, fromTable(row));
  return {
    db, mirror, drafts, marks, outgoing,
    write(change) {
      for (const copy of [db, mirror]) {
        copy.write(() => {
          change(copy);
          copy.prepare('UPDATE generation SET value = value + 1').run();
        });
      }
    },
  };
}
