import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import { afterEach, beforeEach, expect } from 'vitest';
import { createFakeBridge } from './fake-bridge.ts';
import { createFakeEventSource, type FakeEvent } from './fake-event-source.ts';
import { createKeptBodies } from './kept-bodies.ts';
import { createAuditTrail } from '../../src/audit/index.ts';
import { openDb, type Db } from '../../src/db/index.ts';
import { createJournal, type Journal } from '../../src/journal/index.ts';
import { createNews, manualClock, silentLog, type PersonActor } from '../../src/kernel/index.ts';
import { createGate, type Gate } from '../../src/gate/gate.ts';
import type { GateBridge, GatePortal } from '../../src/gate/ports.ts';

export const anna = '@anna:box.test' as UserId;
export const boris = '@boris:box.test' as UserId;
const bot = '@loopbackbot:box.test';
export const service = '@acct_loopback_sales:box.test' as UserId;
export const bridgeId = 'loopback' as BridgeId;
export const room = '!room' as RoomId;

const bridge: GateBridge = { id: bridgeId, botUserId: bot as UserId, isGhost: (id) => id.startsWith('@loopback_'), commandPrefix: '!secret', confirmsDelivery: true };
export const actorOf = (userId: UserId): PersonActor => ({ kind: 'person', personId: 'pers_x' as never, userId, roles: ['employee'], teamId: null, sessionId: 'sess_x' as never });

/** What a test may look at and change between two events. */
type State = {
  directory: string;
  db: Db;
  gate: Gate;
  journal: Journal;
  events: ReturnType<typeof createFakeEventSource>;
  fake: ReturnType<typeof createFakeBridge>;
  owner: UserId | null;
  account: { connected: boolean; paused: boolean };
  /** Events about which an answer in the room was ordered. */
  answers: string[];
};
/** Journal and gate on a real file, so that a killed control plane is a new one on the same record. */
export const rig = {} as State;
export const clock = manualClock();
let serial = 0;

function startBox(): void {
  rig.db = openDb(join(rig.directory, 'record.db'));
  const portal = (): GatePortal => ({ roomId: room, bridgeId, state: 'open', account: { accountId: 'acct_x' as never, serviceUserId: service, staleMinutes: 15, ...rig.account } });
  const deps = {
    db: rig.db,
    clock,
    log: silentLog,
    news: createNews(),
    source: rig.events.source,
    audit: createAuditTrail({ clock }),
    alerts: { raise: () => {}, resolve: () => {} },
    enqueue: (_tx: unknown, job: { key: string }) => void rig.answers.push(job.key),
    homeserver: {} as never,
    serverName: 'box.test',
    isWithinReach: () => true,
    bridges: new Map([[bridgeId, bridge]]),
    bridgePort: rig.fake.port,
    saved: rig.fake.savedMessages,
    fenceGraceMs: 5,
    directory: {
      portalOf: (_db: unknown, roomId: RoomId) => (roomId === room ? portal() : undefined),
      whoAnswers: (_db: unknown, roomId: RoomId, userId: UserId) => (roomId === room && userId === rig.owner ? ('owner' as const) : null),
    },
  };
  rig.gate = createGate(deps);
  rig.journal = createJournal({ ...deps, bodies: createKeptBodies(), readers: rig.gate.readers, onFault: (_tx, eventId) => expect.unreachable(`fault on ${eventId}`) });
  const own = rig.gate;
  rig.fake.onCheckpoint((posted) => {
    if (rig.gate === own) own.checkpoints(bridgeId, posted);
  });
}

export async function killBox(): Promise<void> {
  await rig.gate.stop();
  rig.db.close();
  startBox();
}

export const quiet = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, 15)); // longer than the fence's grace of this test
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};

export async function happen(event: Partial<FakeEvent> & { content?: Record<string, unknown> }): Promise<EventId> {
  const eventId = event.eventId ?? `$e${++serial}`;
  rig.events.add({ sender: anna, content: {}, ...event, eventId });
  await rig.journal.catchUp();
  await quiet();
  return eventId as EventId;
}
export const say = (body: string, sender: string = anna): Promise<EventId> => happen({ sender, content: { msgtype: 'm.text', body } });
export const edit = (target: string, body: string, sender: string = anna): Promise<EventId> =>
  happen({ sender, content: { msgtype: 'm.text', body: `* ${body}`, 'm.new_content': { msgtype: 'm.text', body }, 'm.relates_to': { rel_type: 'm.replace', event_id: target } } });
export const redact = (target: string, sender: string = anna): Promise<EventId> => happen({ sender, type: 'm.room.redaction', redacts: target, content: { redacts: target } });
export const states = (...ids: EventId[]): unknown[] => ids.map((id) => rig.gate.stateOf(id));

/** A fresh box for every test of the file that calls this. */
export function useGateRig(): void {
  beforeEach(() => {
    rig.directory = mkdtempSync(join(tmpdir(), 'gate-'));
    rig.events = createFakeEventSource(() => clock.now());
    rig.fake = createFakeBridge();
    rig.owner = anna;
    rig.account = { connected: true, paused: false };
    rig.answers = [];
    startBox();
  });
  afterEach(async () => {
    await rig.gate.stop();
    rig.db.close();
    rmSync(rig.directory, { recursive: true });
  });
}
