import type { BridgeId, DeliveryReason, DeliveryState, EventId } from '@holdfast/contract';
import type { Db, WriteTx } from '../db/index.ts';
import { newTransactionId, type Clock, type Log } from '../kernel/index.ts';
import type { Delivery } from './delivery.ts';
import { fenceFor, isFence } from './fence.ts';
import { backToWaiting, findByFence, findRow, markSeen, sendingRows, type OutboxRow } from './outbox-repository.ts';
import type { BridgePort, GateAlerts, GateBridge, SavedMessages } from './ports.ts';
import { currentRun } from './runs.ts';

/** A message checkpoint of a bridge, as far as the gate reads it (mautrix: bridgev2/status). */
export type Checkpoint = {
  readonly eventId: EventId;
  readonly step: string;
  readonly status: string;
  /** The bridge's error. Only compared with known texts, never stored: it may name a person or a number. */
  readonly info: string;
};

/** How long a network may take to confirm what the bridge has begun to send; then nobody knows. */
const fenceProofMs = 4 * 60_000;
/** The fence's answer and the event's own are posted by two threads of the bridge; the event's own may come second. */
const defaultGraceMs = 1_000;
const silenceMs = 60_000;

/** Certain failures that say nothing about the message (bridgev2 ErrNotLoggedIn; connectors say 'not connected'). */
const hadNoLogin = (info: string): boolean => /\bnot (logged in|connected)\b/.test(info);

/** Failures of bridgev2 itself, before anything reached the network (bridgev2/errors.go, those with IsCertain). */
const isCertain = (info: string): boolean =>
  /\b(not supported|does not support|not allowed|are not allowed|ignoring|unsupported|too large|too long|too old|too many times|not found|is not a portal|permission|failed to (download|reupload|convert) media|database error|unexpected parsed content)\b/.test(info);

type Deps = {
  db: Db;
  delivery: Delivery;
  bridgePort: BridgePort;
  bridges: ReadonlyMap<string, GateBridge>;
  saved: SavedMessages;
  alerts: GateAlerts;
  clock: Clock;
  log: Log;
  boxRun: number;
  fenceGraceMs?: number;
};
export type Settling = ReturnType<typeof createSettling>;

