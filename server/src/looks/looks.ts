import { lookMinutes, noteEventType, type BridgeId, type ExtendLook, type Look, type LookId, type LookPage, type LookPageQuery, type LookQuery, type NoticeLanguage, type OpenLook, type RoomId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import type { Jobs } from '../jobs/index.ts';
import { AppError, newLookId, type Clock, type PersonActor } from '../kernel/index.ts';
import { HomeserverError, type Homeserver } from '../matrix/index.ts';
import { findLook, findRoom, insertLook, listLooks, nameOfPerson, namesByUserId, updateLook, verdictsOf, type LookedRoom, type LookRow } from './look-repository.ts';
import { readMessage, type Witness } from './read-message.ts';
import { remarkOf } from './words.ts';

export type LookDeps = {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: AuditTrail;
  readonly jobs: Jobs;
  readonly homeserver: Pick<Homeserver, 'messagesBefore' | 'sendAsBot'>;
  readonly isGhost: (bridgeId: BridgeId, userId: string) => boolean;
  readonly settings: () => { readonly looksVisibleToOwner: boolean; readonly language: NoticeLanguage };
};

const job = 'look.tell';
const lookMs = lookMinutes * 60_000;

export type Looks = ReturnType<typeof createLooks>;
export function createLooks({ db, clock, audit, jobs, homeserver, isGhost, settings }: LookDeps) {
  const isOpen = (look: LookRow): boolean => look.endedAt === null && look.endsAt > clock.now();

  function roomOf(read: ReadDb, roomId: RoomId): LookedRoom {
    const room = findRoom(read, roomId);
    if (!room) throw new AppError('ROOM_NOT_PORTAL', 'no conversation of this id');
    return room;
  }

  /** A look belongs to who opened it: nobody reads on with somebody else's reason. */
  function own(read: ReadDb, actor: PersonActor, lookId: LookId): LookRow {
    const look = findLook(read, lookId);
    if (!look || look.personId !== actor.personId) throw new AppError('NOT_FOUND', 'no look of this id');
    return look;
  }

  function open(read: ReadDb, actor: PersonActor, lookId: LookId): LookRow {
    const look = own(read, actor, lookId);
    if (!isOpen(look)) throw new AppError('LOOK_ENDED', 'this look is over; extend it with a new reason');
    return look;
  }

  function view(read: ReadDb, look: LookRow): Look {
    const { accountId, clientId, roomName, ownerUserId, ownerName } = roomOf(read, look.roomId);
    return { ...look, accountId, clientId, roomName, owner: ownerUserId === null ? null : { userId: ownerUserId, name: ownerName }, open: isOpen(look) };
  }

  // The remark is in the room at most once per look, whatever is killed in between: the homeserver knows its transaction id.
  jobs.handle(job, Type.Object({ lookId: Type.String() }), async ({ lookId }) => {
    const look = findLook(db, lookId as LookId);
    const room = look && findRoom(db, look.roomId);
    if (!look || !room || look.toldAt !== null) return;
    const body = remarkOf(settings().language, nameOfPerson(db, look.personId) ?? look.personId);
    try {
      await homeserver.sendAsBot(room.bridgeId, look.roomId, noteEventType, { body, 'io.holdfast.look': { look_id: look.lookId, ends_at: look.endsAt } }, `look-${look.lookId}`);
    } catch (failure) {
      if (failure instanceof HomeserverError && failure.status === 403) return; // the bot left with the conversation: nobody is there to be told
      throw failure;
    }
    db.write((tx) => {
      const present = findLook(tx, look.lookId);
      if (present) updateLook(tx, { ...present, toldAt: clock.now() });
    });
  });

  return {
    open(actor: PersonActor, roomId: RoomId, { reason }: OpenLook): Look {
      return db.write((tx) => {
        roomOf(tx, roomId);
        const now = clock.now();
        const look: LookRow = {
          lookId: newLookId(), roomId, personId: actor.personId, reasons: [{ at: now, reason }], openedAt: now, endsAt: now + lookMs, endedAt: null,
          visibleToOwner: settings().looksVisibleToOwner, toldAt: null, pagesRead: 0,
        };
        insertLook(tx, look);
        audit.record(tx, { actor, action: 'look.opened', target: roomId, reason, detail: { lookId: look.lookId, endsAt: look.endsAt, visibleToOwner: look.visibleToOwner } });
        if (look.visibleToOwner) jobs.enqueue(tx, { kind: job, key: look.lookId, payload: { lookId: look.lookId } });
        return view(tx, look);
      });
    },

    /** Another while from now, for another reason; also after it ran out. A look that was ended stays ended. */
    extend(actor: PersonActor, lookId: LookId, { reason }: ExtendLook): Look {
      return db.write((tx) => {
        const look = own(tx, actor, lookId);
        if (look.endedAt !== null) throw new AppError('LOOK_ENDED', 'this look was ended; open another');
        const now = clock.now();
        const extended = { ...look, reasons: [...look.reasons, { at: now, reason }], endsAt: now + lookMs };
        updateLook(tx, extended);
        audit.record(tx, { actor, action: 'look.extended', target: look.roomId, reason, detail: { lookId, endsAt: extended.endsAt } });
        return view(tx, extended);
      });
    },

    /** May be called again. */
    end(actor: PersonActor, lookId: LookId): Look {
      return db.write((tx) => {
        const look = own(tx, actor, lookId);
        if (!isOpen(look)) return view(tx, look);
        const ended = { ...look, endedAt: clock.now() };
        updateLook(tx, ended);
        audit.record(tx, { actor, action: 'look.ended', target: look.roomId, detail: { lookId } });
        return view(tx, ended);
      });
    },

    find: (actor: PersonActor, lookId: LookId): Look => view(db, own(db, actor, lookId)),

    list(actor: PersonActor, { open: onlyOpen, limit }: LookQuery): Look[] {
      return listLooks(db, actor.personId, onlyOpen ? clock.now() : null, limit ?? 50).map((look) => view(db, look));
    },

    /** One page, older with each `after`. On record before it is answered: what was shown was written down first. */
    async messages(actor: PersonActor, lookId: LookId, { after, limit = 50 }: LookPageQuery): Promise<LookPage> {
      const look = open(db, actor, lookId);
      const room = roomOf(db, look.roomId);
      const { events, next } = await page(room, limit, after);
      const read = db.write((tx) => noteRead(tx, actor, lookId, events.map(({ eventId }) => eventId)));
      const names = namesByUserId(db, events.map(({ sender }) => sender));
      const verdicts = verdictsOf(db, events.map(({ eventId }) => eventId));
      const witness: Witness = {
        serviceUserId: room.serviceUserId,
        isGhost: (userId) => isGhost(room.bridgeId, userId),
        nameOf: (userId) => names.get(userId),
        verdictOf: (eventId) => verdicts.get(eventId),
      };
      return { look: view(db, read), messages: events.map((event) => readMessage(event, witness)), next };
    },
  };

  function noteRead(tx: WriteTx, actor: PersonActor, lookId: LookId, eventIds: readonly string[]): LookRow {
    const look = open(tx, actor, lookId); // ended while we asked: nothing is shown
    const read = { ...look, pagesRead: look.pagesRead + 1 };
    updateLook(tx, read);
    audit.record(tx, {
      actor, action: 'room.read', target: look.roomId, reason: look.reasons.at(-1)?.reason,
      detail: { lookId, page: read.pagesRead, messages: eventIds.length, first: eventIds.at(0) ?? null, last: eventIds.at(-1) ?? null },
    });
    return read;
  }

  async function page(room: LookedRoom, limit: number, after: string | undefined) {
    try {
      return await homeserver.messagesBefore(room.bridgeId, room.roomId, limit, after);
    } catch (failure) {
      if (!(failure instanceof HomeserverError)) throw failure;
      if (failure.status === 403 || failure.status === 404) throw new AppError('ROOM_NOT_PORTAL', 'the conversation is no longer on the homeserver');
      throw new AppError('BAD_REQUEST', 'this is not the `next` of a page', { field: '/after' });
    }
  }
}
