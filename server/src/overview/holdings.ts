import { setImmediate as turn } from 'node:timers/promises';
import type { Cover, Device, Handset, Holdings, Person, PersonDeviceList, PersonId, PersonInHand, Scope, UserId } from '@holdfast/contract';
import type { Db, ReadDb } from '../db/index.ts';
import type { Clock, PersonActor } from '../kernel/index.ts';

type Deps = {
  db: Db;
  clock: Clock;
  people: { get(actor: PersonActor, scope: Scope, personId: PersonId): Person; list(actor: PersonActor, scope: Scope): Person[] };
  networkOf(bridgeId: string): string | undefined;
  handsetsHeldBy(db: ReadDb, personId: PersonId): Handset[];
  devicesOf(db: ReadDb, personId: PersonId): Device[];
  coversOf(db: ReadDb, userId: UserId, at: number): Cover[];
};
/** So many people are counted before others have their turn: a thousand with two hundred conversations each are counted for a list. */
const peopleATurn = 100;
type AccountRooms = Holdings['rooms']['byAccount'][number] & { readonly waiting: number; readonly bridgeId: string };

export type HoldingsReader = ReturnType<typeof createHoldings>;
/** What somebody has in hand, and by what they reach it. */
export function createHoldings({ db, clock, people, networkOf, handsetsHeldBy, devicesOf, coversOf }: Deps) {
  /** A session, or a device that asked whether it may go on. */
  function lastSeenAt(personId: PersonId, devices: readonly Device[]): number | null {
    const session = db.prepare<[PersonId], { at: number | null }>('SELECT max(last_seen_at) AS at FROM session WHERE person_id = ?').get(personId)?.at ?? 0;
    const latest = Math.max(session, ...devices.map(({ lastLeasedAt }) => lastLeasedAt));
    return latest === 0 ? null : latest;
  }

  function roomsOf(userId: UserId | null): Holdings['rooms'] {
    if (userId === null) return { total: 0, waiting: 0, byAccount: [] };
    const rows = db
      .prepare<[UserId], AccountRooms>(
        `SELECT p.account_id AS accountId, a.label, p.bridge_id AS bridgeId, count(*) AS rooms, count(p.waiting_since) AS waiting
         FROM ownership o JOIN portal p ON p.room_id = o.room_id LEFT JOIN account a ON a.id = p.account_id
         WHERE o.owner_user_id = ? AND p.state = 'open' GROUP BY p.account_id, p.bridge_id ORDER BY rooms DESC, a.label`,
      )
      .all(userId);
    return {
      total: rows.reduce((sum, { rooms }) => sum + rooms, 0),
      waiting: rows.reduce((sum, { waiting }) => sum + waiting, 0),
      byAccount: rows.map(({ accountId, label, bridgeId, rooms }) => ({ accountId, label, network: networkOf(bridgeId) ?? bridgeId, rooms })),
    };
  }

  function messagesOf(userId: UserId | null): Holdings['messages'] {
    const none = { waiting: 0, undecided: 0, uncertain: 0 };
    if (userId === null) return none;
    const row = db
      .prepare<unknown[], Holdings['messages']>(
        `SELECT count(*) FILTER (WHERE b.state IN ('waiting', 'sending') AND b.sender = @me) AS waiting,
           count(*) FILTER (WHERE b.state = 'needs-confirmation' AND o.owner_user_id = @me) AS undecided,
           count(*) FILTER (WHERE b.state = 'uncertain' AND o.owner_user_id = @me) AS uncertain
         FROM outbox b LEFT JOIN ownership o ON o.room_id = b.room_id
         WHERE b.state IN ('waiting', 'sending', 'uncertain', 'needs-confirmation') AND (b.sender = @me OR o.owner_user_id = @me)`,
      )
      .get({ me: userId });
    return row ?? none;
  }

  /** By owner, of the few conversations of which it is true; the rest of an owner's are open and nobody waits in them. */
  function counted(which: "p.state <> 'open'" | "p.waiting_since IS NOT NULL AND p.state = 'open'"): Map<UserId, number> {
    const rows = db
      .prepare<[], { owner: UserId; rooms: number }>(
        `SELECT o.owner_user_id AS owner, count(*) AS rooms FROM portal p CROSS JOIN ownership o ON o.room_id = p.room_id
         WHERE ${which} AND o.owner_user_id IS NOT NULL GROUP BY o.owner_user_id`,
      )
      .all();
    return new Map(rows.map(({ owner, rooms }) => [owner, rooms]));
  }

  return {
    async inHand(actor: PersonActor, scope: Scope): Promise<PersonInHand[]> {
      const lines: PersonInHand[] = [];
      const [shut, waits] = [counted("p.state <> 'open'"), counted("p.waiting_since IS NOT NULL AND p.state = 'open'")];
      const owned = db.prepare<[UserId], { rooms: number }>('SELECT count(*) AS rooms FROM ownership WHERE owner_user_id = ?');
      for (const { personId, userId } of people.list(actor, scope)) {
        const counts = userId === null ? { rooms: 0, waiting: 0 } : { rooms: (owned.get(userId)?.rooms ?? 0) - (shut.get(userId) ?? 0), waiting: waits.get(userId) ?? 0 };
        const cover = userId === null ? undefined : coversOf(db, userId, clock.now()).find(({ ownerUserId, fromAt }) => ownerUserId === userId && fromAt <= clock.now());
        lines.push({
          personId, ...counts, handsets: handsetsHeldBy(db, personId).length, coveredBy: cover?.coverUserId ?? null, coveredUntil: cover?.untilAt ?? null, lastSeenAt: lastSeenAt(personId, devicesOf(db, personId)),
        });
        if (lines.length % peopleATurn === 0) await turn();
      }
      return lines;
    },

    read(actor: PersonActor, scope: Scope, personId: PersonId): Holdings {
      const { userId } = people.get(actor, scope, personId);
      const covers = userId === null ? [] : coversOf(db, userId, clock.now());
      return {
        personId,
        rooms: roomsOf(userId),
        handsets: handsetsHeldBy(db, personId),
        coversGiven: covers.filter(({ coverUserId }) => coverUserId === userId),
        coversTaken: covers.filter(({ ownerUserId }) => ownerUserId === userId),
        messages: messagesOf(userId),
        lastSeenAt: lastSeenAt(personId, devicesOf(db, personId)),
      };
    },

    devices(actor: PersonActor, scope: Scope, personId: PersonId): PersonDeviceList {
      people.get(actor, scope, personId);
      const devices = devicesOf(db, personId);
      return { devices, lastSeenAt: lastSeenAt(personId, devices) };
    },
  };
}
