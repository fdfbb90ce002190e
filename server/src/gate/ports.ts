import type { AccountId, BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';

/** What the gate must know of a portal, as the directory has it at this moment. */
export type GatePortal = {
  readonly roomId: RoomId;
  readonly bridgeId: BridgeId;
  readonly state: 'open' | 'closed' | 'excluded';
  readonly account: {
    readonly accountId: AccountId;
    readonly serviceUserId: UserId;
    /** The bridge says that the login is connected to its network. */
    readonly connected: boolean;
    readonly paused: boolean;
    readonly staleMinutes: number;
  } | null;
};

/** One bridge as the gate meets it. */
export type GateBridge = {
  readonly id: BridgeId;
  readonly botUserId: UserId;
  readonly isGhost: (userId: string) => boolean;
  readonly commandPrefix: string;
  readonly confirmsDelivery: boolean;
};

/** Upstream rooms, as the gate sees them. Synchronous reads of the record. */
export interface GateDirectory {
  portalOf(db: ReadDb, roomId: RoomId): GatePortal | undefined;
  whoAnswers(db: ReadDb, roomId: RoomId, userId: UserId, at: number): 'owner' | 'cover' | null;
}

/** How a transaction ends for the one who sent it. `refused`: it certainly did not arrive; `in-doubt`: nobody knows. */
export type Handed = 'accepted' | 'refused' | 'in-doubt';

/** The application-service listener of one bridge (Matrix spec, application service API: pushing events). */
export interface BridgePort {
  transaction(bridge: BridgeId, transactionId: string, body: { events: object[]; ephemeral?: object[] }): Promise<Handed>;
}

/** Whether a bridge has saved a message under this event id; null when that cannot be known. */
export interface SavedMessages {
  has(bridge: BridgeId, eventId: EventId): boolean | null;
}

export interface GateAlerts {
  raise(tx: WriteTx, alert: { kind: 'delivery.stuck' | 'delivery.uncertain' | 'gate.failed'; target: string; detail?: unknown }): void;
  resolve(tx: WriteTx, kind: 'delivery.stuck' | 'delivery.uncertain', target: string): void;
}
