import type { BridgeId, DeliveryReason, DeliveryState, EventId, RoomId } from '@holdfast/contract';
import type { Db, ReadDb, WriteTx } from '../db/index.ts';
import { newTransactionId, type Clock, type Log, type News } from '../kernel/index.ts';
import type { EventSource } from '../matrix/index.ts';
import { fenceFor } from './fence.ts';
import { outgoingEvent } from './outgoing-event.ts';
import { backToWaiting, findRow, markSending, roomHead, roomHeads, settle, type OutboxRow } from './outbox-repository.ts';
import type { BridgePort, GateBridge, GateDirectory, GatePortal } from './ports.ts';
import { currentRun } from './runs.ts';

const inFlightLimit = 64;
const unreachableMs = 1_000;
/** A bridge that says 'not connected' while its login is reported as connected is asked again after this long. */
const notConnectedMs = 2_000;

export type DeliveryDeps = {
  db: Db;
  source: EventSource;
  bridgePort: BridgePort;
  bridges: ReadonlyMap<string, GateBridge>;
  directory: GateDirectory;
  clock: Clock;
  log: Log;
  news: News;
  orderAnswer: (tx: WriteTx, eventId: EventId) => void;
  boxRun: number;
};
export type Delivery = ReturnType<typeof createDelivery>;

/**
 * Hands decided events to their bridges: strictly in order within a room, one unresolved event at a time; rooms in
 * parallel. A bridge's 200 proves nothing, so a row stays `sending` until the bridge answers for it (settling.ts).
 */
