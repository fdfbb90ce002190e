import type { AccountId, BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, WriteTx } from '../db/index.ts';
import { newTransactionId, type Clock, type Log, type News } from '../kernel/index.ts';
import type { EventSource, Homeserver } from '../matrix/index.ts';
import { orderAnswer } from './answers.ts';
import { createContextReader } from './context-events.ts';
import { createCorrections } from './corrections.ts';
import { createDecisionReader } from './decision-reader.ts';
import { createDelivery } from './delivery.ts';
import { createDeliveries, type WithinReach } from './deliveries.ts';
import { delegateEphemeral, type EphemeralRoom } from './ephemeral.ts';
import { countWaiting, findRow, openRowsOf, parkWaiting, waitingByRoom } from './outbox-repository.ts';
import type { BridgePort, GateAlerts, GateBridge, GateDirectory, SavedMessages } from './ports.ts';
import { createProbe } from './probe.ts';
import { startRun } from './runs.ts';
import { createServiceSends } from './service-sends.ts';
import { createSettling, type Checkpoint } from './settling.ts';
import { createStatusReader } from './status-reader.ts';
import { sweepOutbox } from './sweep.ts';
import { createTraffic } from './traffic.ts';

type Deps = {
  db: Db;
  source: EventSource;
  homeserver: Homeserver;
  bridges: ReadonlyMap<string, GateBridge>;
  bridgePort: BridgePort;
  saved: SavedMessages;
  directory: GateDirectory;
  alerts: GateAlerts;
  audit: AuditTrail;
  enqueue: (tx: WriteTx, job: { kind: string; key: string; payload: unknown }) => void;
  clock: Clock;
  log: Log;
  news: News;
  serverName: string;
  isWithinReach: WithinReach;
  /** How long an event's own answer may come after that of the fence behind it. */
  fenceGraceMs?: number;
};
export type Gate = ReturnType<typeof createGate>;

export function createGate(deps: Deps) {
  const { db, bridges, bridgePort, directory, clock } = deps;
  const boxRun = db.write((tx) => startRun(tx, 'box', clock.now()));
  const answer = orderAnswer(deps.enqueue);
  const delivery = createDelivery({ ...deps, orderAnswer: answer, boxRun });
  const settling = createSettling({ ...deps, delivery, boxRun });
  const probe = createProbe(deps);
  const sends = createServiceSends(deps);
  const traffic = createTraffic(deps);

  function ephemeralRoom(bridge: GateBridge) {
    return (roomId: string): EphemeralRoom | null => {
      const portal = directory.portalOf(db, roomId as RoomId);
      if (portal?.bridgeId !== bridge.id || !portal.account || portal.state !== 'open' || portal.account.paused) return null;
      return {
        serviceUserId: portal.account.serviceUserId,
        answers: (userId) => directory.whoAnswers(db, portal.roomId, userId, clock.now()) !== null,
        isCompanySide: (userId) => !bridge.isGhost(userId) && userId !== bridge.botUserId,
      };
    };
  }

  return {
    readers: [createDecisionReader({ ...deps, orderAnswer: answer, onReady: () => delivery.pump() }), createContextReader(deps), createStatusReader({ ...deps, failedForGood: settling.failedForGood }), traffic.reader],
    sends,
    yieldToTraffic: traffic.yieldToTraffic,
    deliveries: createDeliveries({ ...deps, delivery }),
    corrections: createCorrections({ ...deps, sends }),
    probe: (bridgeId: BridgeId) => probe.run(bridgeId),

    /** Typing and receipts of one push; best effort, like the push itself. */
    async passEphemeral(bridgeId: BridgeId, edus: readonly Record<string, unknown>[]): Promise<void> {
      const bridge = bridges.get(bridgeId);
      if (!bridge) return;
      const roomOf = ephemeralRoom(bridge);
      const passed = edus.map((edu) => delegateEphemeral(edu, roomOf)).filter((edu) => edu !== null);
      if (passed.length > 0) await bridgePort.transaction(bridgeId, newTransactionId(), { events: [], ephemeral: passed });
    },

    /** The bridge asked the homeserver for a ping, as every incarnation does before it reads its first event. */
    bridgeStarted(bridgeId: BridgeId, alsoInSameCommit?: (tx: WriteTx) => void): void {
      db.write((tx) => {
        settling.bridgeStarted(tx, bridgeId);
        startRun(tx, bridgeId, clock.now());
        alsoInSameCommit?.(tx);
      });
      deps.log.info({ bridge: bridgeId }, 'bridge.started');
      delivery.reachable(bridgeId);
    },

    checkpoints(bridgeId: BridgeId, posted: readonly Checkpoint[]): void {
      settling.checkpoints(
        bridgeId,
        posted.filter((checkpoint) => !probe.answered(checkpoint.eventId)),
      );
    },

    /** At a cut: what somebody has waiting in these rooms waits from now on for the successor's word. */
    park(tx: WriteTx, roomIds: readonly RoomId[], writtenBy: UserId): number {
      let parked = 0;
      for (const roomId of roomIds) {
        for (const eventId of parkWaiting(tx, roomId, writtenBy)) {
          parked++;
          const row = findRow(tx, eventId);
          if (row) tx.afterCommit(() => delivery.tell(row, 'needs-confirmation'));
        }
      }
      return parked;
    },

    openOf: openRowsOf,
    countByRoom: waitingByRoom,

    /** An account connected, was resumed, or something else upstream changed: see what may go now. */
    pump: () => delivery.letGo(),
    waiting: (accountId?: AccountId) => countWaiting(db, clock.now(), accountId),
    stateOf: (eventId: EventId) => findRow(db, eventId)?.state,

    /** Every few seconds: ask after silence, alarm what is stuck, hand stale messages back to their authors. */
    async sweep(): Promise<void> {
      sweepOutbox({ ...deps, delivery });
      settling.abandonUnconfirmed();
      await settling.askAfterSilence();
      delivery.pump();
    },
    async stop(): Promise<void> {
      settling.stop();
      await delivery.stop();
    },
  };
}
