import type { EventId } from '@holdfast/contract';

/** One row of the homeserver's event table with its stored JSON (federation form, Matrix spec: PDU). */
export type StoredEvent = {
  readonly streamOrdering: number;
  readonly eventId: EventId;
  readonly json: string;
  /** Transaction id and device of the sender, when the homeserver kept them. */
  readonly transactionId: string | null;
  readonly deviceId: string | null;
  readonly receivedAt: number;
};

/** Schema versions of Synapse this reader was tried with. Any other stops the start: a guess could lose messages. */
export const knownSchemaVersions: readonly number[] = [94];

/**
 * The homeserver's own event table, read-only and in `stream_ordering`. Outliers and rejected events are left out.
 * This, and not the application-service push, is what completeness rests on (DESIGN.md §1).
 */
export interface EventSource {
  /** Resolves when the store exists and has a known schema; throws on an unknown one. */
  open(): Promise<void>;
  /** Rows after `cursor`, in order, at most `limit`. */
  after(cursor: number, limit: number): Promise<StoredEvent[]>;
  /** Rows received at or after `since` (ms) and at or before `cursor`: the window that is re-read as a set. */
  window(since: number, cursor: number): Promise<{ streamOrdering: number; eventId: EventId }[]>;
  byIds(eventIds: readonly EventId[]): Promise<StoredEvent[]>;
  /** Highest ordering stored now; 0 when empty. */
  newest(): Promise<number>;
  schemaVersion(): Promise<number>;
  close(): Promise<void>;
}

export class UnknownSchemaError extends Error {
  readonly version: number;
  constructor(version: number) {
    super(`the homeserver's database has schema ${version}; this release reads ${knownSchemaVersions.join(', ')}`);
    this.name = 'UnknownSchemaError';
    this.version = version;
  }
}

/**
 * Whether the store can be read. A schema older than the known ones is one the homeserver is still upgrading, as it does
 * step by step when it makes its store: that is waited for, but not for ever.
 */
export function createSchemaCheck({ now = () => performance.now(), patienceMs = 120_000 } = {}) {
  let olderSince: number | undefined;
  return (version: number | undefined): boolean => {
    if (version === undefined) return false;
    if (knownSchemaVersions.includes(version)) return true;
    olderSince ??= now();
    const upgrading = version < Math.min(...knownSchemaVersions) && now() - olderSince < patienceMs;
    if (!upgrading) throw new UnknownSchemaError(version);
    return false;
  };
}

export const eventColumns = `e.stream_ordering AS "streamOrdering", e.event_id AS "eventId", ej.json AS json,
  ej.internal_metadata AS metadata, COALESCE(e.received_ts, e.origin_server_ts) AS "receivedAt"`;

export type EventRow = { streamOrdering: number | string; eventId: string; json: string; metadata: string; receivedAt: number | string };

/** Shared by both databases: PostgreSQL hands 64-bit integers over as text. */
export function storedEvent(row: EventRow): StoredEvent {
  const metadata = JSON.parse(row.metadata) as { txn_id?: string; device_id?: string };
  return {
    streamOrdering: Number(row.streamOrdering),
    eventId: row.eventId as EventId,
    json: row.json,
    transactionId: metadata.txn_id ?? null,
    deviceId: metadata.device_id ?? null,
    receivedAt: Number(row.receivedAt),
  };
}
