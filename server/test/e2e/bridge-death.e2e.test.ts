import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

type Client = Awaited<ReturnType<World['clientOf']>>;
let world: World;
let anna: Colleague;
let client: Client;
let other: Client;
let withoutEcho: string;

beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
  client = await world.clientOf(anna, '+48511222333', 'Hello');
});
afterEach(async () => {
  await world.loopback.clearFaults();
});
afterAll(() => world.close());

const stateOf = (eventId: string): string | undefined => world.outbox().find((row) => row.eventId === eventId)?.state;
const copies = async (text: string): Promise<number> => (await client.phone.texts()).filter((each) => each === text).length;
const taken = (text: string): Promise<boolean> => until(`the network took "${text}"`, async () => (await copies(text)) === 1);
const decide = (eventId: string, verb: 'send' | 'discard'): Promise<unknown> => anna.api.post(`/deliveries/${encodeURIComponent(eventId)}/${verb}`, { reason: 'the client says so' });
/** The bridge has begun with it: what happens to it now depends on the moment of death. */
const begun = (eventId: string): Promise<unknown> => until('the bridge began', () => world.askRecord<{ seen: number }>('SELECT bridge_seen AS seen FROM outbox WHERE event_id = ?', eventId)[0]?.seen === 1);

async function restartBridge(): Promise<void> {
  await world.bridge.start();
  await world.api.accountIs('sales', 'connected');
}

test('killed before the network took a message: never repeated by itself; sent on the employee’s word, once', async () => {
  await world.loopback.fault({ delay_before_ms: 30_000, operations: ['message'], times: 1 });
  const sent = await anna.say(client.roomId, 'before the network');
  await begun(sent);
  await world.bridge.kill();
  await restartBridge();
  await anna.api.delivery(sent, 'uncertain');
  expect((await anna.answerTo(client.roomId, sent)).state).toBe('uncertain');
  expect(await copies('before the network')).toBe(0);

  await decide(sent, 'send');
  await anna.api.delivery(sent, 'delivered');
  expect(await copies('before the network')).toBe(1);
});

test('killed after the network took a message and before saving it: one honest unknown; discarding leaves one copy', async () => {
  await world.loopback.fault({ delay_after_ms: 30_000, operations: ['message'], times: 1 });
  const sent = await anna.say(client.roomId, 'taken and not saved');
  await taken('taken and not saved');
  await world.bridge.kill();
  await restartBridge();
  await anna.api.delivery(sent, 'uncertain');
  expect(await copies('taken and not saved')).toBe(1);
  expect((await world.api.get<{ alerts: { kind: string; target: string }[] }>('/alerts')).alerts).toContainEqual(expect.objectContaining({ kind: 'delivery.uncertain', target: sent }));

  await decide(sent, 'discard');
  expect(stateOf(sent)).toBe('discarded');
  await anna.say(client.roomId, 'after the discarded one');
  await client.phone.heard('after the discarded one');
  expect(await copies('taken and not saved')).toBe(1);
  expect((await world.api.get<{ alerts: { target: string }[] }>('/alerts')).alerts.filter(({ target }) => target === sent)).toEqual([]);
});

test('taken and not saved, and the employee says send: two copies, because a person decided so', async () => {
  await world.loopback.fault({ delay_after_ms: 30_000, operations: ['message'], times: 1 });
  const sent = await anna.say(client.roomId, 'sent on purpose twice');
  await taken('sent on purpose twice');
  await world.bridge.kill();
  await restartBridge();
  await anna.api.delivery(sent, 'uncertain');
  await decide(sent, 'send');
  await anna.api.delivery(sent, 'delivered');
  expect(await copies('sent on purpose twice')).toBe(2);
});

test('killed with 20 messages behind the one it holds: none is lost, none comes twice, all in order', async () => {
  await world.loopback.fault({ delay_before_ms: 30_000, operations: ['message'], times: 1 });
  const first = await anna.say(client.roomId, 'memory 0');
  await begun(first);
  const rest: string[] = [];
  for (let n = 1; n < 20; n++) rest.push(await anna.say(client.roomId, `memory ${n}`));
  await world.bridge.kill();
  await restartBridge();
  for (const eventId of rest) await anna.api.delivery(eventId, 'delivered');
  expect((await client.phone.texts()).filter((text) => text.startsWith('memory'))).toEqual(rest.map((_id, at) => `memory ${at + 1}`));
  expect(stateOf(first)).toBe('uncertain');
  await decide(first, 'discard');
});

