import type { AccountId, ClientId, NamedSender, PersonId, RoomId, Scope, UserId } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';

export type Place = { readonly accountId: AccountId | null; readonly clientId: ClientId | null; readonly roomName: string | null };

/** Where rooms belong, many at once; a room that is no conversation is missing. */
export function placesOf(db: ReadDb, roomIds: Iterable<string>): Map<string, Place> {
  const rows = db
    .prepare<[string], Place & { roomId: RoomId }>(
      'SELECT room_id AS roomId, account_id AS accountId, client_id AS clientId, name AS roomName FROM portal WHERE room_id IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify([...new Set(roomIds)]));
  return new Map(rows.map(({ roomId, ...place }) => [roomId, place]));
}

/** The people of the box among these Matrix users; everybody else keeps nothing but an id. */
export function sendersOf(db: ReadDb, userIds: Iterable<string>): (userId: UserId) => NamedSender {
  const rows = db
    .prepare<[string], { userId: UserId; personId: PersonId; name: string }>(
      'SELECT user_id AS userId, id AS personId, name FROM person WHERE user_id IN (SELECT value FROM json_each(?))',
    )
    .all(JSON.stringify([...new Set(userIds)]));
  const known = new Map(rows.map((row) => [row.userId, row]));
  return (userId) => known.get(userId) ?? { userId, personId: null, name: null };
}

export type PlaceFilter = {
  readonly accountId?: AccountId | undefined;
  readonly clientId?: ClientId | undefined;
  readonly roomId?: RoomId | undefined;
  readonly sender?: UserId | undefined;
  readonly from?: number | undefined;
  readonly to?: number | undefined;
};

export type Restriction = { readonly sql: string; readonly values: Record<string, unknown> };

/**
 * Conditions on a table that has `room_id`, named `of`. 'team' reaches rooms of the team's accounts and rooms that its
 * people own, as everywhere else.
 */
export function restrict(of: string, { accountId, clientId, roomId }: PlaceFilter, actor: PersonActor, scope: Scope): Restriction {
  const parts = ['TRUE'];
  const values: Record<string, unknown> = {};
  const add = (sql: string, more: Record<string, unknown>) => {
    parts.push(sql);
    Object.assign(values, more);
  };
  if (roomId !== undefined) add(`${of}.room_id = @roomId`, { roomId });
  if (accountId !== undefined) add(`EXISTS (SELECT 1 FROM portal p WHERE p.room_id = ${of}.room_id AND p.account_id = @accountId)`, { accountId });
  if (clientId !== undefined) add(`${of}.room_id IN (SELECT room_id FROM portal WHERE client_id = @clientId)`, { clientId });
  if (scope !== 'all') {
    add(
      `(EXISTS (SELECT 1 FROM portal p JOIN account a ON a.id = p.account_id WHERE p.room_id = ${of}.room_id AND a.team_id = @teamId)
        OR EXISTS (SELECT 1 FROM ownership o JOIN person w ON w.user_id = o.owner_user_id WHERE o.room_id = ${of}.room_id AND w.team_id = @teamId))`,
      { teamId: scope === 'team' ? actor.teamId : null },
    );
  }
  return { sql: parts.join(' AND '), values };
}

/** What `next` of a page says, read back; refused when it is not one of ours. */
export function readCursor(after: string | undefined, parts: number): readonly string[] | undefined {
  if (after === undefined) return undefined;
  const read = after.split('|');
  if (read.length !== parts) throw new AppError('BAD_REQUEST', 'this is not the `next` of a page', { field: '/after' });
  return read;
}

export function numberOf(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new AppError('BAD_REQUEST', 'this is not the `next` of a page', { field: '/after' });
  return value;
}
