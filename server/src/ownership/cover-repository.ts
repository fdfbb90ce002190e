import type { Cover, CoverId, PersonId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

const columns =
  'id AS coverId, owner_user_id AS ownerUserId, cover_user_id AS coverUserId, from_at AS fromAt, until_at AS untilAt, ended_at AS endedAt, reason, created_at AS createdAt, version';

export function insertCover(tx: WriteTx, cover: Cover, createdBy: PersonId): void {
  tx.prepare(
    `INSERT INTO cover (id, owner_user_id, cover_user_id, from_at, until_at, ended_at, reason, created_by, created_at)
     VALUES (?, ?, ?, ?, ?, NULL, ?, ?, ?)`,
  ).run(cover.coverId, cover.ownerUserId, cover.coverUserId, cover.fromAt, cover.untilAt, cover.reason, createdBy, cover.createdAt);
}

export function findCover(db: ReadDb, coverId: CoverId): Cover | undefined {
  return db.prepare<[CoverId], Cover>(`SELECT ${columns} FROM cover WHERE id = ?`).get(coverId);
}

export function findOverlappingCover(db: ReadDb, owner: UserId, from: number, until: number): Cover | undefined {
  return db
    .prepare<[UserId, number, number], Cover>(
      `SELECT ${columns} FROM cover WHERE owner_user_id = ? AND from_at < ? AND until_at > ? AND ended_at IS NULL LIMIT 1`,
    )
    .get(owner, until, from);
}

export function listCovers(db: ReadDb, filter: { userId: UserId | null; endsAfter: number }): Cover[] {
  return db
    .prepare<unknown[], Cover>(
      `SELECT ${columns} FROM cover WHERE (@userId IS NULL OR owner_user_id = @userId OR cover_user_id = @userId)
       AND coalesce(ended_at, until_at) > @endsAfter ORDER BY from_at, id`,
    )
    .all(filter);
}

/**
 * Whether somebody covered for either of the two at any time since: then more people than two came and went with the room.
 * A cover counts until its end was carried out, which may be after its last moment.
 */
export function coveredSince(db: ReadDb, { predecessor, successor }: { predecessor: UserId | null; successor: UserId | null }, since: number, now: number): boolean {
  return (
    db
      .prepare<unknown[], unknown>('SELECT 1 FROM cover WHERE owner_user_id IN (?, ?) AND from_at <= ? AND (ended_at IS NULL OR ended_at >= ?) LIMIT 1')
      .get(predecessor, successor, now, since) !== undefined
  );
}

/** Not ended yet, whether begun or not, in which the person takes part on either side. */
export function findOpenCoversOf(db: ReadDb, userId: UserId, at: number): Cover[] {
  return listCovers(db, { userId, endsAfter: at }).filter((cover) => cover.endedAt === null);
}

/** Early, or at the moment its natural end is carried out. */
export function endCover(tx: WriteTx, coverId: CoverId, at: number): void {
  tx.prepare('UPDATE cover SET ended_at = ?, version = version + 1 WHERE id = ? AND ended_at IS NULL').run(at, coverId);
}