/** Closes rows on what bridges say of them, and finds out the truth where they say nothing. */
export function createSettling({ db, delivery, bridgePort, bridges, saved, alerts, clock, log, boxRun, fenceGraceMs = defaultGraceMs }: Deps) {
  const timers = new Set<NodeJS.Timeout>();
  /** When this run of the box last asked after a row, by `seq`. */
  const asked = new Map<number, number>();

  function close(tx: WriteTx, row: OutboxRow, state: DeliveryState, reason: DeliveryReason | null): void {
    delivery.close(tx, row, state, reason);
    if (state === 'uncertain') alerts.raise(tx, { kind: 'delivery.uncertain', target: row.eventId, detail: { roomId: row.roomId } });
    alerts.resolve(tx, 'delivery.stuck', row.eventId);
    log.info({ eventId: row.eventId, bridge: row.bridgeId, state, reason, ms: clock.now() - row.enqueuedAt }, 'delivery.settled');
  }

  function again(tx: WriteTx, row: OutboxRow): void {
    backToWaiting(tx, row.seq);
    tx.afterCommit(() => delivery.tell(row, 'waiting'));
  }

  /** The bridge's own word about one event. A late word corrects what a fence had to conclude. */
  function answered(tx: WriteTx, row: OutboxRow, { status, info }: Checkpoint): void {
    const concluded = row.state === 'delivered' && row.fenceEventId !== null;
    if (row.state !== 'sending' && !concluded && row.state !== 'uncertain') return;
    switch (status) {
      case 'SUCCESS':
      case 'DELIVERED':
        if (row.state === 'uncertain') alerts.resolve(tx, 'delivery.uncertain', row.eventId);
        if (row.state !== 'delivered') close(tx, row, 'delivered', null);
        return;
      case 'WILL_RETRY':
        return;
      case 'TIMEOUT':
        return close(tx, row, 'uncertain', 'NO_ANSWER');
      case 'UNSUPPORTED':
        return close(tx, row, 'failed', 'UNSUPPORTED');
      default:
        // The bridge had no login to send with: certain, and only a matter of waiting (DESIGN.md §1 'Deliver').
        if (hadNoLogin(info)) {
          if (row.state === 'sending') again(tx, row);
          return delivery.holdBack(row.roomId);
        }
        if (info.includes('panic in event handler')) return close(tx, row, 'uncertain', 'BRIDGE_DIED');
        // Told twice after a doubt: the first time had removed its target already.
        if (row.kind === 'redaction' && row.attempts > 1 && info.includes('target message not found')) return close(tx, row, 'delivered', null);
        if (isCertain(info)) return close(tx, row, 'failed', 'NETWORK_REFUSED');
        // A checkpoint does not carry whether the bridge is sure. Not knowing is the honest word, until the bridge says more.
        return row.state === 'uncertain' ? undefined : close(tx, row, 'uncertain', 'NO_ANSWER');
    }
  }

  /**
   * Everything handed over before the fence has been dealt with by this incarnation of the bridge, so a message that it
   * has not saved was either never begun, or is out on a network that confirms later. Only the first may be sent again.
   */
  function fenceAnswered(tx: WriteTx, row: OutboxRow, info: string): void {
    if (row.state !== 'sending') return;
    if (hadNoLogin(info)) return delivery.holdBack(row.roomId);
    const known = saved.has(row.bridgeId, row.eventId);
    if (known === true) return close(tx, row, 'delivered', null);
    if (isRepeatable(row)) return again(tx, row);
    if (row.bridgeRun !== currentRun(tx, row.bridgeId)) return close(tx, row, 'uncertain', 'BRIDGE_DIED');
    // Another run of ours handed it over: whether the bridge began with it was told to nobody.
    if (row.boxRun !== boxRun) return close(tx, row, 'uncertain', 'NO_ANSWER');
    const begun = row.bridgeSeen === 1 || row.kind === 'poll';
    if (!begun) return again(tx, row);
    // Told twice and silent about it: that is how a bridge passes over what it has saved, where we cannot look.
    if (known === null && row.attempts > 1) return close(tx, row, 'delivered', null);
    if (clock.now() - (row.handedAt ?? 0) > fenceProofMs) close(tx, row, 'uncertain', 'NO_ANSWER');
  }

  function concludeFrom(bridgeId: BridgeId, fence: Checkpoint): void {
    try {
      db.write((tx) => {
        const row = findByFence(tx, fence.eventId);
        if (row && row.bridgeId === bridgeId) fenceAnswered(tx, row, fence.info);
      });
    } catch (failure) {
      // The record refused (disk full): the answer is lost, and the row is asked about again after its silence.
      log.error({ bridge: bridgeId, failure: failure instanceof Error ? failure.message : 'unknown' }, 'delivery.not-concluded');
    }
    delivery.pump();
  }

  /** Edits, reactions and redactions may be told twice without anybody seeing it. */
  const isRepeatable = (row: OutboxRow): boolean => row.kind === 'edit' || row.kind === 'reaction' || row.kind === 'redaction';

  function afterBridgeDeath(tx: WriteTx, row: OutboxRow): void {
    if (isRepeatable(row)) return again(tx, row);
    if (saved.has(row.bridgeId, row.eventId) === true) return close(tx, row, 'delivered', null);
    // Polls get no BRIDGE checkpoint; and what another run of ours handed over may have been answered into the void.
    const neverBegun = row.bridgeSeen === 0 && row.kind !== 'poll' && row.boxRun === boxRun;
    if (neverBegun) return again(tx, row);
    close(tx, row, 'uncertain', 'BRIDGE_DIED');
  }

  async function ask(row: OutboxRow): Promise<void> {
    const handed = await bridgePort.transaction(row.bridgeId, newTransactionId(), { events: [fenceFor(db, row, clock.now())] });
    if (handed !== 'refused') asked.set(row.seq, clock.now());
    log.debug({ eventId: row.eventId, handed }, 'delivery.asked');
  }

  return {
    /** Durable when it returns. A bridge may post the same checkpoint twice, and in any order. */
    checkpoints(bridgeId: BridgeId, posted: readonly Checkpoint[]): void {
      const fences = posted.filter((checkpoint) => isFence(checkpoint.eventId) && checkpoint.step === 'REMOTE');
      db.write((tx) => {
        for (const checkpoint of posted) {
          if (isFence(checkpoint.eventId)) continue;
          const row = findRow(tx, checkpoint.eventId);
          if (!row || row.bridgeId !== bridgeId) continue;
          if (checkpoint.step === 'BRIDGE') markSeen(tx, row.eventId);
          else if (checkpoint.step === 'REMOTE') answered(tx, row, checkpoint);
        }
      });
      for (const fence of fences) {
        const timer = setTimeout(() => {
          timers.delete(timer);
          concludeFrom(bridgeId, fence);
        }, fenceGraceMs);
        timers.add(timer);
      }
      delivery.pump();
    },

    /** The status event of the room says what the checkpoint cannot: that a failure is final and the network has nothing. */
    failedForGood(tx: WriteTx, bridgeId: BridgeId, eventId: EventId): void {
      const row = findRow(tx, eventId);
      if (row?.bridgeId !== bridgeId || row.state !== 'uncertain' || row.reason !== 'NO_ANSWER') return;
      close(tx, row, 'failed', 'NETWORK_REFUSED');
      alerts.resolve(tx, 'delivery.uncertain', row.eventId);
    },

    /** A new incarnation of the bridge is about to read events; what the old one held is settled before that. */
    bridgeStarted(tx: WriteTx, bridgeId: BridgeId): void {
      for (const row of sendingRows(tx, bridgeId)) afterBridgeDeath(tx, row);
    },

    /**
     * Asks after rows without an answer: those of an earlier run of the box at once, others after a long silence. That a
     * fence was behind a row proves nothing here: its answer may have come while the box was dead.
     */
    async askAfterSilence(): Promise<void> {
      const sending = sendingRows(db);
      for (const seq of asked.keys()) if (!sending.some((row) => row.seq === seq)) asked.delete(seq);
      for (const row of sending) {
        if (!bridges.get(row.bridgeId)?.confirmsDelivery) continue;
        const before = asked.get(row.seq);
        const silentFor = clock.now() - Math.max(row.handedAt ?? 0, before ?? 0);
        if (silentFor > silenceMs || (row.boxRun !== boxRun && before === undefined)) await ask(row);
      }
    },

    /** A bridge without checkpoints closes on 200; one whose 200 never came stays an honest unknown. */
    abandonUnconfirmed(): void {
      db.write((tx) => {
        for (const row of sendingRows(tx)) {
          const old = row.boxRun !== boxRun || clock.now() - (row.handedAt ?? 0) > silenceMs;
          if (old && bridges.get(row.bridgeId)?.confirmsDelivery === false) close(tx, row, 'uncertain', 'NO_ANSWER');
        }
      });
    },

    stop(): void {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
