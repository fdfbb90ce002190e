import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Box } from '@holdfast/provisioning';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requestJson } from '../support/json-http.ts';
import type { Phone } from '../support/phone.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';
import { calibration, percentile, writeSection } from './report.ts';

const samples = 200;
const warmUp = 20;

/**
 * What a message costs on its way from an employee to a client's phone, with the gate and without. The floor is a second
 * box in which the same homeserver pushes to the same bridge directly and the service user writes itself.
 */
let gated: World;
let direct: World;
let viaGate: { employee: Colleague; client: Phone; roomId: string };
let floor: { client: Phone; roomId: string; token: string; homeserver: string };

/** Points the registration at the bridge instead of the gate, with the token the bridge knows. */
function withoutGate(box: Box): void {
  const path = join(box.layout.config, 'registration-loopback.yaml');
  const token = readFileSync(join(box.layout.secrets, 'loopback-gate-to-bridge'), 'utf8').trim();
  const text = readFileSync(path, 'utf8')
    .replace(/^url: .*$/m, `url: http://127.0.0.1:${box.config.bridges['loopback']?.port}`)
    .replace(/^hs_token: .*$/m, `hs_token: ${token}`);
  writeFileSync(path, text);
}

beforeAll(async () => {
  gated = await createWorld();
  await gated.link();
  const employee = await gated.hire('anna');
  const { phone: client, roomId } = await gated.clientOf(employee, '+48511000001', 'hello there');
  viaGate = { employee, client, roomId };

  direct = await createWorld({ prepare: withoutGate });
  await direct.link();
  const owner = await direct.hire('anna');
  const other = await direct.clientOf(owner, '+48511000001', 'hello there');
  const signedIn = await requestJson<{ access_token: string }>('POST', `${direct.urls.homeserver}/_matrix/client/v3/login`, {
    token: direct.secret('holdfast-as-token'),
    body: { type: 'm.login.application_service', identifier: { type: 'm.id.user', user: '@acct_loopback_sales:box.test' }, device_id: 'BENCH' },
  });
  floor = { client: other.phone, roomId: other.roomId, token: signedIn.access_token, homeserver: direct.urls.homeserver };
});
afterAll(async () => {
  await gated?.close();
  await direct?.close();
});

async function latencyOf(client: Phone, text: string, send: () => Promise<unknown>): Promise<number> {
  const started = Date.now();
  await send();
  const entry = (await client.saw(text, (candidate) => candidate.content?.text === text)) as unknown as { at: number };
  return entry.at - started;
}

test('employee to phone', async () => {
  const before = calibration();
  const gate: number[] = [];
  const plain: number[] = [];
  for (let n = 0; n < samples + warmUp; n++) {
    const text = `message ${n}`;
    const through = await latencyOf(viaGate.client, text, () => viaGate.employee.say(viaGate.roomId, text));
    const past = await latencyOf(floor.client, text, () =>
      requestJson('PUT', `${floor.homeserver}/_matrix/client/v3/rooms/${encodeURIComponent(floor.roomId)}/send/m.room.message/bench${n}`, { token: floor.token, body: { msgtype: 'm.text', body: text } }),
    );
    if (n < warmUp) continue;
    gate.push(through);
    plain.push(past);
  }
  const [g50, g95, p50, p95] = [percentile(gate, 0.5), percentile(gate, 0.95), percentile(plain, 0.5), percentile(plain, 0.95)];
  writeSection(
    'Employee to phone',
    `${samples} messages each, alternating between a box with the gate and one whose bridge is registered directly; from before the request to the moment the network took it.`,
    [
      { name: 'p95, gate / direct', value: `${g95} / ${p95} ms = ${(g95 / p95).toFixed(2)}`, target: 'at most 1.5', met: g95 <= 1.5 * p95 },
      { name: 'p50, gate − direct', value: `${g50} − ${p50} = ${g50 - p50} ms`, target: 'at most 10 ms', met: g50 - p50 <= 10 },
    ],
    [`Calibration before and after: ${before} and ${calibration()} ms.`],
  );
  expect(gate).toHaveLength(samples);
});
