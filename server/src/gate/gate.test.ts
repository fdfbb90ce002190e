import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BridgeId, EventId, RoomId, UserId } from '@holdfast/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFakeBridge } from '../../test/fakes/fake-bridge.ts';
import { createFakeEventSource, type FakeEvent } from '../../test/fakes/fake-event-source.ts';
import { createAuditTrail } from '../audit/index.ts';
import { openDb, type Db } from '../db/index.ts';
import { createJournal, findJournaled, plainBodies, type Journal } from '../journal/index.ts';
import { createNews, manualClock, silentLog, type PersonActor } from '../kernel/index.ts';
import { createGate, type Gate } from './gate.ts';
import type { GateBridge, GatePortal } from './ports.ts';

const anna = '@anna:box.test' as UserId;
const boris = '@boris:box.test' as UserId;
const bot = '@loopbackbot:box.test';
const service = '@acct_loopback_sales:box.test' as UserId;
const bridgeId = 'loopback' as BridgeId;
const room = '!room' as RoomId;

const bridge: GateBridge = { id: bridgeId, botUserId: bot as UserId, isGhost: (id) => id.startsWith('@loopback_'), commandPrefix: '!secret', confirmsDelivery: true };
const actorOf = (userId: UserId): PersonActor => ({ kind: 'person', personId: 'pers_x' as never, userId, roles: ['employee'], teamId: null, sessionId: 'sess_x' as never });

/** Journal and gate on a real file, so that a killed control plane is a new one on the same record. */
let directory: string;
let db: Db;
let gate: Gate;
let journal: Journal;
const clock = manualClock();
let events: ReturnType<typeof createFakeEventSource>;
let fake: ReturnType<typeof createFakeBridge>;
let owner: UserId | null;
let account: { connected: boolean; paused: boolean };
let answers: string[];
let serial = 0;

function startBox(): void {
  db = openDb(join(directory, 'record.db'));
  const portal = (): GatePortal => ({ roomId: room, bridgeId, state: 'open', account: { accountId: 'acct_x' as never, serviceUserId: service, staleMinutes: 15, ...account } });
  const deps = {
    db,
    clock,
    log: silentLog,
    news: createNews(),
    source: events.source,
    audit: createAuditTrail({ clock }),
    alerts: { raise: () => {}, resolve: () => {} },
    enqueue: (_tx: unknown, job: { key: string }) => void answers.push(job.key),
    homeserver: {} as never,
    serverName: 'box.test',
    isWithinReach: () => true,
    bridges: new Map([[bridgeId as string, bridge]]),
    bridgePort: fake.port,
    saved: fake.savedMessages,
    fenceGraceMs: 5,
    directory: {
      portalOf: (_db: unknown, roomId: RoomId) => (roomId === room ? portal() : undefined),
      whoAnswers: (_db: unknown, roomId: RoomId, userId: UserId) => (roomId === room && userId === owner ? ('owner' as const) : null),
    },
  };
  gate = createGate(deps);
  journal = createJournal({ ...deps, bodies: plainBodies, readers: gate.readers, onFault: (_tx, eventId) => expect.unreachable(`fault on ${eventId}`) });
  const own = gate;
  fake.onCheckpoint((posted) => {
    if (gate === own) gate.checkpoints(bridgeId, posted);
  });
}

async function killBox(): Promise<void> {
  await gate.stop();
  db.close();
  startBox();
}

const quiet = async (): Promise<void> => {
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
  await new Promise((resolve) => setTimeout(resolve, 15)); // longer than the fence's grace of this test
  for (let i = 0; i < 20; i++) await new Promise((resolve) => setImmediate(resolve));
};

async function happen(event: Partial<FakeEvent> & { content?: Record<string, unknown> }): Promise<EventId> {
  const eventId = event.eventId ?? `$e${++serial}`;
  events.add({ sender: anna, content: {}, ...event, eventId });
  await journal.catchUp();
  await quiet();
  return eventId as EventId;
}
const say = (body: string, sender: string = anna): Promise<EventId> => happen({ sender, content: { msgtype: 'm.text', body } });
const edit = (target: string, body: string, sender: string = anna): Promise<EventId> =>
  happen({ sender, content: { msgtype: 'm.text', body: `* ${body}`, 'm.new_content': { msgtype: 'm.text', body }, 'm.relates_to': { rel_type: 'm.replace', event_id: target } } });
