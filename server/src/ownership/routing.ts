import type { AccountId, BridgeId, ClientId, GivenRoutingRule, RoomId, RoutingPreview, RoutingPreviewQuery, RoutingTest, Scope, TeamId, TestRouting, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import type { JournalReader } from '../journal/index.ts';
import { AppError, boxActor, type Actor, type Clock, type PersonActor } from '../kernel/index.ts';
import { applyRules, type RuleOutcome } from './apply-rules.ts';
import { chooseOwner, mayAnswer, type Choice } from './choose-owner.ts';
import { findWish, forgetWish } from './client-wish.ts';
import { findAccountFacts, findEmployee, findRoom, findTeamMembers, type AccountFacts } from './directory-facts.ts';
import type { OwnershipNews } from './ownership-news.ts';
import type { SettleRooms } from './settle-room.ts';
import { findRules, putIntoQueue } from './rule-repository.ts';
import { setOwner } from './set-owner.ts';
import { isRouted } from './who-answers.ts';

type Deps = { db: Db; clock: Clock; audit: AuditTrail; news: OwnershipNews; settle: SettleRooms; timeZone: string };
type About = { accountId: AccountId | null; clientId: ClientId | null; roomId?: RoomId; bridgeId?: BridgeId; language?: string | null; tags?: readonly string[]; at?: number };
type Chosen = Choice & { readonly queue: TeamId | null; readonly outcome: RuleOutcome };

export type Routing = ReturnType<typeof createRouting>;
export function createRouting({ db, clock, audit, news, settle, timeZone }: Deps) {
  /** Accounts on which somebody is starting a conversation right now: its portal will be theirs, not routing's. */
  const starting = new Map<AccountId, number>();

  /**
   * A conversation that goes on in a new room stays with whoever had it; one that somebody imported goes to whom they named;
   * then the company's rules are asked, and when none of them decides, the order of choose-owner.ts.
   */
  function choose(read: ReadDb, about: About, rules: readonly GivenRoutingRule[]): Chosen {
    const account = about.accountId === null ? undefined : findAccountFacts(read, about.accountId);
    const client = about.clientId === null ? undefined : clientFacts(read, about.clientId, about.roomId);
    const language = client?.language ?? about.language ?? null;
    const away = awayNow(read, about.at ?? clock.now());
    const goesOn = about.roomId !== undefined && continues(read, about.roomId);
    const outcome = applyRules(read, goesOn ? [] : rules, {
      accountId: about.accountId, bridgeId: account?.bridgeId ?? about.bridgeId ?? null, language, tags: client?.tags ?? about.tags ?? [], known: client?.known ?? false,
      at: about.at ?? clock.now(), away,
    }, timeZone);
    const wish = about.clientId === null || goesOn ? undefined : findWish(read, about.clientId, about.accountId);
    const wished = wish === undefined ? undefined : findEmployee(read, wish);
    if (wished && mayAnswer(wished)) return { owner: wished.userId, rule: 'imported-owner', queue: null, outcome };
    if (outcome.decided) return { owner: outcome.decided.owner, rule: 'rule', queue: outcome.decided.queue, outcome };
    const lastOwner = lastOwnerOf(read, about);
    const choice = chooseOwner({
      lastOwner: lastOwner === undefined ? undefined : findEmployee(read, lastOwner),
      accountOwner: account?.owner ? findEmployee(read, account.owner) : undefined,
      team: account?.teamId ? findTeamMembers(read, account.teamId) : [],
      clientLanguage: language,
      away,
    });
    return { ...choice, queue: null, outcome };
  }

  /** Gives a portal that routing has not looked at to whom it belongs, or into the queue. Once per room. */
  function route(tx: WriteTx, roomId: RoomId): void {
    const room = findRoom(tx, roomId);
    if (!room || room.state !== 'open' || room.routed) return;
    if (room.accountId !== null && starting.has(room.accountId)) return; // whoever starts it routes what is left over
    const { rules } = findRules(tx);
    const { owner, rule, queue, outcome } = choose(tx, room, rules);
    setOwner(tx, { roomId, owner, at: clock.now(), via: 'routing' });
    if (queue !== null) putIntoQueue(tx, roomId, queue);
    if (room.clientId !== null) forgetWish(tx, room.clientId, room.accountId);
    const by = rule === 'rule' && outcome.decided ? { ruleId: rules[outcome.decided.index]?.ruleId } : {};
    audit.record(tx, { actor: boxActor('routing'), action: 'room.assigned', target: roomId, detail: { owner, rule, ...by, ...(queue === null ? {} : { queue }) } });
    if (owner !== null) settle(tx, [roomId]);
    news.roomsChanged(tx, [roomId]);
  }

  function accountWithinReach(actor: PersonActor, scope: Scope, accountId: AccountId): AccountFacts {
    const account = findAccountFacts(db, accountId);
    if (!account || (scope !== 'all' && (actor.teamId === null || account.teamId !== actor.teamId))) {
      throw new AppError('NOT_FOUND', 'no account of this id within reach', { field: '/accountId' });
    }
    return account;
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
      const account = accountWithinReach(actor, scope, accountId);
      const { owner, rule, queue } = choose(db, { accountId, clientId: clientId ?? null }, findRules(db).rules);
      return { owner, rule, teamId: queue ?? account.teamId };
    },

    /** The same for a conversation somebody imagines, and for rules that need not be saved; tells of every rule why it did not decide. */
    test(actor: PersonActor, scope: Scope, { accountId, clientId, language, tags, at }: TestRouting, rules: readonly GivenRoutingRule[]): RoutingTest {
      const account = accountWithinReach(actor, scope, accountId);
      if (clientId !== undefined && !clientFacts(db, clientId)) throw new AppError('NOT_FOUND', 'no client of this id', { field: '/clientId' });
      const imagined = { ...(language === undefined ? {} : { language }), ...(tags === undefined ? {} : { tags }), ...(at === undefined ? {} : { at }) };
      const { owner, rule, queue, outcome } = choose(db, { accountId, clientId: clientId ?? null, ...imagined }, rules);
      return {
        owner, ownerName: owner === null ? null : nameOf(db, owner), teamId: queue ?? account.teamId, decidedBy: rule,
        ruleIndex: rule === 'rule' ? (outcome.decided?.index ?? null) : null, rules: outcome.trace,
      };
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

type ClientFacts = { readonly language: string | null; readonly tags: readonly string[]; readonly known: boolean };

/** Known is who has another conversation here, or whom somebody named or imported. */
function clientFacts(db: ReadDb, clientId: ClientId, roomId?: RoomId): ClientFacts | undefined {
  const row = db
    .prepare<unknown[], { language: string | null; tags: string; known: 0 | 1 }>(
      `SELECT c.language, c.tags, c.named_by = 'person' OR EXISTS (SELECT 1 FROM portal p WHERE p.client_id = c.id AND p.room_id IS NOT @roomId) AS known FROM client c WHERE c.id = @clientId`,
    )
    .get({ clientId, roomId: roomId ?? null });
  return row && { language: row.language, tags: JSON.parse(row.tags) as string[], known: row.known === 1 };
}

/** The network made a new room for a conversation that was there before. */
function continues(db: ReadDb, roomId: RoomId): boolean {
  return db.prepare<[RoomId], { found: 1 }>('SELECT 1 AS found FROM portal WHERE room_id = ? AND predecessor_room IS NOT NULL').get(roomId) !== undefined;
}

const nameOf = (db: ReadDb, userId: UserId): string | null => db.prepare<[UserId], { name: string }>('SELECT name FROM person WHERE user_id = ?').get(userId)?.name ?? null;

function awayNow(db: ReadDb, at: number): Set<UserId> {
  const rows = db
    .prepare<number[], { userId: UserId }>('SELECT owner_user_id AS userId FROM cover WHERE from_at <= ? AND until_at > ? AND ended_at IS NULL')
    .all(at, at);
  return new Set(rows.map(({ userId }) => userId));
}
