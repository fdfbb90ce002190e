import type { EventId, InboxRoom, RoomId, UserId } from '@holdfast/contract';
import type { Conversation } from '../../ipc/index.ts';
import type { Db } from '../files/database.ts';

/** What a line of the inbox says that follows from the events of its room; kept, so that a start reads it and computes nothing. */
export type Summary = Pick<Conversation, 'last' | 'sortAt' | 'unread' | 'mentioned' | 'waitingSince'> & { readonly attention: number };

export type Room = {
  readonly no: number;
  readonly roomId: RoomId;
  name: string | null;
  avatar: string | null;
  topic: string | null;
  predecessor: RoomId | null;
  /** com.beeper.room_features as it came. */
  features: string | null;
  bot: UserId | null;
  membership: string | null;
  /** Highest position given out; 0 and no event: nothing is here yet. */
  top: number;
  /** The sync's own count; what is shown is never more than what lies here unread. */
  unread: number;
  readPosition: number;
  readEvent: EventId | null;
  mentionPosition: number;
  /** Items that can be found by their words, and the time of the oldest: how complete the index is, without counting a million rows. */
  messages: number;
  oldestAt: number | null;
  facts: InboxRoom | null;
  /** The control plane names it among the rooms this person answers. */
  answered: boolean;
  summary: Summary | null;
  /** Being forgotten: nobody sees it any more while its rows go. */
  gone: boolean;
};

type Row = {
  no: number; room_id: RoomId; name: string | null; avatar: string | null; topic: string | null; predecessor: RoomId | null; features: string | null; bot: UserId | null;
  membership: string | null; top: number; unread: number; read_position: number; read_event: EventId | null; mention_position: number; messages: number; oldest_at: number | null; facts: string | null; answered: number;
  summary: string | null; gone: number;
};

const parsed = <T>(json: string | null): T | null => (json === null ? null : (JSON.parse(json) as T));
const fromRow = (row: Row): Room => ({
  no: row.no, roomId: row.room_id, name: row.name, avatar: row.avatar, topic: row.topic, predecessor: row.predecessor, features: row.features, bot: row.bot,
  membership: row.membership, top: row.top, unread: row.unread, readPosition: row.read_position, readEvent: row.read_event, mentionPosition: row.mention_position, messages: row.messages, oldestAt: row.oldest_at,
  facts: parsed<InboxRoom>(row.facts), answered: row.answered === 1, summary: parsed<Summary>(row.summary), gone: row.gone === 1,
});

export type Rooms = {
  find(roomId: RoomId): Room | undefined;
  byNo(no: number): Room | undefined;
  make(roomId: RoomId): Room;
  save(room: Room): void;
  drop(room: Room): void;
  all(): Iterable<Room>;
};

/** All rooms in memory (3,000 are a few megabytes), written through by `save`. Made anew after a transaction was rolled back. */
export function createRooms(db: Db): Rooms {
  const byId = new Map<RoomId, Room>();
  const byNo = new Map<number, Room>();
  const learn = (room: Room): Room => (byId.set(room.roomId, room), byNo.set(room.no, room), room);
  for (const row of db.prepare<[], Row>('SELECT * FROM room').all()) learn(fromRow(row));
  const read = (roomId: RoomId) => fromRow(db.prepare<[string], Row>('SELECT * FROM room WHERE room_id = ?').get(roomId) as Row);
  return {
    find: (roomId) => byId.get(roomId),
    byNo: (no) => byNo.get(no),
    make(roomId) {
      const known = byId.get(roomId);
      if (known) return known;
      db.prepare<[string]>('INSERT INTO room (room_id) VALUES (?)').run(roomId);
      return learn(read(roomId));
    },
    save(room) {
      db.prepare(
        `UPDATE room SET name = ?, avatar = ?, topic = ?, predecessor = ?, features = ?, bot = ?, membership = ?, top = ?, unread = ?, read_position = ?, read_event = ?,
         mention_position = ?, messages = ?, oldest_at = ?, facts = ?, answered = ?, summary = ?, gone = ? WHERE no = ?`,
      ).run(
        room.name, room.avatar, room.topic, room.predecessor, room.features, room.bot, room.membership, room.top, room.unread, room.readPosition, room.readEvent,
        room.mentionPosition, room.messages, room.oldestAt, room.facts && JSON.stringify(room.facts), room.answered ? 1 : 0, room.summary && JSON.stringify(room.summary), room.gone ? 1 : 0, room.no,
      );
    },
    drop(room) {
      db.prepare<[number]>('DELETE FROM room WHERE no = ?').run(room.no);
      byId.delete(room.roomId);
      byNo.delete(room.no);
    },
    all: () => byId.values(),
  };
}