test('the control plane is killed while messages are in flight: nothing is lost and nothing repeated', async () => {
  await world.loopback.fault({ delay_before_ms: 300, operations: ['message'], times: 3 });
  const sent = await Promise.all([0, 1, 2, 3].map((n) => anna.say(client.roomId, `in flight ${n}`)));
  await until('one is in flight', () => world.outbox().some(({ state }) => state === 'sending'));
  await world.controlPlane.kill();
  await world.controlPlane.start();
  for (const eventId of sent) await anna.api.delivery(eventId, 'delivered');
  for (const n of [0, 1, 2, 3]) expect(await copies(`in flight ${n}`)).toBe(1);
});

test('both are killed while a message is in flight: asked about, not repeated', async () => {
  await world.loopback.fault({ delay_after_ms: 30_000, operations: ['message'], times: 1 });
  const sent = await anna.say(client.roomId, 'both died');
  const behind = await anna.say(client.roomId, 'behind both');
  await taken('both died');
  await Promise.all([world.controlPlane.kill(), world.bridge.kill()]);
  await world.controlPlane.start();
  await restartBridge();
  await anna.api.delivery(sent, 'uncertain');
  await anna.api.delivery(behind, 'delivered');
  expect(await copies('both died')).toBe(1);
  await decide(sent, 'discard');
});

test('the control plane is killed at 20 instants of handing over: each message once', { timeout: 240_000 }, async () => {
  const sent: string[] = [];
  for (let kill = 0; kill < 20; kill++) {
    sent.push(await anna.say(client.roomId, `instant ${kill}`));
    // A little later each time: from before the journal has it until after the phone has it.
    const due = performance.now() + kill * 6;
    await until('the instant', () => performance.now() >= due, { everyMs: 1 });
    await world.controlPlane.kill();
    await world.controlPlane.start();
  }
  for (const eventId of sent) await anna.api.delivery(eventId, 'delivered', 60_000);
  expect((await client.phone.texts()).filter((text) => text.startsWith('instant'))).toEqual(sent.map((_id, at) => `instant ${at}`));
});

test('a message whose echo is lost waits for it, and nothing else does', async () => {
  other = await world.clientOf(anna, '+48511222334', 'Hello from another');
  await world.loopback.fault({ lose_echo: true, operations: ['message'], times: 1 });
  withoutEcho = await anna.say(other.roomId, 'lost echo'); // the bridge gives up on it after a minute
  await other.phone.heard('lost echo');
  const meanwhile = await anna.say(client.roomId, 'beside the lost echo');
  await anna.api.delivery(meanwhile, 'delivered');
});

test('an account is logged out with messages waiting: none fails, and all go after it is linked again', async () => {
  await world.loopback.state('48600000001', 'logged_out');
  await until('logged out', async () => (await world.api.account('sales')).state !== 'connected');
  const sent = await Promise.all([0, 1, 2, 3, 4].map((n) => anna.say(client.roomId, `logged out ${n}`)));
  await until('they wait', () => sent.every((eventId) => stateOf(eventId) === 'waiting'));
  await world.link();
  for (const eventId of sent) await anna.api.delivery(eventId, 'delivered');
  for (const n of [0, 1, 2, 3, 4]) expect(await copies(`logged out ${n}`)).toBe(1);
});

test('a certain failure is called failed, and may be sent again on the employee’s word', async () => {
  await world.loopback.fault({ fail: 'certain', operations: ['message'], times: 1 });
  const sent = await anna.say(client.roomId, 'refused by the network');
  await anna.api.delivery(sent, 'failed');
  expect(await copies('refused by the network')).toBe(0);
  await decide(sent, 'send');
  await anna.api.delivery(sent, 'delivered');
  expect(await copies('refused by the network')).toBe(1);
});

test.for([true, false])('a failure nobody is sure of (taken: %s) is never called sent, and never repeated by itself', async (wasTaken) => {
  const text = `unsure ${wasTaken}`;
  await world.loopback.fault({ fail: 'uncertain', taken: wasTaken, operations: ['message'], times: 1 });
  const sent = await anna.say(client.roomId, text);
  const next = await anna.say(client.roomId, `next of ${text}`);
  await anna.api.delivery(next, 'delivered', 60_000);
  expect(stateOf(sent)).toBe('uncertain');
  expect(await copies(text)).toBe(wasTaken ? 1 : 0);
});

test('an echo that never comes: the bridge says timeout, the box says uncertain', async () => {
  await anna.api.delivery(withoutEcho, 'uncertain', 90_000);
  expect((await other.phone.texts()).filter((text) => text === 'lost echo')).toHaveLength(1);
});

test('the homeserver, the journal and the phones agree, and every decision is on record', async () => {
  await world.check({ settled: true });
  const actions = await world.api.auditActions();
  expect(actions.filter((action) => action === 'delivery.sent-anyway')).toHaveLength(3);
  expect(actions.filter((action) => action === 'delivery.discarded')).toHaveLength(3);
});
