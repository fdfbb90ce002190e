import type { EventId, RoomId, UserId } from '@holdfast/contract';
import type { StoredEvent } from './event-source.ts';

/** A stored event taken apart. Fields that a well-formed PDU has are checked; anything odd falls back to empty. */
export type ParsedEvent = {
  readonly roomId: RoomId;
  readonly sender: UserId;
  readonly type: string;
  readonly stateKey: string | null;
  readonly originServerTs: number;
  readonly content: Readonly<Record<string, unknown>>;
  readonly redacts: EventId | null;
};

/** Takes a stored row apart. A create event of room version 12 has no room_id: the event id is the room's name. */
export function parseStored(stored: StoredEvent): ParsedEvent {
  const pdu = JSON.parse(stored.json) as Record<string, unknown>;
  const content = isRecord(pdu['content']) ? pdu['content'] : {};
  const redacts = pdu['redacts'] ?? content['redacts'];
  const roomId = typeof pdu['room_id'] === 'string' ? pdu['room_id'] : `!${stored.eventId.slice(1)}`;
  return {
    roomId: roomId as RoomId,
    sender: String(pdu['sender']) as UserId,
    type: String(pdu['type']),
    stateKey: typeof pdu['state_key'] === 'string' ? pdu['state_key'] : null,
    originServerTs: typeof pdu['origin_server_ts'] === 'number' ? pdu['origin_server_ts'] : stored.receivedAt,
    content,
    redacts: pdu['type'] === 'm.room.redaction' && typeof redacts === 'string' ? (redacts as EventId) : null,
  };
}

/**
 * The form a client or an application service sees (Matrix spec, client-server API: room event format). Bridges rely on
 * `event_id`, `age` and, for state, `prev_content`.
 */
export function clientForm(eventId: EventId, event: ParsedEvent, now: number, previous?: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const age = Math.max(0, now - event.originServerTs);
  return {
    type: event.type,
    room_id: event.roomId,
    event_id: eventId,
    sender: event.sender,
    user_id: event.sender,
    origin_server_ts: event.originServerTs,
    content: event.content,
    ...(event.stateKey === null ? {} : { state_key: event.stateKey }),
    ...(event.redacts === null ? {} : { redacts: event.redacts }),
    ...(previous ? { prev_content: previous } : {}),
    age,
    unsigned: { age, ...(previous ? { prev_content: previous } : {}) },
  };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
