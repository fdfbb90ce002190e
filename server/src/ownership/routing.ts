import type { AccountId, ClientId, RoomId, RoutingPreview, RoutingPreviewQuery, Scope, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import type { JournalReader } from '../journal/index.ts';
import { AppError, boxActor, type Actor, type Clock, type PersonActor } from '../kernel/index.ts';
import { chooseOwner, type Choice } from './choose-owner.ts';
import { findAccountFacts, findEmployee, findRoom, findTeamMembers } from './directory-facts.ts';
import type { OwnershipNews } from './ownership-news.ts';
import type { SettleRooms } from './settle-room.ts';
import { setOwner } from './set-owner.ts';
import { isRouted } from './who-answers.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; news: OwnershipNews; settle: SettleRooms };

export type Routing = ReturnType<typeof createRouting>;
export function createRouting({ db, clock, audit, news, settle }: Deps) {
  /** Accounts on which somebody is starting a conversation right now: its portal will be theirs, not routing's. */
  const starting = new Map<AccountId, number>();

  function choose(read: ReadDb, about: { accountId: AccountId | null; clientId: ClientId | null; roomId?: RoomId }): Choice {
    const account = about.accountId === null ? undefined : findAccountFacts(read, about.accountId);
    const lastOwner = lastOwnerOf(read, about);
    return chooseOwner({
      lastOwner: lastOwner === undefined ? undefined : findEmployee(read, lastOwner),
      accountOwner: account?.owner ? findEmployee(read, account.owner) : undefined,
      team: account?.teamId ? findTeamMembers(read, account.teamId) : [],
      clientLanguage: about.clientId === null ? null : languageOf(read, about.clientId),
      away: awayNow(read, clock.now()),
    });
  }

  /** Gives a portal that routing has not looked at to whom it belongs, or into the queue. Once per room. */
  function route(tx: WriteTx, roomId: RoomId): void {
    const room = findRoom(tx, roomId);
    if (!room || room.state !== 'open' || room.routed) return;
    if (room.accountId !== null && starting.has(room.accountId)) return; // whoever starts it routes what is left over
    const { owner, rule } = choose(tx, room);
    setOwner(tx, { roomId, owner, at: clock.now(), via: 'routing' });
    audit.record(tx, { actor: boxActor('routing'), action: 'room.assigned', target: roomId, detail: { owner, rule } });
    if (owner !== null) settle(tx, [roomId]);
    news.roomsChanged(tx, [roomId]);
  }

  const reader: JournalReader = {
    name: 'ownership',
    /** Whatever opened the portal, the first event after that finds it routed: no client is seen by nobody. */
    read(tx, event) {
      if (!isRouted(tx, event.roomId)) route(tx, event.roomId);
    },
  };

  return {
    reader,
    route,

    /** Portals that an interrupted start left without anybody. Runs when the box starts, and after each conversation started. */
    routeLeftOver(): void {
      const rooms = db
        .prepare<[], { roomId: RoomId }>(
          `SELECT p.room_id AS roomId FROM portal p WHERE p.state = 'open' AND NOT EXISTS (SELECT 1 FROM ownership o WHERE o.room_id = p.room_id)`,
        )
        .all();
      if (rooms.length > 0) db.write((tx) => rooms.forEach(({ roomId }) => route(tx, roomId)));
    },

    /** While `start` runs, new portals of the account are left to it. */
    async holdBack<T>(accountId: AccountId, start: () => Promise<T>): Promise<T> {
      starting.set(accountId, (starting.get(accountId) ?? 0) + 1);
      try {
        return await start();
      } finally {
        const left = (starting.get(accountId) ?? 1) - 1;
        if (left > 0) starting.set(accountId, left);
        else starting.delete(accountId);
        this.routeLeftOver();
      }
    },

    preview(actor: PersonActor, scope: Scope, { accountId, clientId }: RoutingPreviewQuery): RoutingPreview {
      const account = findAccountFacts(db, accountId);
      if (!account || (scope !== 'all' && (actor.teamId === null || account.teamId !== actor.teamId))) {
        throw new AppError('NOT_FOUND', 'no account of this id within reach', { field: '/accountId' });
      }
      return { ...choose(db, { accountId, clientId: clientId ?? null }), teamId: account.teamId };
    },

    /** An old conversation is imported with its owner, on somebody's order. */
    assignImported(tx: WriteTx, roomId: RoomId, owner: UserId, actor: Actor): void {
      if (!setOwner(tx, { roomId, owner, at: clock.now(), via: 'assignment' })) return;
      audit.record(tx, { actor, action: 'room.assigned', target: roomId, detail: { owner, rule: 'imported' } });
      settle(tx, [roomId]);
      news.roomsChanged(tx, [roomId]);
    },

    /** The portal will never be bridged: whoever has it loses it, and it is in nobody's queue. */
    exclude(tx: WriteTx, roomId: RoomId): void {
      if (!isRouted(tx, roomId)) return;
      setOwner(tx, { roomId, owner: null, at: clock.now(), via: 'assignment' });
      settle(tx, [roomId]);
      news.roomsChanged(tx, [roomId]);
    },
  };
}

/**
 * Who owned, most recently, this conversation's earlier room, another room of the same remote chat, or another
 * conversation of the same client. A queue in between does not make anybody forgotten.
 */
function lastOwnerOf(db: ReadDb, about: { clientId: ClientId | null; roomId?: RoomId }): UserId | undefined {
  return db
    .prepare<unknown[], { owner: UserId }>(
      `SELECT o.owner_user_id AS owner FROM ownership_period o JOIN portal q ON q.room_id = o.room_id
       LEFT JOIN portal p ON p.room_id = @roomId
       WHERE o.owner_user_id IS NOT NULL AND q.room_id IS NOT @roomId
         AND (q.room_id = p.predecessor_room OR q.client_id = coalesce(@clientId, p.client_id)
           OR (q.bridge_id = p.bridge_id AND q.login_id = p.login_id AND q.remote_id = p.remote_id))
       ORDER BY coalesce(o.until_at, 9e15) DESC, o.from_at DESC, o.id DESC LIMIT 1`,
    )
    .get({ roomId: about.roomId ?? null, clientId: about.clientId })?.owner;
}

function languageOf(db: ReadDb, clientId: ClientId): string | null {
  return db.prepare<[ClientId], { language: string | null }>('SELECT language FROM client WHERE id = ?').get(clientId)?.language ?? null;
}

function awayNow(db: ReadDb, at: number): Set<UserId> {
  const rows = db
    .prepare<number[], { userId: UserId }>('SELECT owner_user_id AS userId FROM cover WHERE from_at <= ? AND until_at > ? AND ended_at IS NULL')
    .all(at, at);
  return new Set(rows.map(({ userId }) => userId));
}
