import type { Scope } from '@holdfast/contract';
import type { PersonActor } from '../kernel/index.ts';

const own = `SELECT room_id FROM ownership WHERE owner_user_id = @me
  UNION SELECT o.room_id FROM cover c JOIN ownership o ON o.owner_user_id = c.owner_user_id
    WHERE c.cover_user_id = @me AND c.from_at <= @now AND c.until_at > @now AND c.ended_at IS NULL`;
const team = `${own}
  UNION SELECT p.room_id FROM account a JOIN portal p ON p.account_id = a.id WHERE a.team_id = @team
  UNION SELECT o.room_id FROM person w JOIN ownership o ON o.owner_user_id = w.user_id WHERE w.team_id = @team
  UNION SELECT q.room_id FROM room_queue q JOIN ownership o ON o.room_id = q.room_id AND o.owner_user_id IS NULL WHERE q.team_id = @team`;

/** Bound by every question below; a null team or user is nobody's. */
export type ReachValues = { readonly me: string | null; readonly team: string | null; readonly now: number };

/**
 * The rooms a scope reaches, as a query for many at once; undefined is all of them. The same law as isWithinReach, which
 * asks it of one room.
 */
export function reachOf(actor: PersonActor, scope: Scope, now: number): { rooms: string | undefined; values: ReachValues } {
  const rooms = scope === 'all' ? undefined : scope === 'team' ? team : own;
  return { rooms, values: { me: actor.userId, team: actor.teamId, now } };
}
