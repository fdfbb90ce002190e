import type { AccountId, BridgeId, ClientId, PortalState, RoomId, RoomSearch, RoomSelection, RoomSummary, RoomSummaryList, Scope, SelectedRooms, TeamId, UserId } from '@holdfast/contract';
import type { Db } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import { nobodys, ofTeam } from './client-filter.ts';
import { findMovingRooms } from './moving-rooms.ts';
import type { BridgesShown } from './ports.ts';
import { reachOf } from './search-reach.ts';
import { matchOf } from './search-words.ts';

const defaultLimit = 100;
const mostSelected = 5_000;
/** From so many clients on, walking the rooms in order finds a page sooner than collecting all of theirs. */
const manyClients = 1_000;

type Sort = NonNullable<RoomSearch['sort']>;
type Filter = RoomSelection;
type Question = { where: string; values: Record<string, unknown> };
type Row = {
  roomId: RoomId; bridgeId: BridgeId; name: string | null; state: PortalState; direct: 0 | 1; accountId: AccountId | null; accountLabel: string | null; teamId: TeamId | null;
  clientId: ClientId | null; clientName: string | null; firm: string | null; owner: UserId | null; ownerName: string | null; since: number | null; waitingSince: number | null; lastEventAt: number;
};

const never = 9007199254740991;
const orders: Readonly<Record<Sort, { by: string; after: string; key(row: Row): number }>> = {
  lastEvent: { by: 'p.last_event_at DESC, p.room_id', after: '(p.last_event_at < @at OR (p.last_event_at = @at AND p.room_id > @id))', key: ({ lastEventAt }) => lastEventAt },
  waiting: {
    by: `coalesce(p.waiting_since, ${never}), p.room_id`,
    after: `(coalesce(p.waiting_since, ${never}) > @at OR (coalesce(p.waiting_since, ${never}) = @at AND p.room_id > @id))`,
    key: ({ waitingSince }) => waitingSince ?? never,
  },
};