const redact = (target: string, sender: string = anna): Promise<EventId> => happen({ sender, type: 'm.room.redaction', redacts: target, content: { redacts: target } });
const states = (...ids: EventId[]): unknown[] => ids.map((id) => gate.stateOf(id));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'gate-'));
  events = createFakeEventSource(() => clock.now());
  fake = createFakeBridge();
  owner = anna;
  account = { connected: true, paused: false };
  answers = [];
  startBox();
});
afterEach(async () => {
  await gate.stop();
  db.close();
  rmSync(directory, { recursive: true });
});

test('what the owner writes reaches the phone as the company, once and in order', async () => {
  const sent = [await say('one'), await say('two'), await say('three')];
  expect(fake.texts()).toEqual(['one', 'two', 'three']);
  expect(fake.phone.every((event) => event.sender === service)).toBe(true);
  expect(states(...sent)).toEqual(['delivered', 'delivered', 'delivered']);
});

test('nothing leaves that is not in the record', async () => {
  fake.hold();
  const sent = await say('one');
  expect(findJournaled(db, sent)).toBeDefined();
  expect(gate.stateOf(sent)).toBe('sending');
});

test('a colleague is refused, told so, and the phone hears nothing', async () => {
  const sent = await say('call my new number', boris);
  expect(fake.texts()).toEqual([]);
  expect(answers).toEqual([sent]);
});

test('an event that became visible late is recorded and sent', async () => {
  const reveal = events.reserve({ eventId: '$late', sender: anna, content: { msgtype: 'm.text', body: 'late' } });
  await say('early');
  reveal();
  await journal.catchUp();
  await quiet();
  expect(fake.texts()).toEqual(['early', 'late']);
});

test('while the login is not connected everything waits, and goes out in order when it is', async () => {
  account.connected = false;
  const sent = [await say('one'), await say('two')];
  expect(states(...sent)).toEqual(['waiting', 'waiting']);
  account.connected = true;
  gate.pump();
  await quiet();
  expect(fake.texts()).toEqual(['one', 'two']);
});

test('a login that is logged out behind our back returns the message to the queue', async () => {
  fake.logOut();
  account.connected = true;
  const sent = await say('one');
  account.connected = false;
  await quiet();
  expect(gate.stateOf(sent)).toBe('waiting');
  fake.logIn();
  account.connected = true;
  gate.pump();
  await quiet();
  expect(fake.texts()).toEqual(['one']);
});

