import type { PersonId, RoomId, TeamId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import type { Actor } from '../kernel/index.ts';

/** Sessions of the API live elsewhere; who is locked or signed out loses them in the same commit. */
export interface SessionsOfPeople {
  closeAll(tx: WriteTx, personId: PersonId): void;
}

/** What lets their devices open what they stored; who is locked loses it in the same commit. May be called again. */
export interface DevicesOfPeople {
  removeAll(tx: WriteTx, personId: PersonId, by: Actor): void;
}

/** Something a person should look at. Raising what is open already, and resolving what is not, change nothing. */
export interface Alarms {
  raise(tx: WriteTx, alarm: { kind: string; target: string; teamId: TeamId | null; detail?: unknown }): unknown;
  resolve(tx: WriteTx, about: { kind: string; target: string }): unknown;
}

/** What the directory must ask of those downstream who know owners. Handed in by main.ts; called inside transactions. */
export interface Answering {
  ownerOf(db: ReadDb, roomId: RoomId): UserId | null;
  /** Rooms the person owns or covers now. */
  roomsAnsweredBy(db: ReadDb, userId: UserId): readonly RoomId[];
  /** A portal can be answered from now on: route it. May be called again for the same room. */
  portalOpened(tx: WriteTx, roomId: RoomId): void;
  /** An old conversation is imported with this owner, on the order of `actor`. May be called again. */
  assignImported(tx: WriteTx, roomId: RoomId, owner: UserId, actor: Actor): void;
  /** The portal is excluded: whoever has it loses it. */
  portalExcluded(tx: WriteTx, roomId: RoomId): void;
}

/** Passwords are hashed where sessions check them. */
export interface PasswordHasher {
  hash(password: string): Promise<string>;
}
