import type { Scope } from '@holdfast/contract';
import type { PersonActor } from '../kernel/index.ts';

const own = `SELECT room_id FROM ownership WHERE owner_user_id = @me
  UNION SELECT o.room_id FROM cover c JOIN ownership o ON o.owner_user_id = c.owner_user_id
    WHERE c.cover_user_id = @me AND c.from_at <= @now AND c.until_at > @now AND c.ended_at IS NULL`;
const team = `${own}
  UNION SELECT p.room_id FROM account a JOIN portal p ON p.account_id = a.id WHERE a.team_id = @team
  UNION SELECT o.room_id FROM person w JOIN ownership o ON o.owner_user_id = w.user_id WHERE w.team_id = @team
  UNION SELECT q.room_id FROM room_queue q JOIN ownership o ON o.room_id = q.room_id AND o.owner_user_id IS NULL WHERE q.team_id = @team`;

const ownRoom = `(o.owner_user_id = @me OR o.owner_user_id IN (SELECT c.owner_user_id FROM cover c
  WHERE c.cover_user_id = @me AND c.from_at <= @now AND c.until_at > @now AND c.ended_at IS NULL))`;
const teamRoom = `(${ownRoom} OR p.account_id IN (SELECT id FROM account WHERE team_id = @team) OR o.owner_user_id IN (SELECT user_id FROM person WHERE team_id = @team)
  OR (o.owner_user_id IS NULL AND p.room_id IN (SELECT room_id FROM room_queue WHERE team_id = @team)))`;

/** Bound by every question below; a null team or user is nobody's. */
export type ReachValues = { readonly me: string | null; readonly team: string | null; readonly now: number };
export type Reach = {
  /** All rooms within reach, as a query; undefined is every room. */
  readonly rooms: string | undefined;
  /** Whether one room, as p with its ownership as o, is among them: cheaper where something else picks few of them. */
  readonly isWithin: string;
  readonly values: ReachValues;
};

/** How far a scope reaches over rooms: the same law as isWithinReach, in the two forms a statement needs. */
export function reachOf(actor: PersonActor, scope: Scope, now: number): Reach {
  const values = { me: actor.userId, team: actor.teamId, now };
  if (scope === 'all') return { rooms: undefined, isWithin: '1', values };
  return scope === 'team' ? { rooms: team, isWithin: teamRoom, values } : { rooms: own, isWithin: ownRoom, values };
}