export function createDelivery(deps: DeliveryDeps) {
  const { db, source, bridgePort, bridges, directory, clock, log, news, orderAnswer, boxRun } = deps;
  const underWay = new Set<RoomId>();
  const unreachableUntil = new Map<BridgeId, number>();
  const heldUntil = new Map<RoomId, number>();
  const retries = new Set<NodeJS.Timeout>();
  let stopped = false;

  function tell(row: OutboxRow, state: DeliveryState): void {
    news.publish({ kind: 'delivery.changed', roomId: row.roomId, eventId: row.eventId, state });
  }

  function close(tx: WriteTx, row: OutboxRow, state: DeliveryState, reason: DeliveryReason | null): void {
    settle(tx, row.seq, state, reason, clock.now());
    if (state === 'refused' || state === 'needs-confirmation' || state === 'uncertain' || state === 'failed') orderAnswer(tx, row.eventId);
    tx.afterCommit(() => tell(row, state));
  }

  function ready(row: OutboxRow): boolean {
    const heldBack = Math.max(unreachableUntil.get(row.bridgeId) ?? 0, heldUntil.get(row.roomId) ?? 0);
    if (underWay.has(row.roomId) || heldBack > clock.now()) return false;
    const account = directory.portalOf(db, row.roomId)?.account;
    return Boolean(account?.connected && !account.paused);
  }

  /** Everything that was true at the decision is asked again: ownership, age, what it refers to. Undefined: do not send. */
  function takeOver(row: OutboxRow): OutboxRow | undefined {
    return db.write((tx) => {
      const fresh = findRow(tx, row.eventId);
      const portal = directory.portalOf(tx, row.roomId);
      if (!fresh || fresh.state !== 'waiting' || !portal?.account) return undefined;
      const objection = objectionTo(tx, fresh, portal);
      if (objection) {
        close(tx, fresh, objection.state, objection.reason);
        return undefined;
      }
      markSending(tx, fresh.seq, newTransactionId(), currentRun(tx, fresh.bridgeId), boxRun, clock.now());
      return findRow(tx, row.eventId);
    });
  }

  function objectionTo(tx: ReadDb, row: OutboxRow, portal: GatePortal): { state: DeliveryState; reason: DeliveryReason } | undefined {
    if (portal.state !== 'open') return { state: 'refused', reason: 'PORTAL_CLOSED' };
    const service = row.sender === row.serviceUserId;
    const answerable = row.confirmedBy ?? row.sender;
    if (!service && directory.whoAnswers(tx, row.roomId, answerable, clock.now()) === null) {
      return { state: 'needs-confirmation', reason: 'NOT_OWNER' };
    }
    if (isStale(row, portal, clock.now())) return { state: 'needs-confirmation', reason: 'STALE' };
    const target = row.target === null ? undefined : findRow(tx, row.target);
    if (target && !['delivered', 'unconfirmed', 'uncertain'].includes(target.state)) {
      return { state: 'refused', reason: 'REFERENCE_NOT_DELIVERED' };
    }
    return undefined;
  }

  async function deliver(waiting: OutboxRow): Promise<void> {
    const bridge = bridges.get(waiting.bridgeId);
    const row = bridge && takeOver(waiting);
    if (!row) return;
    const event = await outgoingEvent(row, source, mayShow(bridge, row.roomId), clock.now());
    if (!event) {
      db.write((tx) => close(tx, row, 'cancelled', 'PRUNED'));
      return;
    }
    // A repeat that the bridge has already saved is answered by nothing; the fence behind it is what comes back.
    const fence = row.attempts > 1 && bridge.confirmsDelivery ? fenceFor(db, row, clock.now()) : undefined;
    const handed = await bridgePort.transaction(row.bridgeId, newTransactionId(), { events: fence ? [event, fence] : [event] });
    if (handed === 'refused') {
      unreachable(row.bridgeId);
      db.write((tx) => backToWaiting(tx, row.seq));
    } else if (handed === 'accepted' && !bridge.confirmsDelivery) {
      db.write((tx) => close(tx, row, 'unconfirmed', null));
    } else {
      log.debug({ eventId: row.eventId, bridge: row.bridgeId, handed }, 'delivery.handed');
    }
  }

  function unreachable(bridgeId: BridgeId): void {
    unreachableUntil.set(bridgeId, clock.now() + unreachableMs);
    pumpIn(unreachableMs + 10);
  }

  function pumpIn(ms: number): void {
    const timer = setTimeout(() => {
      retries.delete(timer);
      pump();
    }, ms);
    retries.add(timer);
  }

  /** Nothing could be sent just now: leave the room alone for a moment. */
  function holdBack(roomId: RoomId): void {
    heldUntil.set(roomId, clock.now() + notConnectedMs);
    pumpIn(notConnectedMs + 10);
  }

  function mayShow(bridge: GateBridge, roomId: RoomId): (reference: string) => boolean {
    const service = directory.portalOf(db, roomId)?.account?.serviceUserId;
    return (reference) => bridge.isGhost(reference) || reference === service;
  }

  function begin(row: OutboxRow): void {
    underWay.add(row.roomId);
    void deliver(row)
      .catch((failure: unknown) => {
        log.error({ eventId: row.eventId, stack: failure instanceof Error ? failure.stack : undefined }, 'delivery.failed');
        // Not handed over as far as anybody knows here: a row that is `sending` is asked about like any other doubt. The
        // room rests first: whatever refused (a full disk) would refuse again at once, and nothing else would get a turn.
        holdBack(row.roomId);
      })
      .finally(() => {
        underWay.delete(row.roomId);
        const next = stopped ? undefined : roomHead(db, row.roomId);
        if (next && ready(next)) begin(next);
      });
  }

  /** Starts whatever may go now. Cheap; called after every commit that could have made something ready. */
  function pump(): void {
    if (stopped) return;
    for (const row of roomHeads(db, inFlightLimit * 4)) {
      if (underWay.size >= inFlightLimit) return;
      if (ready(row)) begin(row);
    }
  }

  return {
    pump,
    close,
    tell,
    /** A bridge answered again: what was held back for it goes at once. */
    reachable(bridgeId: BridgeId): void {
      unreachableUntil.delete(bridgeId);
      pump();
    },
    holdBack,
    /** Its account connected: no reason to wait any longer. */
    letGo(): void {
      heldUntil.clear();
      pump();
    },
    /** Resolves when nothing is being handed over any more. */
    async stop(): Promise<void> {
      stopped = true;
      for (const timer of retries) clearTimeout(timer);
      while (underWay.size > 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

/** A message that nobody expected to be this late any more: its author decides whether it still makes sense. */
export function isStale(row: OutboxRow, portal: GatePortal, now: number): boolean {
  const minutes = portal.account?.staleMinutes ?? 15;
  return row.confirmedBy === null && row.kind === 'message' && now > row.enqueuedAt + minutes * 60_000;
}
