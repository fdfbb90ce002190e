import type { AssignRoom, OwnedRoom, QueuedRoom, QueueMessages, QueueQuery, RoomId, Scope, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db } from '../db/index.ts';
import { AppError, type Clock, type PersonActor } from '../kernel/index.ts';
import type { Homeserver } from '../matrix/index.ts';
import { findEmployee, findRoom, findUnassignedRooms, type EmployeeFacts, type RoomFacts } from './directory-facts.ts';
import type { OwnershipNews } from './ownership-news.ts';
import { viewRoom } from './room-view.ts';
import { setOwner } from './set-owner.ts';
import type { SettleRooms } from './settle-room.ts';

type Deps = {
  db: Db;
  clock: Clock;
  audit: AuditTrail;
  homeserver: Pick<Homeserver, 'lastMessages'>;
  news: OwnershipNews;
  settle: SettleRooms;
};

const previewedMessages = 50;

/** The unassigned rooms. 'team' reaches the rooms of the team's accounts; nobody is a member of them. */
export type Queue = ReturnType<typeof createQueue>;
export function createQueue({ db, clock, audit, homeserver, news, settle }: Deps) {
  function unassignedWithinReach(actor: PersonActor, scope: Scope, roomId: RoomId): RoomFacts {
    const room = findRoom(db, roomId);
    if (!room || room.state !== 'open' || !reaches(actor, scope, room)) throw new AppError('ROOM_NOT_PORTAL', 'no conversation of this id within reach');
    if (!room.routed || room.owner !== null) throw new AppError('ROOM_ALREADY_OWNED', 'somebody answers this conversation already');
    return room;
  }

  return {
    list(actor: PersonActor, scope: Scope, { teamId }: QueueQuery): QueuedRoom[] {
      const now = clock.now();
      return findUnassignedRooms(db)
        .filter((room) => reaches(actor, scope, room) && (teamId === undefined || room.teamId === teamId))
        .map((room) => toQueued(room, now))
        .sort((a, b) => b.waitingMs - a.waitingMs || (a.roomId < b.roomId ? -1 : 1));
    },

    /** The end of the conversation, for who has to decide whether to take it. On record, because it shows text. */
    async readMessages(actor: PersonActor, scope: Scope, roomId: RoomId): Promise<QueueMessages> {
      const room = unassignedWithinReach(actor, scope, roomId);
      const messages = await homeserver.lastMessages(room.bridgeId, roomId, previewedMessages);
      db.write((tx) => {
        unassignedWithinReach(actor, scope, roomId); // claimed while we asked: no longer the team's to read
        audit.record(tx, { actor, action: 'queue.read', target: roomId, detail: { messages: messages.length } });
      });
      return { roomId, messages: messages.map((message) => ({ ...message, content: { ...message.content } })) };
    },

    /** The first who takes it has it; repeating one's own claim changes nothing. */
    claim(actor: PersonActor, scope: Scope, roomId: RoomId): OwnedRoom {
      const employee = actingEmployee(actor);
      return db.write((tx) => {
        const room = findRoom(tx, roomId);
        if (room?.owner !== employee.userId) {
          unassignedWithinReach(actor, scope, roomId);
          setOwner(tx, { roomId, owner: employee.userId, at: clock.now(), via: 'claim' });
          audit.record(tx, { actor, action: 'room.claimed', target: roomId });
          settle(tx, [roomId]);
          news.roomsChanged(tx, [roomId]);
        }
        return viewRoom(tx, roomId, clock.now());
      });
    },

    /** Somebody else decides who takes it. A lead gives to people of the own team only. */
    assign(actor: PersonActor, scope: Scope, roomId: RoomId, { userId, reason }: AssignRoom): OwnedRoom {
      return db.write((tx) => {
        const employee = answering(findEmployee(tx, userId));
        if (scope !== 'all' && employee.teamId !== actor.teamId) throw new AppError('FORBIDDEN', 'a lead assigns within the own team', { field: '/userId' });
        if (findRoom(tx, roomId)?.owner !== userId) {
          unassignedWithinReach(actor, scope, roomId);
          setOwner(tx, { roomId, owner: userId, at: clock.now(), via: 'assignment' });
          audit.record(tx, { actor, action: 'room.assigned', target: roomId, reason, detail: { owner: userId, rule: 'by-hand' } });
          settle(tx, [roomId]);
          news.roomsChanged(tx, [roomId]);
        }
        return viewRoom(tx, roomId, clock.now());
      });
    },
  };

  function actingEmployee(actor: PersonActor): EmployeeFacts {
    if (actor.userId === null) throw new AppError('NOT_AN_EMPLOYEE', 'only somebody with a Matrix user answers conversations');
    return answering(findEmployee(db, actor.userId));
  }
}

/** Somebody who may be given clients now. */
export function answering(employee: EmployeeFacts | undefined, field = '/userId'): EmployeeFacts & { userId: UserId } {
  if (!employee) throw new AppError('NOT_FOUND', 'no person of this id', { field });
  if (!employee.answersClients) throw new AppError('NOT_AN_EMPLOYEE', 'this person does not answer conversations', { field });
  if (!employee.active) throw new AppError('PERSON_LOCKED', 'this person is locked', { field });
  return employee;
}

const reaches = (actor: PersonActor, scope: Scope, room: RoomFacts): boolean =>
  scope === 'all' || (scope === 'team' && actor.teamId !== null && room.teamId === actor.teamId);

function toQueued(room: RoomFacts, now: number): QueuedRoom {
  const waitingSince = room.lastClientAt !== null && room.lastClientAt > (room.lastCompanyAt ?? -1) ? room.lastClientAt : null;
  const unassignedSince = room.since ?? room.lastEventAt;
  return {
    roomId: room.roomId,
    accountId: room.accountId,
    teamId: room.teamId,
    clientId: room.clientId,
    name: room.name,
    language: room.language,
    unassignedSince,
    waitingSince,
    waitingMs: Math.max(0, now - (waitingSince ?? unassignedSince)),
  };
}
