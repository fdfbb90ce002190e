import type { EventId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/**
 * Where bodies go, in the transaction that records the fact. The archive will put sealed bodies behind this same port;
 * until then they stand in one table of the record, readable by whoever is root on the box.
 */
export interface BodyStore {
  put(tx: WriteTx, eventId: EventId, json: string): void;
}

export const plainBodies: BodyStore = {
  put: (tx, eventId, json) => void tx.prepare('INSERT INTO journal_body (event_id, body) VALUES (?, ?)').run(eventId, Buffer.from(json)),
};

export function readPlainBody(db: ReadDb, eventId: EventId): string | undefined {
  const row = db.prepare<[string], { body: Buffer }>('SELECT body FROM journal_body WHERE event_id = ?').get(eventId);
  return row?.body.toString('utf8');
}