describe('a message that waits', () => {
  beforeEach(() => void (account.connected = false));
  const release = async (): Promise<void> => {
    account.connected = true;
    gate.pump();
    await quiet();
  };

  test('is withdrawn: nothing is sent, not even the withdrawal', async () => {
    const sent = await say('first version');
    await redact(sent);
    await release();
    expect(fake.phone).toEqual([]);
    expect(gate.stateOf(sent)).toBe('cancelled');
  });

  test('is corrected: only the newest version leaves', async () => {
    const sent = await say('first version');
    await edit(sent, 'second version');
    await edit(sent, 'third version');
    await release();
    expect(fake.texts()).toEqual(['third version']);
  });

  test('is corrected and the correction withdrawn: the version before it stands', async () => {
    const sent = await say('first version');
    await edit(sent, 'second version');
    await redact(await edit(sent, 'third version'));
    await release();
    expect(fake.texts()).toEqual(['second version']);
  });

  test('is not sent empty when the homeserver has pruned it', async () => {
    const sent = await say('gone');
    events.prune(sent);
    await release();
    expect(fake.phone).toEqual([]);
    expect(gate.stateOf(sent)).toBe('cancelled');
  });

  test('is waited for by what answers it', async () => {
    const sent = await say('question');
    await happen({ type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: sent, key: '👍' } } });
    await release();
    expect(fake.phone.map((event) => event.type)).toEqual(['m.room.message', 'm.reaction']);
  });

  test('takes down with it what refers to it when it is discarded', async () => {
    const sent = await say('question');
    const reaction = await happen({ type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: sent, key: '👍' } } });
    db.write((tx) => void gate.park(tx, [room], boris));
    clock.advance(16 * 60_000);
    await gate.sweep();
    gate.deliveries.decide(actorOf(anna), 'own', sent, 'discard');
    await release();
    expect(fake.phone).toEqual([]);
    expect(states(sent, reaction)).toEqual(['discarded', 'refused']);
  });

  test('is asked about when it has become old news', async () => {
    const sent = await say('good morning');
    clock.advance(16 * 60_000);
    await gate.sweep();
    await release();
    expect(fake.phone).toEqual([]);
    expect(gate.stateOf(sent)).toBe('needs-confirmation');
    gate.deliveries.decide(actorOf(anna), 'own', sent, 'send');
    await quiet();
    expect(fake.texts()).toEqual(['good morning']);
  });

  test("of somebody who left waits for the successor's word, who alone may give it", async () => {
    const sent = [await say('one'), await say('two')] as const;
    owner = boris;
    expect(db.write((tx) => gate.park(tx, [room], anna))).toBe(2);
    await release();
    expect(fake.phone).toEqual([]);
    expect(() => gate.deliveries.decide(actorOf(anna), 'own', sent[0], 'send')).toThrow(expect.objectContaining({ code: 'NOT_OWNER' }));
    gate.deliveries.decide(actorOf(boris), 'own', sent[0], 'send');
    gate.deliveries.decide(actorOf(boris), 'own', sent[1], 'discard');
    await quiet();
    expect(fake.texts()).toEqual(['one']);
    expect(() => gate.deliveries.decide(actorOf(boris), 'own', sent[0], 'send')).toThrow(expect.objectContaining({ code: 'DELIVERY_NOT_DECIDABLE' }));
  });

  test('is held back even if nobody parked it: ownership is asked again at delivery', async () => {
    const sent = await say('one');
    owner = boris;
    await release();
    expect(fake.phone).toEqual([]);
    expect(gate.stateOf(sent)).toBe('needs-confirmation');
  });
});

describe('internal notes', () => {
  test('never leave, and nothing that refers to them does', async () => {
    const note = await happen({ type: 'io.holdfast.note', content: { body: 'careful' } });
    const before = answers.length;
    await happen({ content: { msgtype: 'm.text', body: 'x', 'm.relates_to': { 'm.in_reply_to': { event_id: note } } } });
    await edit(note, 'x');
    await happen({ type: 'm.reaction', content: { 'm.relates_to': { rel_type: 'm.annotation', event_id: note, key: '👍' } } });
    expect(answers.length - before).toBe(3);
    await redact(note);
    expect(answers.length - before).toBe(3);
    expect(fake.phone).toEqual([]);
  });
});

describe('the account speaks', () => {
  test('what was typed on the handset is recorded and not sent back', async () => {
    await happen({ sender: service, content: { msgtype: 'm.text', body: 'from the handset', 'fi.mau.double_puppet_source': 'x' } });
    expect(fake.phone).toEqual([]);
    expect(answers).toEqual([]);
  });

  test('what the control plane ordered is sent, and only with its order', async () => {
    db.write((tx) => {
      tx.prepare("INSERT INTO service_send (transaction_id, service_user_id, room_id, purpose, ordered_by, created_at) VALUES ('t1', ?, ?, 'greeting', 'x', 1)").run(service, room);
    });
    await happen({ sender: service, transactionId: 't1', content: { msgtype: 'm.text', body: 'hello' } });
    await happen({ sender: service, transactionId: 't2', content: { msgtype: 'm.text', body: 'nobody ordered this' } });
    expect(fake.texts()).toEqual(['hello']);
  });
});

