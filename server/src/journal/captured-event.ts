import type { EventId, RoomId, UserId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';

export type Relation = 'edit' | 'reply' | 'reaction' | 'redaction' | 'thread' | 'reference' | 'vote';

/** One event of the homeserver as it was recorded, with its body for as long as it is in memory. */
export type CapturedEvent = {
  readonly seq: number;
  readonly eventId: EventId;
  readonly streamOrdering: number;
  readonly roomId: RoomId;
  readonly sender: UserId;
  readonly type: string;
  readonly stateKey: string | null;
  readonly originServerTs: number;
  readonly recordedAt: number;
  readonly content: Readonly<Record<string, unknown>>;
  readonly relatesTo: EventId | null;
  readonly relation: Relation | null;
  /** The transaction id the sender used, when the homeserver kept it. */
  readonly transactionId: string | null;
  /** Found by re-reading, after later events of other rooms were recorded. */
  readonly late: boolean;
};

/**
 * Somebody downstream who must see every event exactly once, in the same transaction that records it: when the journal
 * commits, the reader's own rows are there too. Runs synchronously; may not reach the network; orders later work as jobs.
 * If it throws, its changes roll back, the event stays recorded, and a fault row plus an alert say so.
 */
export interface JournalReader {
  readonly name: string;
  read(tx: WriteTx, event: CapturedEvent): void;
}
