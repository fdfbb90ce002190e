import type { AccountId, BridgeId, ClientId, Look, LookId, PersonId, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

export type LookRow = {
  readonly lookId: LookId;
  readonly roomId: RoomId;
  readonly personId: PersonId;
  readonly reasons: Look['reasons'];
  readonly openedAt: number;
  readonly endsAt: number;
  readonly endedAt: number | null;
  readonly visibleToOwner: boolean;
  readonly toldAt: number | null;
  readonly pagesRead: number;
};

type Stored = Omit<LookRow, 'reasons' | 'visibleToOwner'> & { readonly reasons: string; readonly visibleToOwner: number };
const columns = `id AS lookId, room_id AS roomId, person_id AS personId, reasons, opened_at AS openedAt, ends_at AS endsAt, ended_at AS endedAt,
  visible_to_owner AS visibleToOwner, told_at AS toldAt, pages_read AS pagesRead`;
const toRow = (stored: Stored): LookRow => ({ ...stored, reasons: JSON.parse(stored.reasons) as Look['reasons'], visibleToOwner: stored.visibleToOwner === 1 });

export function findLook(db: ReadDb, lookId: LookId): LookRow | undefined {
  const row = db.prepare<[LookId], Stored>(`SELECT ${columns} FROM look WHERE id = ?`).get(lookId);
  return row && toRow(row);
}

export function listLooks(db: ReadDb, personId: PersonId, openAt: number | null, limit: number): LookRow[] {
  return db
    .prepare<unknown[], Stored>(`SELECT ${columns} FROM look WHERE person_id = @personId AND (@openAt IS NULL OR (ends_at > @openAt AND ended_at IS NULL)) ORDER BY opened_at DESC, id LIMIT @limit`)
    .all({ personId, openAt, limit })
    .map(toRow);
}

export function insertLook(tx: WriteTx, look: LookRow): void {
  tx.prepare('INSERT INTO look (id, room_id, person_id, reasons, opened_at, ends_at, visible_to_owner) VALUES (?, ?, ?, ?, ?, ?, ?)').run(
    look.lookId, look.roomId, look.personId, JSON.stringify(look.reasons), look.openedAt, look.endsAt, look.visibleToOwner ? 1 : 0,
  );
}

export function updateLook(tx: WriteTx, { lookId, reasons, endsAt, endedAt, toldAt, pagesRead }: LookRow): void {
  tx.prepare('UPDATE look SET reasons = ?, ends_at = ?, ended_at = ?, told_at = ?, pages_read = ? WHERE id = ?').run(JSON.stringify(reasons), endsAt, endedAt, toldAt, pagesRead, lookId);
}

/** What must be known of a conversation to look into it. */
export type LookedRoom = {
  readonly roomId: RoomId;
  readonly bridgeId: BridgeId;
  readonly accountId: AccountId | null;
  readonly serviceUserId: UserId | null;
  readonly clientId: ClientId | null;
  readonly roomName: string | null;
  readonly ownerUserId: UserId | null;
  readonly ownerName: string | null;
};

export function findRoom(db: ReadDb, roomId: RoomId): LookedRoom | undefined {
  return db
    .prepare<[RoomId], LookedRoom>(
      `SELECT p.room_id AS roomId, p.bridge_id AS bridgeId, p.account_id AS accountId, a.service_user_id AS serviceUserId, p.client_id AS clientId,
         p.name AS roomName, o.owner_user_id AS ownerUserId, w.name AS ownerName
       FROM portal p LEFT JOIN account a ON a.id = p.account_id LEFT JOIN ownership o ON o.room_id = p.room_id LEFT JOIN person w ON w.user_id = o.owner_user_id
       WHERE p.room_id = ?`,
    )
    .get(roomId);
}

export function namesByUserId(db: ReadDb, userIds: readonly string[]): Map<string, string> {
  const rows = db.prepare<[string], { userId: string; name: string }>('SELECT user_id AS userId, name FROM person WHERE user_id IN (SELECT value FROM json_each(?))').all(JSON.stringify([...new Set(userIds)]));
  return new Map(rows.map(({ userId, name }) => [userId, name]));
}

export const nameOfPerson = (db: ReadDb, personId: PersonId): string | undefined =>
  db.prepare<[PersonId], { name: string }>('SELECT name FROM person WHERE id = ?').get(personId)?.name;

/** The gate's word on each of these events: refused ones by their code, ordered by the box or not decided at all. */
export function verdictsOf(db: ReadDb, eventIds: readonly string[]): Map<string, { readonly verdict: string; readonly code: string | null }> {
  const rows = db
    .prepare<[string], { eventId: string; verdict: string; code: string | null }>('SELECT event_id AS eventId, verdict, code FROM decision WHERE event_id IN (SELECT value FROM json_each(?))')
    .all(JSON.stringify(eventIds));
  return new Map(rows.map(({ eventId, verdict, code }) => [eventId, { verdict, code }]));
}
