import type { AccountId, BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import type { Actor, PersonActor } from '../kernel/index.ts';

/** What a cut does to messages that are not sent yet. The gate's; handed in, because ownership must not know the gate. */
export interface WaitingMessages {
  /** From now on they wait for the successor's word: send or discard. Returns how many. */
  park(tx: WriteTx, roomIds: readonly RoomId[], writtenBy: UserId): number;
  /** What they have on its way, in doubt or waiting for a word in these rooms. */
  openOf(db: ReadDb, roomIds: readonly RoomId[], writtenBy: UserId): readonly { roomId: RoomId; eventId: EventId }[];
  /** How many wait in each of these rooms; a room with none may be left out. */
  countByRoom(db: ReadDb, roomIds: readonly RoomId[]): ReadonlyMap<RoomId, number>;
}

/** Speaks to a client in the name of the company account. Same transaction id, same message: it may be repeated. */
export interface ServiceMessages {
  message(
    order: { transactionId: string; serviceUserId: UserId; roomId: RoomId; purpose: 'greeting'; actor: Actor },
    content: object,
  ): Promise<EventId>;
}

/** The part of leaving that belongs to the directory and to sessions. */
export interface Leaving {
  /** In the same commit as the cut: the person is locked and their sessions of the API are closed. May run again. */
  lock(tx: WriteTx, userId: UserId, actor: Actor, reason: string): void;
}

/** What a list of conversations says of a bridge. The directory's. */
export interface BridgesShown {
  find(bridgeId: BridgeId): { readonly network: string; readonly bot: UserId } | undefined;
  /** How the company's own numbers appear as people, by bridge. */
  companyGhosts(db: ReadDb): ReadonlyMap<BridgeId, readonly UserId[]>;
  /** The number behind a person on a bridge; null where the network does not know people by number. */
  numberOf(db: ReadDb, bridgeId: string, ghost: string): string | null;
}

/** How a conversation begins on the network. */
export interface Conversations {
  /** Finds or creates the portal of a number on an account; audited by the directory. */
  open(actor: PersonActor, accountId: AccountId, identifier: string): Promise<{ roomId: RoomId }>;
}
