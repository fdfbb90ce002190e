import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestJson } from '../support/json-http.ts';
import { insist } from '../support/insist.ts';
import { hasRecorded } from '../support/record-of.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
beforeAll(async () => {
  world = await createWorld();
  await world.link();
  anna = await world.hire('anna');
});
afterAll(() => world.close());

const journaled = (text: string): boolean => hasRecorded(world.recordDb, text);

test('the homeserver is away while clients write: everything is recorded when it is back', async () => {
  const clients = await world.clientsOf(anna, ['+48511000401', '+48511000402', '+48511000403'], 'outage');
  await world.homeserver.kill();
  for (let n = 0; n < 10; n++) for (const [at, { phone }] of clients.entries()) await phone.write(world.companyNumber, `meanwhile ${at} ${n}`);
  await world.homeserver.start();
  for (const [at, { roomId }] of clients.entries()) {
    for (let n = 0; n < 10; n++) await until(`meanwhile ${at} ${n} is recorded`, () => journaled(`meanwhile ${at} ${n}`), { timeoutMs: 120_000, everyMs: 200 });
    await anna.sees(roomId, 'the last of it', (event) => event.content['body'] === `meanwhile ${at} 9`);
  }
});

test('transaction ids that come again, of a homeserver that starts counting anew: nothing is taken for known', async () => {
  const { phone, roomId } = await world.clientOf(anna, '+48511000411', 'ids');
  const push = (transaction: string): Promise<unknown> =>
    requestJson('PUT', `${world.urls.gate}/from-homeserver/loopback/_matrix/app/v1/transactions/${transaction}`, { token: world.secret('loopback-homeserver-to-gate'), body: { events: [] } });
  for (const id of ['1', '2', '2', '1']) {
    await push(id);
    const sent = await anna.say(roomId, `under id ${id} ${randomUUID()}`);
    await anna.api.delivery(sent, 'delivered');
    await push(id);
  }
  await world.homeserver.kill();
  await world.homeserver.start();
  const after = await anna.say(roomId, 'after the restart');
  await anna.api.delivery(after, 'delivered');
  expect((await phone.texts()).filter((text) => text.startsWith('under id'))).toHaveLength(4);
});

test('every push is lost while the control plane stands still: 200 messages are recorded and arrive in order', async () => {
  const clients = await world.clientsOf(anna, ['+48511000421', '+48511000422', '+48511000423', '+48511000424'], 'frozen');
  world.controlPlane.freeze();
  await Promise.all(clients.map(async ({ roomId }, at) => {
    for (let n = 0; n < 50; n++) await insist(() => anna.say(roomId, `frozen ${at} ${n}`));
  }));
  await world.homeserver.kill(); // and what it had queued for the gate with it
  await world.homeserver.start();
  world.controlPlane.thaw();
  for (const [at, { phone }] of clients.entries()) {
    await phone.heard(`frozen ${at} 49`, 120_000);
    expect((await phone.texts()).filter((text) => text.startsWith('frozen'))).toEqual(Array.from({ length: 50 }, (_each, n) => `frozen ${at} ${n}`));
  }
});

test('the homeserver, the journal and the phones agree', async () => {
  await world.check({ settled: true });
  expect((await world.api.get<{ alerts: { kind: string }[] }>('/alerts')).alerts.filter(({ kind }) => kind === 'journal.fault')).toEqual([]);
});
