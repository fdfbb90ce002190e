import { Type, type Static } from 'typebox';
import { EventId, RoomId, UserId } from '@holdfast/contract';
import { defineCalls } from './define.ts';

const strict = { additionalProperties: false } as const;
const Null = Type.Null();
const nullable = <S extends Parameters<typeof Type.Union>[0][number]>(schema: S) => Type.Union([schema, Type.Null()]);

/** A Matrix event in client form (client-server spec, room event format). Foreign keys pass: the store keeps what it was given. */
export const MatrixEvent = Type.Object({
  event_id: EventId,
  type: Type.String(),
  sender: UserId,
  origin_server_ts: Type.Number(),
  content: Type.Record(Type.String(), Type.Unknown()),
  state_key: Type.Optional(Type.String()),
  redacts: Type.Optional(Type.String()),
  unsigned: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});
export type MatrixEvent = Static<typeof MatrixEvent>;

/** What one sync answer says about one room (MSC4186), freed of transport. */
export const SyncedRoom = Type.Object(
  {
    roomId: RoomId,
    name: Type.Optional(Type.String()),
    avatar: Type.Optional(nullable(Type.String())),
    state: Type.Array(MatrixEvent),
    timeline: Type.Array(MatrixEvent, { description: 'Oldest first.' }),
    limited: Type.Boolean({ description: 'Events between what was here and this timeline are missing.' }),
    initial: Type.Boolean(),
    prevBatch: nullable(Type.String()),
    unread: Type.Optional(Type.Integer({ minimum: 0 })),
    bumpStamp: Type.Optional(Type.Integer()),
    receipts: Type.Array(Type.Object({ userId: UserId, eventId: EventId, at: Type.Integer() }, strict)),
    membership: Type.Optional(Type.Enum(['join', 'leave', 'invite', 'ban'])),
  },
  strict,
);
export type SyncedRoom = Static<typeof SyncedRoom>;

/** A stretch of history that the box has and the store lacks. */
export const HistoryGap = Type.Object({ gapId: Type.String(), roomId: RoomId, token: Type.String({ description: '`from` of GET /messages?dir=b.' }) }, strict);
export type HistoryGap = Static<typeof HistoryGap>;

export const IndexProgress = Type.Object(
  { rooms: Type.Integer(), roomsComplete: Type.Integer(), messages: Type.Integer(), filling: Type.Boolean(), oldestAt: nullable(Type.Integer()) },
  strict,
);
export type IndexProgress = Static<typeof IndexProgress>;

export const connectionStates = ['connecting', 'online', 'catching-up', 'offline', 'box-restarting'] as const;
export const Connection = Type.Object(
  { state: Type.Enum(connectionStates), since: Type.Integer(), retryAt: nullable(Type.Integer()), queued: Type.Integer({ description: 'Own messages that wait here.' }) },
  strict,
);
export type Connection = Static<typeof Connection>;

export const syncCalls = defineCalls({
  /** Commits one sync answer and tells what changed. Repeating it changes nothing. `rooms.changed` and `timeline.changed` follow. */
  applySync: { input: Type.Object({ rooms: Type.Array(SyncedRoom) }, strict), output: Type.Object({ newEvents: Type.Integer() }, strict) },
  /** Rooms the sync no longer names (left, handed over): their content leaves this computer. */
  forgetRooms: { input: Type.Object({ roomIds: Type.Array(RoomId) }, strict), output: Null },
  /** Which stretch to fetch next: the given one, else the one most worth it in the background; null when all history is here. */
  nextGap: { input: Type.Object({ gapId: Type.Optional(Type.String()), roomId: Type.Optional(RoomId) }, strict), output: nullable(HistoryGap) },
  /** A page of GET /messages?dir=b for a gap, newest first as it came. `end` null: the start of the room was reached. */
  applyHistory: { input: Type.Object({ gapId: Type.String(), events: Type.Array(MatrixEvent), state: Type.Array(MatrixEvent), end: nullable(Type.String()) }, strict), output: Type.Object({ closed: Type.Boolean() }, strict) },
  readIndexProgress: { input: Type.Object({}, strict), output: IndexProgress },
  readConnection: { input: Type.Object({}, strict), output: Connection },
  /** The renderer's sync loop tells how it is; main adds what it knows of the control plane. */
  noteSyncState: { input: Type.Object({ ok: Type.Boolean(), catchingUp: Type.Boolean() }, strict), output: Null },
});
