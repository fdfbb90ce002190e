import { scopeOf, type ClientId, type ClientSearch, type Scope } from '@holdfast/contract';
import type { ReadDb } from '../db/index.ts';
import type { PersonActor } from '../kernel/index.ts';
import type { BridgesShown } from './ports.ts';
import { reachOf } from './search-reach.ts';
import { digitsOf, matchOf } from './search-words.ts';

export type ClientFilter = Pick<ClientSearch, 'q' | 'tag' | 'accountId' | 'teamId' | 'ownerUserId' | 'waiting' | 'unassigned'>;
/** Parts of a statement: where clients come from (as x), what must hold of them, and the values both name. */
export type ClientQuestion = { readonly isWithin: string; readonly from: string; readonly where: string; readonly values: Record<string, unknown> };

const mostNumbers = 1_000;

/**
 * Asks the index of clients where everything may be seen; in a narrower scope the index is made of the rooms within reach,
 * so that nothing of the others shows, not even when somebody wrote in them last.
 */
export function clientQuestion(db: ReadDb, bridges: BridgesShown, actor: PersonActor, scope: Scope, filter: ClientFilter, now: number): ClientQuestion {
  const { rooms, isWithin, values } = reachOf(actor, scope, now);
  const from = rooms === undefined
    ? 'client_index x'
    : `(SELECT i.id, i.client_id, i.name_folded, max(p.last_event_at) AS last_event_at, min(p.waiting_since) AS waiting_since
        FROM portal p JOIN client_index i ON i.client_id = p.client_id WHERE p.room_id IN (${rooms}) GROUP BY p.client_id) x`;
  const where: string[] = [];
  const match = filter.q === undefined ? undefined : matchOf(filter.q);
  if (match !== undefined) {
    const numbers = filter.q !== undefined && scopeOf('client:find-by-number', actor.roles) !== undefined ? clientsByNumber(db, bridges, filter.q) : [];
    Object.assign(values, { match, numbers: JSON.stringify(numbers) });
    const words = match === null ? '0' : 'x.id IN (SELECT rowid FROM client_words WHERE client_words MATCH @match)';
    where.push(numbers.length === 0 ? words : `(${words} OR x.client_id IN (SELECT value FROM json_each(@numbers)))`);
  }
  if (filter.tag !== undefined) {
    const tagMatch = matchOf(filter.tag);
    Object.assign(values, { tag: filter.tag, tagMatch: tagMatch === null ? null : `tags : (${tagMatch})` });
    if (tagMatch !== null) where.push('x.id IN (SELECT rowid FROM client_words WHERE client_words MATCH @tagMatch)');
    where.push('EXISTS (SELECT 1 FROM client t, json_each(t.tags) j WHERE t.id = x.client_id AND j.value = @tag)');
  }
  const ofRooms = roomConditions(filter);
  if (ofRooms.length > 0) {
    ofRooms.push(isWithin);
    Object.assign(values, { accountId: filter.accountId ?? null, teamId: filter.teamId ?? null, owner: filter.ownerUserId ?? null });
    where.push(`x.client_id IN (SELECT p.client_id FROM portal p LEFT JOIN ownership o ON o.room_id = p.room_id WHERE p.client_id IS NOT NULL AND ${ofRooms.join(' AND ')})`);
  }
  return { isWithin, from, where: where.length === 0 ? '1' : where.join(' AND '), values };
}

function roomConditions({ accountId, teamId, ownerUserId, waiting, unassigned }: ClientFilter): string[] {
  const conditions: string[] = [];
  if (accountId !== undefined) conditions.push('p.account_id = @accountId');
  if (teamId !== undefined) conditions.push(ofTeam);
  if (ownerUserId !== undefined) conditions.push('o.owner_user_id = @owner');
  if (waiting) conditions.push('p.waiting_since IS NOT NULL');
  if (unassigned) conditions.push(nobodys);
  return conditions;
}

export const ofTeam = `(p.account_id IN (SELECT id FROM account WHERE team_id = @teamId) OR o.owner_user_id IN (SELECT user_id FROM person WHERE team_id = @teamId))`;
export const nobodys = "p.state = 'open' AND p.room_id IN (SELECT room_id FROM ownership WHERE owner_user_id IS NULL)";

/** Whose number holds these digits. Only networks that know people by number: the digits of other ids mean nothing. */
function clientsByNumber(db: ReadDb, bridges: BridgesShown, typed: string): ClientId[] {
  const found = digitsOf(typed).flatMap((digits) =>
    db
      .prepare<unknown[], { bridgeId: string; ghost: string; clientId: ClientId }>(
        'SELECT bridge_id AS bridgeId, ghost_user_id AS ghost, client_id AS clientId FROM client_identity WHERE instr(ghost_user_id, ?) > 0 LIMIT ?',
      )
      .all(digits, mostNumbers)
      .filter(({ bridgeId, ghost }) => bridges.numberOf(db, bridgeId, ghost)?.includes(digits)),
  );
  return [...new Set(found.map(({ clientId }) => clientId))];
}
