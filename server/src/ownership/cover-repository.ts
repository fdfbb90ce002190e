import type { Cover, CoverId, PersonId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

const columns =
  'id AS coverId, owner_user_id AS ownerUserId, cover_user_id AS coverUserId, from_at AS fromAt, until_at AS untilAt, ended_at AS endedAt, reason, created_at AS createdAt';

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

/** Not ended yet, whether begun or not, in which the person takes part on either side. */
export function findOpenCoversOf(db: ReadDb, userId: UserId, at: number): Cover[] {
  return listCovers(db, { userId, endsAfter: at }).filter((cover) => cover.endedAt === null);
}

export function endCover(tx: WriteTx, coverId: CoverId, at: number): void {
  tx.prepare('UPDATE cover SET ended_at = ? WHERE id = ? AND ended_at IS NULL').run(at, coverId);
}