export type RoomFinder = ReturnType<typeof createRoomSearch>;
/** Conversations as rows of a table, out of hundreds of thousands, and what a filter finds as a selection for a handover. */
export function createRoomSearch({ db, clock, bridges }: { db: Db; clock: Clock; bridges: BridgesShown }) {
  function ask(actor: PersonActor, scope: Scope, filter: Filter): Question {
    const { rooms, isWithin, values } = reachOf(actor, scope, clock.now());
    // A team's rooms are many and one person's few: the smaller side is asked first.
    const picksFew = filter.clientId !== undefined || filter.owner !== undefined || (scope === 'team' && filter.q !== undefined);
    const where: string[] = [rooms === undefined || picksFew ? isWithin : `p.room_id IN (${rooms})`];
    if (filter.q !== undefined) where.push(words(filter.q));
    if (filter.clientId !== undefined) where.push('p.client_id = @clientId');
    if (filter.accountId !== undefined) where.push('p.account_id = @accountId');
    if (filter.teamId !== undefined) where.push(ofTeam);
    if (filter.owner !== undefined) where.push('o.owner_user_id = @owner');
    if (filter.unassigned) where.push(nobodys);
    if (filter.waiting) where.push('p.waiting_since IS NOT NULL');
    if (filter.state !== undefined) where.push('p.state = @state');
    const { clientId, accountId, teamId, owner, state } = filter;
    return { where: where.join(' AND '), values: { ...values, match: filter.q === undefined ? null : matchOf(filter.q), clientId: clientId ?? null, accountId: accountId ?? null, teamId: teamId ?? null, owner: owner ?? null, state: state ?? null } };
  }

  function words(q: string): string {
    const match = matchOf(q);
    if (match === null) return '0';
    const [{ many } = { many: 0 }] = db
      .prepare<unknown[], { many: number }>(`SELECT count(*) AS many FROM (SELECT 1 FROM client_words WHERE client_words MATCH ? LIMIT ${manyClients})`)
      .all(match);
    const groups = 'SELECT g.room_id FROM group_index g WHERE g.id IN (SELECT rowid FROM group_words WHERE group_words MATCH @match)';
    const clients = 'SELECT x.client_id FROM client_index x WHERE x.id IN (SELECT rowid FROM client_words WHERE client_words MATCH @match)';
    return many >= manyClients
      ? `(+p.client_id IN (${clients}) OR (p.is_direct = 0 AND +p.room_id IN (${groups})))`
      : `p.room_id IN (SELECT f.room_id FROM portal f WHERE f.client_id IN (${clients}) UNION ${groups})`;
  }

  const networkOf = (bridgeId: BridgeId): string => bridges.find(bridgeId)?.network ?? bridgeId;

  return {
    search(actor: PersonActor, scope: Scope, { sort = 'lastEvent', limit = defaultLimit, after, ...filter }: RoomSearch): RoomSummaryList {
      const { where, values } = ask(actor, scope, filter);
      const mark = readMark(after);
      const { by, after: next, key } = orders[sort];
      const found = select(mark === undefined ? where : `${where} AND ${next}`, by, { ...values, at: mark?.at ?? null, id: mark?.id ?? null, limit: limit + 1 });
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      const moving = findMovingRooms(db, rows.map(({ roomId }) => roomId));
      return {
        rooms: rows.map(({ bridgeId, direct, ...row }): RoomSummary => ({ ...row, direct: direct === 1, network: networkOf(bridgeId), moving: moving.get(row.roomId) ?? null })),
        next: found.length > limit && last ? `${key(last)}~${last.roomId}` : null,
      };
    },

    /** What a filter finds, as far as a handover may hold it. */
    select(actor: PersonActor, scope: Scope, filter: RoomSelection): SelectedRooms {
      const { where, values } = ask(actor, scope, filter);
      const rooms = db
        .prepare<unknown[], { roomId: RoomId; total: number }>(
          `WITH found AS MATERIALIZED (
             SELECT p.room_id, p.last_event_at FROM portal p LEFT JOIN ownership o ON o.room_id = p.room_id WHERE ${where} AND p.state IN ('open', 'closed'))
           SELECT room_id AS roomId, (SELECT count(*) FROM found) AS total FROM found ORDER BY last_event_at DESC, room_id LIMIT ${mostSelected}`,
        )
        .all(values);
      const total = rooms[0]?.total ?? 0;
      return { roomIds: rooms.map(({ roomId }) => roomId), total, complete: total <= mostSelected };
    },
  };

  /** The page is cut to size by keys alone; names are joined to what is left. */
  function select(where: string, by: string, values: Record<string, unknown>): Row[] {
    return db
      .prepare<unknown[], Row>(
        `WITH page AS (
           SELECT p.room_id, o.owner_user_id, o.since FROM portal p LEFT JOIN ownership o ON o.room_id = p.room_id WHERE ${where} ORDER BY ${by} LIMIT @limit)
         SELECT p.room_id AS roomId, p.bridge_id AS bridgeId, p.name, p.state, p.is_direct AS direct, p.account_id AS accountId, a.label AS accountLabel,
           CASE WHEN g.owner_user_id IS NULL THEN coalesce(q.team_id, a.team_id) ELSE a.team_id END AS teamId, p.client_id AS clientId, c.name AS clientName, c.firm,
           g.owner_user_id AS owner, w.name AS ownerName, g.since, p.waiting_since AS waitingSince, p.last_event_at AS lastEventAt
         FROM page g JOIN portal p ON p.room_id = g.room_id LEFT JOIN account a ON a.id = p.account_id LEFT JOIN client c ON c.id = p.client_id
           LEFT JOIN person w ON w.user_id = g.owner_user_id LEFT JOIN room_queue q ON q.room_id = g.room_id
         ORDER BY ${by}`,
      )
      .all(values);
  }
}

function readMark(after: string | undefined): { at: number; id: string } | undefined {
  if (after === undefined) return undefined;
  const [, at, id] = /^(\d{1,16})~(!.{1,254})$/.exec(after) ?? [];
  if (at === undefined || id === undefined) throw new AppError('BAD_REQUEST', 'after is not the `next` of a page', { field: '/after' });
  return { at: Number(at), id };
}
