import type { EventId, RoomId, UserId } from '@holdfast/contract';
import type { Changes } from './contract.ts';
import type { Room } from './rooms/rooms.ts';

/** What one write touches, collected while it runs: told after commit, and worked off (summaries, word index) before it. */
export type Tally = {
  room(room: Room): void;
  item(room: Room, key: string): void;
  /** An item that is the newest of its room now. */
  appended(room: Room, key: string): void;
  /** The item's words may differ from those in the index. */
  reindex(room: Room, eventId: EventId): void;
  fresh(room: Room, eventId: EventId, at: number, senderId: UserId, mention: boolean): void;
  newEvent(): void;
  readonly rooms: ReadonlySet<Room>;
  readonly stale: ReadonlyMap<EventId, Room>;
  readonly news: readonly News[];
  changes(arrived: Changes['arrived']): Changes;
};
export type News = { readonly room: Room; readonly eventId: EventId; readonly at: number; readonly senderId: UserId; readonly mention: boolean };

export function createTally(): Tally {
  const rooms = new Set<Room>();
  const timelines = new Map<RoomId, { keys: Set<string>; appended: boolean }>();
  const stale = new Map<EventId, Room>();
  const news: News[] = [];
  let newEvents = 0;
  const timeline = ({ roomId }: Room) => {
    const known = timelines.get(roomId);
    if (known) return known;
    const made = { keys: new Set<string>(), appended: false };
    timelines.set(roomId, made);
    return made;
  };
  return {
    rooms, stale, news,
    room: (room) => void rooms.add(room),
    item(room, key) {
      rooms.add(room);
      timeline(room).keys.add(key);
    },
    appended(room, key) {
      rooms.add(room);
      const entry = timeline(room);
      entry.keys.add(key);
      entry.appended = true;
    },
    reindex: (room, eventId) => void stale.set(eventId, room),
    fresh: (room, eventId, at, senderId, mention) => void news.push({ room, eventId, at, senderId, mention }),
    newEvent: () => void (newEvents += 1),
    changes: (arrived) => ({
      conversations: [...rooms].map(({ roomId }) => roomId),
      timelines: [...timelines].map(([roomId, { keys, appended }]) => ({ roomId, keys: [...keys], appended })),
      arrived,
      newEvents,
    }),
  };
}

/** A write that concerned conversations and no message. */
export const roomsChanged = (roomIds: readonly RoomId[]): Changes => ({ conversations: roomIds, timelines: [], arrived: [], newEvents: 0 });
