import {
  leftoverFates, type DeliveryState, type Handover, type HandoverId, type HandoverReport, type HandoverRoomQuery, type Handset, type Leftover, type LeftoverFate, type PersonId,
  type ReportedRoom, type Scope, type UserId,
} from '@holdfast/contract';
import type { Db, ReadDb } from '../db/index.ts';
import { findPerson, findPersonByUserId } from '../directory/index.ts';
import type { Clock, PersonActor } from '../kernel/index.ts';
import { countLeftovers, countResults, readLeftovers, readRooms, readSignOut, type LeftoverRow, type RoomRow } from './handover-report-repository.ts';

type Deps = {
  db: Db;
  clock: Clock;
  handovers: { find(actor: PersonActor, scope: Scope, handoverId: HandoverId): Handover };
  networkOf(bridgeId: string): string | undefined;
  handsetsLastHeldBy(db: ReadDb, personId: PersonId): Handset[];
};

const fates: Readonly<Record<DeliveryState, LeftoverFate>> = {
  waiting: 'on-its-way', sending: 'on-its-way', delivered: 'sent', unconfirmed: 'sent', failed: 'failed', refused: 'failed', uncertain: 'uncertain', 'needs-confirmation': 'undecided',
  cancelled: 'withdrawn', discarded: 'discarded',
};

export type HandoverReports = ReturnType<typeof createHandoverReports>;
/** What became of every room, and of what was left unsent, as it is now: what is still undecided is decided later. */
export function createHandoverReports({ db, clock, handovers, networkOf, handsetsLastHeldBy }: Deps) {
  function room(row: RoomRow, messages: readonly LeftoverRow[]): ReportedRoom {
    return {
      roomId: row.roomId, clientId: row.clientId, clientName: row.clientName, network: networkOf(row.bridgeId) ?? row.bridgeId, accountId: row.accountId, accountLabel: row.accountLabel,
      predecessor: somebody(row.predecessor, row.predecessorName), successor: somebody(row.successor, row.successorName), chosenBy: row.chosenBy,
      result: resultOf({ ...row, unassigned: row.successor === null }), errorCode: row.errorCode, finishedAt: row.finishedAt,
      greeting: row.greeted ? 'sent' : row.hasGreeting && row.itemState !== 'done' && row.direction === 'forward' ? 'waiting' : 'none',
      messages: messages.map(leftover),
    };
  }

  function totals(handoverId: HandoverId): HandoverReport['totals'] {
    const results = countResults(db, handoverId).map((row) => ({ result: resultOf({ ...row, unassigned: row.unassigned === 1 }), count: row.count }));
    const of = (...wanted: ReportedRoom['result'][]) => results.reduce((sum, { result, count }) => sum + (wanted.includes(result) ? count : 0), 0);
    const messages = Object.fromEntries(leftoverFates.map((fate) => [fate, 0])) as Record<LeftoverFate, number>;
    for (const { state, count } of countLeftovers(db, handoverId)) messages[fates[state]] += count;
    return {
      rooms: results.reduce((sum, { count }) => sum + count, 0), moved: of('moved', 'unassigned', 'moved-on'), moving: of('moving', 'returning'), failed: of('failed'), returned: of('returned'), messages,
    };
  }

  function signOut({ handoverId, leaver }: Handover): HandoverReport['signOut'] {
    const row = leaver === null ? undefined : readSignOut(db, handoverId);
    return row ? { done: row.state === 'done', devices: row.devices, at: row.finishedAt, errorCode: row.errorCode } : null;
  }

  const nameOf = (personId: PersonId | null) => (personId === null ? null : (findPerson(db, personId)?.name ?? null));

  return {
    read(actor: PersonActor, scope: Scope, handoverId: HandoverId, { after, limit = 200 }: HandoverRoomQuery): HandoverReport {
      const handover = handovers.find(actor, scope, handoverId);
      const found = readRooms(db, handoverId, after ?? null, limit + 1);
      const page = found.slice(0, limit);
      const messages = Map.groupBy(readLeftovers(db, handoverId, page.map(({ roomId }) => roomId)), ({ roomId }) => roomId);
      const leaver = handover.leaver === null ? undefined : findPersonByUserId(db, handover.leaver);
      return {
        at: clock.now(),
        handover,
        names: { leaver: leaver?.name ?? null, requestedBy: nameOf(handover.requestedBy), approvedBy: nameOf(handover.approvedBy), undoneBy: nameOf(handover.undoneBy) },
        totals: totals(handoverId),
        signOut: signOut(handover),
        handsets: leaver ? handsetsLastHeldBy(db, leaver.personId) : [],
        rooms: page.map((row) => room(row, messages.get(row.roomId) ?? [])),
        next: found.length > limit ? (page.at(-1)?.roomId ?? null) : null,
      };
    },
  };
}

const somebody = (userId: UserId | null, name: string | null) => (userId === null ? null : { userId, name });

function resultOf({ undo, itemState, unassigned }: Pick<RoomRow, 'undo' | 'itemState'> & { unassigned: boolean }): ReportedRoom['result'] {
  const done = itemState === null || itemState === 'done';
  if (undo === 'moved-on') return 'moved-on';
  if (itemState === 'failed') return 'failed';
  if (undo === 'returned') return done ? 'returned' : 'returning';
  if (!done) return 'moving';
  return unassigned ? 'unassigned' : 'moved';
}

function leftover({ eventId, author, authorName, state, decidedBy, decidedByName, settledAt }: LeftoverRow): Leftover {
  return { eventId, author: { userId: author, name: authorName }, fate: fates[state], state, decidedBy: decidedBy === null ? null : { personId: decidedBy, name: decidedByName }, settledAt };
}
