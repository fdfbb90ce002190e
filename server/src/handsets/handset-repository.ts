import type { AccountId, Handset, HandsetId, HandsetState, HandsetTurn, PersonId, TeamId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** What the register keeps; names and the account's number are joined for those who look. */
export type HandsetRecord = Omit<Handset, 'accountLabel' | 'holderName'>;

const shown = `h.id AS handsetId, h.label, h.account_id AS accountId, a.label AS accountLabel, coalesce(h.number, a.number) AS number, h.imei, h.serial, h.note,
  h.state, h.holder, p.name AS holderName, h.since, h.created_at AS createdAt, h.version`;
const tables = 'handset h LEFT JOIN account a ON a.id = h.account_id LEFT JOIN person p ON p.id = h.holder';

export function findHandset(db: ReadDb, handsetId: HandsetId): Handset | undefined {
  return db.prepare<[HandsetId], Handset>(`SELECT ${shown} FROM ${tables} WHERE h.id = ?`).get(handsetId);
}

/** The handset with this account's SIM; one that is retired has none. */
export function findHandsetOfAccount(db: ReadDb, accountId: AccountId): Handset | undefined {
  return db.prepare<[AccountId], Handset>(`SELECT ${shown} FROM ${tables} WHERE h.account_id = ? AND h.state <> 'retired'`).get(accountId);
}

export function findHandsetsHeldBy(db: ReadDb, personId: PersonId): Handset[] {
  return db.prepare<[PersonId], Handset>(`SELECT ${shown} FROM ${tables} WHERE h.holder = ? AND h.state <> 'retired' ORDER BY h.label, h.id`).all(personId);
}

/** Theirs now, or nobody's since: where each of them is. */
export function findHandsetsLastHeldBy(db: ReadDb, personId: PersonId): Handset[] {
  return db
    .prepare<[PersonId, PersonId], Handset>(
      `SELECT ${shown} FROM ${tables} WHERE h.id IN (SELECT handset_id FROM handset_turn WHERE holder = ?)
       AND (SELECT t.holder FROM handset_turn t WHERE t.handset_id = h.id AND t.holder IS NOT NULL ORDER BY t.id DESC LIMIT 1) = ? ORDER BY h.label, h.id`,
    )
    .all(personId, personId);
}

export type HandsetFilter = {
  readonly state: HandsetState | null;
  readonly accountId: AccountId | null;
  readonly holder: PersonId | null;
  /** Pattern for LIKE, lower case. */
  readonly like: string | null;
  readonly teamId: TeamId | null;
  readonly after: { readonly label: string; readonly id: string } | null;
  readonly limit: number;
};

/** By label, then id. A team's handsets are those of its accounts and those its people hold. */
export function listHandsets(db: ReadDb, { after, ...filter }: HandsetFilter): Handset[] {
  return db
    .prepare<unknown[], Handset>(
      `SELECT ${shown} FROM ${tables}
       WHERE (@state IS NULL OR h.state = @state) AND (@accountId IS NULL OR h.account_id = @accountId) AND (@holder IS NULL OR h.holder = @holder)
         AND (@like IS NULL OR lower(h.label || ' ' || coalesce(h.number, a.number, '') || ' ' || coalesce(h.imei, '') || ' ' || coalesce(h.serial, '')) LIKE @like ESCAPE '\\')
         AND (@teamId IS NULL OR a.team_id = @teamId OR p.team_id = @teamId)
         AND (@label IS NULL OR h.label > @label OR (h.label = @label AND h.id > @id))
       ORDER BY h.label, h.id LIMIT @limit`,
    )
    .all({ ...filter, label: after?.label ?? null, id: after?.id ?? null });
}

/** Whether a team is told of it: it is theirs, or one of them has had it and sees it go. */
export function handsetConcerns(db: ReadDb, handsetId: HandsetId, teamId: TeamId): boolean {
  const hadIt = 'SELECT 1 FROM handset_turn t JOIN person f ON f.id = t.holder WHERE t.handset_id = ? AND f.team_id = ? LIMIT 1';
  return isOfTeam(db, handsetId, teamId) || db.prepare<unknown[], unknown>(hadIt).get(handsetId, teamId) !== undefined;
}

export function isOfTeam(db: ReadDb, handsetId: HandsetId, teamId: TeamId): boolean {
  return db.prepare<unknown[], unknown>(`SELECT 1 FROM ${tables} WHERE h.id = ? AND (a.team_id = ? OR p.team_id = ?)`).get(handsetId, teamId, teamId) !== undefined;
}

export function listTurns(db: ReadDb, handsetId: HandsetId): HandsetTurn[] {
  return db
    .prepare<[HandsetId], HandsetTurn>(
      `SELECT t.at, t.state, t.holder, p.name AS holderName, t.by, b.name AS byName, t.reason
       FROM handset_turn t LEFT JOIN person p ON p.id = t.holder LEFT JOIN person b ON b.id = t.by WHERE t.handset_id = ? ORDER BY t.id DESC LIMIT 500`,
    )
    .all(handsetId);
}

export function insertHandset(tx: WriteTx, handset: HandsetRecord): void {
  tx.prepare(
    `INSERT INTO handset (id, label, account_id, number, imei, serial, note, state, holder, since, created_at, version)
     VALUES (@handsetId, @label, @accountId, @number, @imei, @serial, @note, @state, @holder, @since, @createdAt, @version)`,
  ).run(handset);
}

/** What is written on it. */
export function updateHandset(tx: WriteTx, handset: Pick<HandsetRecord, 'handsetId' | 'label' | 'accountId' | 'number' | 'imei' | 'serial' | 'note'>): void {
  tx.prepare(
    'UPDATE handset SET label = @label, account_id = @accountId, number = @number, imei = @imei, serial = @serial, note = @note, version = version + 1 WHERE id = @handsetId',
  ).run(handset);
}

export type Turn = { readonly at: number; readonly state: HandsetState; readonly holder: PersonId | null; readonly by: string; readonly reason: string | null };

/** Where it is now, and how it came there. */
export function turnHandset(tx: WriteTx, handsetId: HandsetId, turn: Turn): void {
  tx.prepare('UPDATE handset SET state = ?, holder = ?, since = ?, version = version + 1 WHERE id = ?').run(turn.state, turn.holder, turn.at, handsetId);
  insertTurn(tx, handsetId, turn);
}

export function insertTurn(tx: WriteTx, handsetId: HandsetId, { at, state, holder, by, reason }: Turn): void {
  tx.prepare('INSERT INTO handset_turn (handset_id, at, state, holder, by, reason) VALUES (?, ?, ?, ?, ?, ?)').run(handsetId, at, state, holder, by, reason);
}

/** The number that was entered, not the account's. */
export function ownNumberOf(db: ReadDb, handsetId: HandsetId): string | null {
  return db.prepare<[HandsetId], { number: string | null }>('SELECT number FROM handset WHERE id = ?').get(handsetId)?.number ?? null;
}
