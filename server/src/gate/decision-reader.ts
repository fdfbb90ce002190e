import { noteEventType, type EventId, type UserId } from '@holdfast/contract';
import type { ReadDb, WriteTx } from '../db/index.ts';
import { findJournaled, standingEdit, type CapturedEvent, type JournaledEvent, type JournalReader } from '../journal/index.ts';
import type { Clock, Log, News } from '../kernel/index.ts';
import { orderedBy } from './service-sends.ts';
import { decide, type Decision, type Facts, type Reach } from './decide.ts';
import { findDecision, insertDecision } from './decision-repository.ts';
import { findByBody, findRow, insertRow, replaceBody, settle } from './outbox-repository.ts';
import type { GateAlerts, GateBridge, GateDirectory, GatePortal } from './ports.ts';

type Deps = {
  bridges: ReadonlyMap<string, GateBridge>;
  directory: GateDirectory;
  alerts: GateAlerts;
  clock: Clock;
  log: Log;
  news: News;
  /** Orders the answer in the room; in the same transaction as the refusal. */
  orderAnswer: (tx: WriteTx, eventId: EventId) => void;
  /** Something new may be ready to go out. Called after commit. */
  onReady: () => void;
};

/** Events that only the homeserver or the control plane brings about in an employee's name. */
const silentTypes = new Set(['m.room.member']);

/**
 * Decides about every event of a company-side user in the transaction that records it, and puts what passes into the
 * outbox: a message is either decided and durable or was never seen.
 */
export function createDecisionReader({ bridges, directory, alerts, clock, log, news, orderAnswer, onReady }: Deps): JournalReader {
  return {
    name: 'gate',
    read(tx, event) {
      const portal = directory.portalOf(tx, event.roomId);
      const bridge = portal && bridges.get(portal.bridgeId);
      if (!portal || !bridge || !isForUs(event, bridge)) return;

      const service = portal.account?.serviceUserId;
      const speaksForAccount = event.sender === service;
      const ordered = speaksForAccount && orderedBy(tx, event) !== undefined;
      // The bridge speaks as the service user too: what was typed on the handset. It came from the network.
      if (speaksForAccount && !ordered) return;

      const decision = decideOrRefuse(tx, event, {
        portal,
        ordered,
        answers: speaksForAccount ? null : directory.whoAnswers(tx, event.roomId, event.sender, clock.now()),
        commandPrefix: bridge.commandPrefix,
        journaled: (eventId) => findJournaled(tx, eventId),
        reach: (target) => reachOf(tx, target, bridge, service),
        isCompanySide: (userId) => !bridge.isGhost(userId) && userId !== bridge.botUserId,
      });
      insertDecision(tx, event, decision, clock.now());
      if (decision.verdict === 'refuse') orderAnswer(tx, event.eventId);
      if (event.relation === 'redaction') withdrawMergedEdit(tx, event);
      if (decision.verdict === 'pass') enqueue(tx, event, portal, decision);
    },
  };

  /** A content the table chokes on is refused aloud like any other: its author must not believe that it was sent. */
  function decideOrRefuse(tx: WriteTx, event: CapturedEvent, facts: Facts): Decision {
    try {
      return decide(event, facts);
    } catch (failure) {
      log.error({ eventId: event.eventId, stack: failure instanceof Error ? failure.stack : undefined }, 'gate.decision-failed');
      alerts.raise(tx, { kind: 'gate.failed', target: event.eventId, detail: { roomId: event.roomId } });
      return { verdict: 'refuse', code: 'INTERNAL' };
    }
  }

  function isForUs(event: CapturedEvent, bridge: GateBridge): boolean {
    return event.sender !== bridge.botUserId && !bridge.isGhost(event.sender) && !(event.stateKey !== null && silentTypes.has(event.type));
  }

  function enqueue(tx: WriteTx, event: CapturedEvent, portal: GatePortal, decision: Extract<Decision, { verdict: 'pass' }>): void {
    if (!portal.account || changedWhatWaits(tx, event, decision)) return;
    insertRow(tx, {
      eventId: event.eventId,
      bridgeId: portal.bridgeId,
      roomId: event.roomId,
      accountId: portal.account.accountId,
      sender: event.sender,
      serviceUserId: portal.account.serviceUserId,
      kind: decision.kind,
      target: decision.target,
      originAt: event.originServerTs,
      enqueuedAt: clock.now(),
    });
    tx.afterCommit(onReady);
  }

  /** Somebody takes back a correction that was merged into a waiting message: what stood before it stands again. */
  function withdrawMergedEdit(tx: WriteTx, event: CapturedEvent): void {
    const edit = event.relatesTo === null ? undefined : findJournaled(tx, event.relatesTo);
    if (edit?.relation !== 'edit' || edit.relatesTo === null || edit.sender !== event.sender) return;
    const row = findByBody(tx, edit.eventId, edit.relatesTo);
    if (row?.state === 'waiting' || row?.state === 'needs-confirmation') {
      replaceBody(tx, row.seq, standingEdit(tx, row.eventId, row.sender) ?? null);
    }
  }

  /** A redaction of what waits cancels it, an edit replaces its body: the first version never leaves. */
  function changedWhatWaits(tx: WriteTx, event: CapturedEvent, { kind, target }: Extract<Decision, { verdict: 'pass' }>): boolean {
    if (target === null || (kind !== 'edit' && kind !== 'redaction')) return false;
    const row = findRow(tx, target);
    if (!row || (row.state !== 'waiting' && row.state !== 'needs-confirmation')) return false;
    if (kind === 'edit') replaceBody(tx, row.seq, event.eventId);
    else settle(tx, row.seq, 'cancelled', 'WITHDRAWN', clock.now());
    const state = kind === 'edit' ? row.state : 'cancelled';
    tx.afterCommit(() => news.publish({ kind: 'delivery.changed', roomId: row.roomId, eventId: row.eventId, state }));
    return true;
  }
}

/** How far an event got towards the client, by who wrote it and what became of it. */
function reachOf(db: ReadDb, event: JournaledEvent, bridge: GateBridge, service: UserId | undefined): Reach {
  if (bridge.isGhost(event.sender)) return 'with-client';
  if (event.sender === bridge.botUserId || event.type === noteEventType) return 'inside';
  const row = findRow(db, event.eventId);
  if (row) {
    if (row.state === 'delivered' || row.state === 'unconfirmed') return 'with-client';
    return row.state === 'waiting' || row.state === 'sending' || row.state === 'uncertain' || row.state === 'needs-confirmation' ? 'on-its-way' : 'inside';
  }
  // Without a row: typed on the handset (the bridge speaks as the service user, nothing was decided), or never passed.
  return event.sender === service && findDecision(db, event.eventId) === undefined ? 'with-client' : 'inside';
}
