import { CoverId as CoverIdSchema, type Cover, type CoverId, type CoverQuery, type EndCover, type PlaceCover, type RoomId, type Scope, type UserId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { AppError, mustBeCurrent, newCoverId, type Actor, type Clock, type PersonActor } from '../kernel/index.ts';
import { endCover, findCover, findOpenCoversOf, findOverlappingCover, insertCover, listCovers } from './cover-repository.ts';
import { findEmployee } from './directory-facts.ts';
import type { OwnershipNews } from './ownership-news.ts';
import type { WaitingMessages } from './ports.ts';
import { answering } from './queue.ts';
import type { SettleRooms } from './settle-room.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; jobs: Jobs; waiting: WaitingMessages; news: OwnershipNews; settle: SettleRooms };

const turned = 'ownership.cover-turned';

/** Somebody answers in the place of an owner between two dates. 'team' reaches owners of the lead's own team. */
export type Covers = ReturnType<typeof createCovers>;
export function createCovers({ db, clock, audit, jobs, waiting, news, settle }: Deps) {
  /** At its first and its last moment: rights change by themselves, members have to follow. */
  jobs.handle(turned, Type.Object({ coverId: CoverIdSchema }), async ({ coverId }) => {
    db.write((tx) => {
      const cover = findCover(tx, coverId);
      if (!cover || cover.endedAt !== null) return;
      if (cover.untilAt <= clock.now()) {
        endCover(tx, coverId, clock.now());
        withdraw(tx, cover);
      } else followRights(tx, cover.ownerUserId);
    });
  });

  function followRights(tx: WriteTx, owner: UserId): RoomId[] {
    const roomIds = tx
      .prepare<[UserId], { roomId: RoomId }>('SELECT room_id AS roomId FROM ownership WHERE owner_user_id = ?')
      .all(owner)
      .map(({ roomId }) => roomId);
    settle(tx, roomIds);
    news.roomsChanged(tx, roomIds);
    return roomIds;
  }

  /** What the cover has waiting is the owner's to decide now. */
  function withdraw(tx: WriteTx, cover: Cover): void {
    waiting.park(tx, followRights(tx, cover.ownerUserId), cover.coverUserId);
  }

  function end(tx: WriteTx, actor: Actor, cover: Cover, reason?: string): void {
    const begun = cover.fromAt <= clock.now();
    endCover(tx, cover.coverId, clock.now());
    audit.record(tx, { actor, action: 'cover.ended', target: cover.coverId, reason, detail: { owner: cover.ownerUserId, cover: cover.coverUserId } });
    for (const edge of ['from', 'until']) jobs.cancel(tx, turned, `${cover.coverId} ${edge}`);
    if (begun) withdraw(tx, cover);
  }

  function mustReach(actor: PersonActor, scope: Scope, owner: UserId): void {
    if (scope === 'all') return;
    if (actor.teamId === null || findEmployee(db, owner)?.teamId !== actor.teamId) throw new AppError('NOT_FOUND', 'no person of this id within reach', { field: '/ownerUserId' });
  }

  return {
    list(actor: PersonActor, scope: Scope, { userId, current }: CoverQuery): Cover[] {
      const covers = listCovers(db, { userId: userId ?? null, endsAfter: current ? clock.now() : -1 });
      return scope === 'all' ? covers : covers.filter((cover) => actor.teamId !== null && findEmployee(db, cover.ownerUserId)?.teamId === actor.teamId);
    },

    place(actor: PersonActor, scope: Scope, input: PlaceCover): Cover {
      return db.write((tx) => {
        const now = clock.now();
        const fromAt = Math.max(input.fromAt ?? now, now);
        mustReach(actor, scope, input.ownerUserId);
        if (input.ownerUserId === input.coverUserId) throw new AppError('BAD_REQUEST', 'nobody covers for themselves', { field: '/coverUserId' });
        if (input.untilAt <= fromAt) throw new AppError('BAD_REQUEST', 'ends before it begins', { field: '/untilAt' });
        if (!findEmployee(tx, input.ownerUserId)) throw new AppError('NOT_FOUND', 'no person of this id', { field: '/ownerUserId' });
        const { teamId } = answering(findEmployee(tx, input.coverUserId), '/coverUserId');
        if (scope !== 'all' && teamId !== actor.teamId) throw new AppError('FORBIDDEN', 'a lead places cover within the own team', { field: '/coverUserId' });
        const other = findOverlappingCover(tx, input.ownerUserId, fromAt, input.untilAt);
        if (other) throw new AppError('COVER_OVERLAPS', `cover ${other.coverId} is placed for some of that time`);
        const cover: Cover = { ...input, coverId: newCoverId(), fromAt, endedAt: null, createdAt: now, version: 1 };
        insertCover(tx, cover, actor.personId);
        audit.record(tx, { actor, action: 'cover.placed', target: cover.coverId, reason: cover.reason, detail: { owner: cover.ownerUserId, cover: cover.coverUserId, fromAt, untilAt: cover.untilAt } });
        jobs.enqueue(tx, { kind: turned, key: `${cover.coverId} from`, payload: { coverId: cover.coverId }, runAt: fromAt });
        jobs.enqueue(tx, { kind: turned, key: `${cover.coverId} until`, payload: { coverId: cover.coverId }, runAt: cover.untilAt });
        return cover;
      });
    },

    /** Before its last moment; ending what ended changes nothing. */
    end(actor: PersonActor, scope: Scope, coverId: CoverId, { version }: EndCover = {}): Cover {
      return db.write((tx) => {
        const cover = findCover(tx, coverId);
        if (!cover) throw new AppError('NOT_FOUND', 'no cover of this id within reach');
        mustReach(actor, scope, cover.ownerUserId);
        mustBeCurrent(cover.version, version);
        if (cover.endedAt === null && cover.untilAt > clock.now()) end(tx, actor, cover);
        return findCover(tx, coverId) as Cover;
      });
    },

    /** Who leaves covers for nobody, and needs nobody in their place. Part of the cut. */
    endAllOf(tx: WriteTx, actor: Actor, userId: UserId, reason: string): void {
      for (const cover of findOpenCoversOf(tx, userId, clock.now())) end(tx, actor, cover, reason);
    },
  };
}
