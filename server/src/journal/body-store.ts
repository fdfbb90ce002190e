import type { RoomId } from '@holdfast/contract';
import type { WriteTx } from '../db/index.ts';
import type { CapturedEvent } from './captured-event.ts';

/** Where bodies go, in the transaction that records the fact. Never readable on the disk: whoever implements this seals. */
export interface BodyStore {
  /** Before a transaction that records events of these rooms; may wait, and nothing is recorded while it does. */
  prepare(rooms: readonly RoomId[]): Promise<void>;
  /** `json` is the event as the homeserver stored it. */
  put(tx: WriteTx, event: CapturedEvent, json: string): void;
}
