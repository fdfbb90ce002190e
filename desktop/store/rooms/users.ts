import type { UserId } from '@holdfast/contract';
import type { Db } from '../files/database.ts';

/** Matrix users by small numbers, so that a million messages do not repeat their senders' names. */
export type Users = {
  no(userId: UserId): number;
  find(userId: UserId): number | undefined;
  id(no: number): UserId;
  all(): Iterable<readonly [UserId, number]>;
};

/** Reads the table once; what is added is kept in step. Made anew after a transaction was rolled back. */
export function createUsers(db: Db): Users {
  const byId = new Map<UserId, number>();
  const byNo = new Map<number, UserId>();
  const learn = (userId: UserId, no: number) => void (byId.set(userId, no), byNo.set(no, userId));
  for (const { no, user_id } of db.prepare<[], { no: number; user_id: UserId }>('SELECT no, user_id FROM user').all()) learn(user_id, no);
  return {
    no(userId) {
      const known = byId.get(userId);
      if (known !== undefined) return known;
      const no = Number(db.prepare<[string]>('INSERT INTO user (user_id) VALUES (?)').run(userId).lastInsertRowid);
      learn(userId, no);
      return no;
    },
    find: (userId) => byId.get(userId),
    id(no) {
      const userId = byNo.get(no);
      if (userId === undefined) throw new Error(`user ${no} is not in the table`);
      return userId;
    },
    all: () => byId,
  };
}
