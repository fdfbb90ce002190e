import type { AccountId, AccountState, BridgeId, ClientId, InboxPage, InboxQuery, InboxRoom, PortalState, RoomId, UserId } from '@holdfast/contract';
import type { Db, ReadDb } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import type { BridgesShown } from './ports.ts';

const defaultLimit = 100;

type Row = {
  roomId: RoomId; bridgeId: BridgeId; state: PortalState; direct: 0 | 1; name: string | null; right: 'owner' | 'cover'; ownerUserId: UserId;
  accountId: AccountId | null; label: string; number: string | null; serviceUserId: UserId; accountState: AccountState; stateReason: string | null; paused: 0 | 1;
  clientId: ClientId | null; clientName: string; firm: string | null; language: string | null; tags: string;
  predecessorRoomId: RoomId | null; lastEventAt: number; lastClientAt: number | null; lastCompanyAt: number | null;
};
type Mark = { readonly at: number; readonly id: string };

/**
 * The rooms of the page are found and cut to size first, by keys alone; what is shown of them is joined to those few. So
 * a page costs the same whether the person answers a hundred conversations or thousands of them.
 */
const pageOfRooms = `
  WITH answered AS (
    SELECT room_id, owner_user_id, 'owner' AS "right" FROM ownership WHERE owner_user_id = @me AND (@roomId IS NULL OR room_id = @roomId)
    UNION ALL
    SELECT o.room_id, o.owner_user_id, 'cover' FROM ownership o
    WHERE o.owner_user_id IN (SELECT c.owner_user_id FROM cover c WHERE c.cover_user_id = @me AND c.from_at <= @now AND c.until_at > @now AND c.ended_at IS NULL)
      AND (@roomId IS NULL OR o.room_id = @roomId)
  ), page AS (
    SELECT p.room_id, p.last_event_at, n.owner_user_id, n."right" FROM answered n JOIN portal p ON p.room_id = n.room_id
    WHERE @at IS NULL OR p.last_event_at < @at OR (p.last_event_at = @at AND p.room_id > @id)
    ORDER BY p.last_event_at DESC, p.room_id LIMIT @limit
  )
  SELECT p.room_id AS roomId, p.bridge_id AS bridgeId, p.state, p.is_direct AS direct, p.name, g."right", g.owner_user_id AS ownerUserId,
    a.id AS accountId, a.label, a.number, a.service_user_id AS serviceUserId, a.state AS accountState, a.state_reason AS stateReason, a.paused,
    c.id AS clientId, c.name AS clientName, c.firm, c.language, c.tags, p.predecessor_room AS predecessorRoomId,
    p.last_event_at AS lastEventAt, p.last_client_at AS lastClientAt, p.last_company_at AS lastCompanyAt
  FROM page g JOIN portal p ON p.room_id = g.room_id LEFT JOIN account a ON a.id = p.account_id LEFT JOIN client c ON c.id = p.client_id
  ORDER BY g.last_event_at DESC, g.room_id`;

/** What a person answers now, as a list of conversations draws it: who and on which number, never what. */
export type Inbox = ReturnType<typeof createInbox>;
export function createInbox({ db, clock, bridges }: { db: Db; clock: Clock; bridges: BridgesShown }) {
  function select(me: UserId, { roomId, before, limit }: { roomId?: RoomId; before?: Mark | undefined; limit: number }): Row[] {
    const values = { me, roomId: roomId ?? null, now: clock.now(), at: before?.at ?? null, id: before?.id ?? null, limit };
    return db.prepare<unknown[], Row>(pageOfRooms).all(values);
  }

  /** Bridge facts are the same for all rooms of a page. */
  function presenter(read: ReadDb): (row: Row) => InboxRoom {
    const company = bridges.companyGhosts(read);
    return (row) => {
      // A bridge may have left the configuration: what was said over it stays readable, and its bot is known to nobody.
      const bridge = bridges.find(row.bridgeId) ?? { network: row.bridgeId, bot: row.serviceUserId };
      return present(row, bridge, company.get(row.bridgeId) ?? []);
    };
  }

  return {
    /** Most recently active first. Somebody without a Matrix user answers nothing. */
    list({ userId }: PersonActor, { limit = defaultLimit, after }: InboxQuery): InboxPage {
      if (userId === null) return { rooms: [], next: null };
      const found = select(userId, { before: readMark(after), limit: limit + 1 });
      const rows = found.slice(0, limit);
      const last = rows.at(-1);
      return { rooms: rows.map(presenter(db)), next: found.length > limit && last ? `${last.lastEventAt}~${last.roomId}` : null };
    },

    get({ userId }: PersonActor, roomId: RoomId): InboxRoom {
      const [room] = (userId === null ? [] : select(userId, { roomId, limit: 1 })).map(presenter(db));
      if (!room) throw new AppError('ROOM_NOT_PORTAL', 'no conversation of this id that you answer');
      return room;
    },
  };
}

function present(row: Row, { network, bot }: { network: string; bot: UserId }, companyGhosts: readonly UserId[]): InboxRoom {
  const { roomId, bridgeId, state, name, right, ownerUserId, accountId, clientId, predecessorRoomId, lastEventAt, lastClientAt, lastCompanyAt } = row;
  const { label, number, serviceUserId, accountState, stateReason, clientName, firm, language } = row;
  return {
    roomId, state, direct: row.direct === 1, name, right, ownerUserId,
    account: accountId && { accountId, bridgeId, network, label, number, serviceUserId, state: accountState, stateReason, paused: row.paused === 1 },
    client: clientId && { clientId, name: clientName, firm, language, tags: JSON.parse(row.tags) as string[] },
    botUserId: bot, companyGhosts: [...companyGhosts], predecessorRoomId, lastEventAt, lastClientAt, lastCompanyAt,
  };
}

function readMark(after: string | undefined): Mark | undefined {
  if (after === undefined) return undefined;
  const [, at, id] = /^(\d{1,16})~(.{1,255})$/.exec(after) ?? [];
  if (at === undefined || id === undefined) throw new AppError('BAD_REQUEST', 'after is not the `next` of a page', { field: '/after' });
  return { at: Number(at), id };
}
