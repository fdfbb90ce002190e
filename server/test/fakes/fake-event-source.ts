import type { EventId } from '@holdfast/contract';
import type { EventSource, StoredEvent } from '../../src/matrix/index.ts';

export type FakeEvent = {
  eventId: string;
  roomId?: string;
  sender: string;
  type?: string;
  stateKey?: string;
  content: Record<string, unknown>;
  redacts?: string;
  transactionId?: string;
  at?: number;
};

/** A homeserver's event table in memory: rows can become visible late, be pruned, and the store can be away. */
export function createFakeEventSource(now: () => number) {
  const rows: StoredEvent[] = [];
  let next = 1;
  let away = false;
  const check = (): void => {
    if (away) throw new Error('store is away');
  };
  const stored = (event: FakeEvent, streamOrdering: number): StoredEvent => ({
    streamOrdering,
    eventId: event.eventId as EventId,
    receivedAt: event.at ?? now(),
    transactionId: event.transactionId ?? null,
    deviceId: event.transactionId === undefined ? null : 'HOLDFAST',
    json: JSON.stringify({
      type: event.type ?? 'm.room.message',
      room_id: event.roomId ?? '!room',
      sender: event.sender,
      origin_server_ts: event.at ?? now(),
      content: event.content,
      ...(event.stateKey === undefined ? {} : { state_key: event.stateKey }),
      ...(event.redacts === undefined ? {} : { redacts: event.redacts }),
    }),
  });

  const source: EventSource = {
    open: async () => check(),
    async after(cursor, limit) {
      check();
      return rows.filter((row) => row.streamOrdering > cursor).slice(0, limit);
    },
    async window(since, cursor) {
      check();
      return rows.filter((row) => row.streamOrdering <= cursor && row.receivedAt >= since);
    },
    async byIds(ids) {
      check();
      return rows.filter((row) => ids.includes(row.eventId));
    },
    newest: async () => rows.at(-1)?.streamOrdering ?? 0,
    schemaVersion: async () => 94,
    close: async () => {},
  };
  return {
    source,
    add(event: FakeEvent): void {
      rows.push(stored(event, next++));
    },
    /** Takes a place in the order now and becomes visible only when the returned function is called. */
    reserve(event: FakeEvent): () => void {
      const row = stored(event, next++);
      return () => {
        rows.push(row);
        rows.sort((a, b) => a.streamOrdering - b.streamOrdering);
      };
    },
    prune(eventId: string): void {
      const row = rows.findIndex((candidate) => candidate.eventId === eventId);
      const found = rows[row];
      if (found) rows[row] = { ...found, json: JSON.stringify({ ...(JSON.parse(found.json) as object), content: {} }) };
    },
    goAway: () => void (away = true),
    comeBack: () => void (away = false),
  };
}
