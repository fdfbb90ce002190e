import type { RoomId, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import type { JournalReader } from '../journal/index.ts';
import type { Clock, Log, News } from '../kernel/index.ts';
import type { Homeserver, HomeserverAdmin } from '../matrix/index.ts';
import type { SagaRunner } from '../saga/index.ts';
import { createClientExport } from './client-export.ts';
import { createClientSearch } from './client-search.ts';
import { createConversationStarts } from './conversations.ts';
import { createCovers } from './covers.ts';
import { createGreetings } from './greetings.ts';
import { createHandoverProgress } from './handover-saga.ts';
import { createHandovers } from './handovers.ts';
import { createInbox } from './inbox.ts';
import { createKeptMembers } from './kept-members.ts';
import { createLeaveDrafts } from './leave-drafts.ts';
import { leaverSaga } from './leaver-saga.ts';
import { createOwnershipNews } from './ownership-news.ts';
import type { BridgesShown, Conversations, Leaving, ServiceMessages, WaitingMessages } from './ports.ts';
import { createQueue } from './queue.ts';
import { createRoomMembers } from './room-members.ts';
import { createRoomSearch } from './room-search.ts';
import { createRooms } from './room-view.ts';
import { createRouting } from './routing.ts';
import { createRoutingRules } from './routing-rules.ts';
import { createSettleRooms, settleRoomSaga } from './settle-room.ts';
import { ownerOf } from './who-answers.ts';

export type OwnershipDeps = {
  db: Db;
  clock: Clock;
  log: Log;
  audit: AuditTrail;
  news: News;
  jobs: Jobs;
  /** Not started yet: ownership registers its sagas first. */
  sagas: SagaRunner;
  homeserver: Pick<Homeserver, 'invite' | 'join' | 'kick' | 'membership' | 'members' | 'lastMessages'>;
  admin: Pick<HomeserverAdmin, 'lock' | 'signOutEverywhere'>;
  waiting: WaitingMessages;
  messages: ServiceMessages;
  leaving: Leaving;
  conversations: Conversations;
  bridges: BridgesShown;
  /** The box's language, for clients whose own is not known. */
  language: string;
  /** In which the hours of routing rules are meant; left out: the machine's. */
  timeZone?: string;
};

/** Builds the room's services and registers its sagas and jobs; `sagas.start()` and `jobs.start()` come after. */
export type Ownership = ReturnType<typeof createOwnership>;
export function createOwnership(deps: OwnershipDeps) {
  const { db, clock, log, audit, jobs, sagas, homeserver, admin, waiting, messages, leaving, conversations, bridges, language } = deps;
  const timeZone = deps.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const news = createOwnershipNews(deps.news);
  const members = createRoomMembers(homeserver, sagas.call);
  const membersAtOnce = createRoomMembers(homeserver, sagas.callAtOnce);
  const settle = createSettleRooms(sagas);
  const progress = createHandoverProgress({ db, clock, audit, jobs, sagas, news, settle });
  sagas.register(settleRoomSaga({ db, clock, members: membersAtOnce }));
  sagas.register(leaverSaga({ db, admin, call: sagas.callAtOnce }, progress.leaver));
  sagas.register(progress.rooms({ db, clock, members, messages, call: sagas.call }));

  const routing = createRouting({ db, clock, audit, news, settle, timeZone });
  const clientSearch = createClientSearch({ db, clock, bridges });
  const covers = createCovers({ db, clock, audit, jobs, waiting, news, settle });
  const handovers = createHandovers({ db, clock, log, audit, jobs, sagas, waiting, leaving, covers, news, settle, language });

  return {
    routing,
    greetings: createGreetings({ db, clock, audit, news, language }),
    routingRules: createRoutingRules({ db, clock, audit, news, bridges, routing, timeZone }),
    covers,
    handovers,
    leaveDrafts: createLeaveDrafts({ db, clock, audit }),
    queue: createQueue({ db, clock, audit, homeserver, news, settle }),
    inbox: createInbox({ db, clock, bridges }),
    rooms: createRooms({ db, clock }),
    roomSearch: createRoomSearch({ db, clock, bridges }),
    clientSearch,
    clientExport: createClientExport({ db, audit, bridges, clientSearch }),
    starts: createConversationStarts({ db, clock, audit, conversations, routing, news, settle }),
    /** Sees every event after the directory: whatever is open and unrouted is routed, and who answers it stays in it. */
    reader: inTurn('ownership', [routing.reader, createKeptMembers({ clock, settle })]),

    /** What the directory asks of those downstream (its port `Answering`). */
    answering: {
      ownerOf,
      roomsAnsweredBy: (read: ReadDb, userId: UserId): readonly RoomId[] => roomsAnsweredBy(read, userId, clock.now()),
      portalOpened: routing.route,
      assignImported: routing.assignImported,
      portalExcluded: routing.exclude,
    },
  };
}

function inTurn(name: string, readers: readonly JournalReader[]): JournalReader {
  return { name, read: (tx, event) => readers.forEach((reader) => reader.read(tx, event)) };
}

function roomsAnsweredBy(db: ReadDb, userId: UserId, at: number): RoomId[] {
  return db
    .prepare<unknown[], { roomId: RoomId }>(
      `SELECT room_id AS roomId FROM ownership WHERE owner_user_id = @userId
       UNION SELECT o.room_id FROM cover c JOIN ownership o ON o.owner_user_id = c.owner_user_id
       WHERE c.cover_user_id = @userId AND c.from_at <= @at AND c.until_at > @at AND c.ended_at IS NULL`,
    )
    .all({ userId, at })
    .map(({ roomId }) => roomId);
}
