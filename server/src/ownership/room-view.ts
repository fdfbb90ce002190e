import type { HandoverId, OwnedRoom, OwnedRoomQuery, OwnershipHistory, RoomId, Scope, UserId } from '@holdfast/contract';
import type { Db, ReadDb } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import { findRoom, listRooms, type RoomFacts } from './directory-facts.ts';
import { findMovingRooms } from './moving-rooms.ts';
import { roomWithinReach } from './reach.ts';
import { reachOf } from './search-reach.ts';
import { ownersOverTime } from './who-answers.ts';

/** The room as it is now, inside or outside of a transaction. */
export function viewRoom(db: ReadDb, roomId: RoomId, at: number): OwnedRoom {
  const room = findRoom(db, roomId);
  if (!room) throw new AppError('ROOM_NOT_PORTAL', 'no conversation of this id');
  return toOwned(room, coversOf(db, room.owner, at), findMovingRooms(db, [roomId]).get(roomId) ?? null);
}

export function createRooms({ db, clock }: { db: Db; clock: Clock }) {
  return {
    list(actor: PersonActor, scope: Scope, { owner, accountId, limit }: OwnedRoomQuery): OwnedRoom[] {
      const at = clock.now();
      const rooms = listRooms(db, { owner, accountId }, reachOf(actor, scope, at), limit ?? 200);
      const moving = findMovingRooms(db, rooms.map(({ roomId }) => roomId));
      const covers = new Map<UserId | null, UserId[]>();
      for (const room of rooms) if (!covers.has(room.owner)) covers.set(room.owner, coversOf(db, room.owner, at));
      return rooms.map((room) => toOwned(room, covers.get(room.owner) ?? [], moving.get(room.roomId) ?? null));
    },

    find(actor: PersonActor, scope: Scope, roomId: RoomId): OwnedRoom {
      const at = clock.now();
      roomWithinReach(db, actor, scope, roomId, at);
      return viewRoom(db, roomId, at);
    },

    /** Who answered when: owners, and whoever covered for each of them meanwhile. */
    history(actor: PersonActor, scope: Scope, roomId: RoomId): OwnershipHistory {
      roomWithinReach(db, actor, scope, roomId, clock.now());
      const periods = ownersOverTime(db, roomId).map((period) => ({
        ...period,
        covers: period.owner === null ? [] : coversDuring(db, period.owner, period.fromAt, period.untilAt ?? clock.now()),
      }));
      return { roomId, periods };
    },
  };
}
export type Rooms = ReturnType<typeof createRooms>;

function toOwned(room: RoomFacts, covers: UserId[], moving: HandoverId | null): OwnedRoom {
  const { roomId, accountId, teamId, clientId, name, state, owner, since, lastEventAt } = room;
  return { roomId, accountId, teamId, clientId, name, state, owner, since, covers, moving, lastEventAt };
}

function coversOf(db: ReadDb, owner: UserId | null, at: number): UserId[] {
  if (owner === null) return [];
  return db
    .prepare<[UserId, number, number], { userId: UserId }>(
      `SELECT c.cover_user_id AS userId FROM cover c JOIN person p ON p.user_id = c.cover_user_id AND p.state = 'active'
       WHERE c.owner_user_id = ? AND c.from_at <= ? AND c.until_at > ? AND c.ended_at IS NULL`,
    )
    .all(owner, at, at)
    .map(({ userId }) => userId);
}

type CoverPeriod = { userId: UserId; fromAt: number; untilAt: number };

function coversDuring(db: ReadDb, owner: UserId, from: number, until: number): CoverPeriod[] {
  return db
    .prepare<unknown[], CoverPeriod>(
      `SELECT cover_user_id AS userId, max(from_at, @from) AS fromAt, min(until_at, coalesce(ended_at, until_at), @until) AS untilAt FROM cover
       WHERE owner_user_id = @owner AND from_at < @until AND min(until_at, coalesce(ended_at, until_at)) > @from ORDER BY from_at`,
    )
    .all({ from, until, owner });
}
