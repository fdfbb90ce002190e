import type { Colleague, RoomId, UserId } from '@holdfast/contract';
import type { Side } from '../ipc/index.ts';
import type { Db } from './files/database.ts';
import { createRooms, type Room, type Rooms } from './rooms/rooms.ts';
import { sideOf } from './rooms/sides.ts';
import { createUsers, type Users } from './rooms/users.ts';

/** cache.db with what of it is held in memory. Every reader and writer of what the box also has is given one. */
export type Cache = {
  readonly db: Db;
  readonly me: UserId;
  readonly users: Users;
  readonly rooms: Rooms;
  readonly colleagues: Map<UserId, Colleague>;
  /** When the file was made: what is older never was news here. */
  readonly madeAt: number;
  sideOf(room: Room, userId: UserId): Side;
};

export function loadColleagues(db: Db): Map<UserId, Colleague> {
  const rows = db.prepare<[], Colleague>('SELECT user_id AS userId, name, team_id AS teamId, state FROM colleague ORDER BY name').all();
  return new Map(rows.map((row) => [row.userId, row]));
}

/** Made anew after a transaction was rolled back, since memory then knows more than the file. */
export function createCache(db: Db, me: UserId, now: number): Cache {
  const colleagues = loadColleagues(db);
  db.prepare<[string]>("INSERT INTO meta (key, value) VALUES ('made-at', ?) ON CONFLICT DO NOTHING").run(String(now));
  const madeAt = Number(db.prepare<[], { value: string }>("SELECT value FROM meta WHERE key = 'made-at'").get()?.value);
  return {
    db, me, madeAt, colleagues,
    users: createUsers(db),
    rooms: createRooms(db),
    sideOf: (room, userId) => sideOf(room, userId, me, colleagues),
  };
}

/** A room somebody may look at: known, and not on its way out. */
export function visibleRoom(cache: Cache, roomId: RoomId): Room | undefined {
  const room = cache.rooms.find(roomId);
  return room && !room.gone ? room : undefined;
}