describe('a bridge that dies', () => {
  test('with messages in its memory: they are sent once it is back, each once', async () => {
    fake.hold();
    fake.lose();
    const sent = await say('one');
    await say('two');
    fake.die();
    fake.lossless();
    fake.release();
    fake.start();
    gate.bridgeStarted(bridgeId);
    await quiet();
    expect(fake.texts()).toEqual(['one', 'two']);
    expect(gate.stateOf(sent)).toBe('delivered');
  });

  test('after the network took a message and before saving it: uncertain, and never repeated by itself', async () => {
    fake.next('die-after');
    const sent = await say('one');
    fake.start();
    gate.bridgeStarted(bridgeId);
    await quiet();
    expect(fake.texts()).toEqual(['one']);
    expect(gate.stateOf(sent)).toBe('uncertain');
    await say('two');
    expect(fake.texts()).toEqual(['one', 'two']);
    gate.deliveries.decide(actorOf(anna), 'own', sent, 'discard');
    expect(gate.stateOf(sent)).toBe('discarded');
  });

  test('before the network took it, in the middle of handling: uncertain too, for nobody can know', async () => {
    fake.next('die-before');
    const sent = await say('one');
    fake.start();
    gate.bridgeStarted(bridgeId);
    await quiet();
    expect(gate.stateOf(sent)).toBe('uncertain');
    gate.deliveries.decide(actorOf(anna), 'own', sent, 'send');
    await quiet();
    expect(fake.texts()).toEqual(['one']);
  });

  test('after saving and before saying so: delivered, not repeated', async () => {
    fake.lose();
    const sent = await say('one');
    fake.die();
    fake.lossless();
    fake.start();
    gate.bridgeStarted(bridgeId);
    await quiet();
    expect(fake.texts()).toEqual(['one']);
    expect(gate.stateOf(sent)).toBe('delivered');
  });

  test('and is away: the message waits and goes when it is back', async () => {
    fake.die();
    const sent = await say('one');
    expect(gate.stateOf(sent)).toBe('waiting');
    fake.start();
    gate.bridgeStarted(bridgeId);
    await quiet();
    expect(fake.texts()).toEqual(['one']);
  });
});

describe('a control plane that dies', () => {
  test('while the bridge goes on: the fence tells, and nothing is sent twice', async () => {
    fake.lose();
    const sent = await say('one');
    fake.lossless();
    await killBox();
    await gate.sweep();
    await quiet();
    expect(fake.texts()).toEqual(['one']);
    expect(gate.stateOf(sent)).toBe('delivered');
  });

  test('before its request reached the bridge: sent once', async () => {
    fake.hold();
    const sent = await say('one');
    fake.die();
    fake.start();
    fake.release();
    await killBox();
    await gate.sweep();
    await quiet();
    expect(fake.texts()).toEqual(['one']);
    expect(gate.stateOf(sent)).toBe('delivered');
  });

  test('together with the bridge: one honest unknown', async () => {
    fake.hold();
    const sent = await say('one');
    fake.die();
    await killBox();
    fake.start();
    fake.release();
    gate.bridgeStarted(bridgeId);
    await gate.sweep();
    await quiet();
    expect(fake.texts()).toEqual([]);
    expect(gate.stateOf(sent)).toBe('uncertain');
  });
});

test('a failure the network is sure of closes the message and the next one goes', async () => {
  fake.next('certain');
  const sent = await say('one');
  fake.next('ok');
  await say('two');
  expect(gate.stateOf(sent)).toBe('failed');
  expect(fake.texts()).toEqual(['two']);
  gate.deliveries.decide(actorOf(anna), 'own', sent, 'send');
  await quiet();
  expect(fake.texts()).toEqual(['two', 'one']);
});

test('a network that never confirms leaves an honest unknown', async () => {
  fake.next('timeout');
  expect(gate.stateOf(await say('one'))).toBe('uncertain');
});

test('a paused account sends nothing until it is resumed', async () => {
  account.paused = true;
  await say('one');
  expect(fake.phone).toEqual([]);
  account.paused = false;
  gate.pump();
  await quiet();
  expect(fake.texts()).toEqual(['one']);
});

test('after a restore nothing that was open goes out by itself', async () => {
  account.connected = false;
  const sent = await say('one');
  db.write((tx) => void gate.afterRestore(tx));
  account.connected = true;
  gate.pump();
  await quiet();
  expect(fake.phone).toEqual([]);
  expect(gate.stateOf(sent)).toBe('uncertain');
});
