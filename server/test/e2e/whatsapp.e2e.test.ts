import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account, Linking, LoginFlow } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { HttpFailure } from '../support/json-http.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';

/** Stock mautrix-whatsapp, built from the pinned module and really started. There is no internet here: linking ends at the network. */
let world: World;
let account: Account;
beforeAll(async () => {
  world = await createWorld({ bridges: ['loopback', 'whatsapp'] });
  const { teams } = await world.api.get<{ teams: { teamId: string }[] }>('/teams');
  account = await world.api.post<Account>('/accounts', { bridgeId: 'whatsapp', slug: 'whatsapp-sales', label: 'WhatsApp sales', teamId: teams[0]?.teamId });
}, 400_000);
afterAll(() => world.close());

test('it connects to the homeserver and to the gate: alive, ready, and its start is on record', async () => {
  const port = world.box.config.bridges['whatsapp']!.port;
  for (const probe of ['live', 'ready']) {
    await until(`it is ${probe}`, async () => (await fetch(`http://127.0.0.1:${port}/_matrix/mau/${probe}`)).ok);
  }
  expect(await until('its ping reached the gate', () => world.askRecord<{ number: number }>("SELECT number FROM run WHERE part = 'whatsapp'")[0]?.number)).toBe(1);
});

test('killed, it comes back as a new run', async () => {
  await world.part('bridge-whatsapp').kill();
  await world.part('bridge-whatsapp').start();
  await until('its second ping', () => world.askRecord<{ number: number }>("SELECT number FROM run WHERE part = 'whatsapp'")[0]?.number === 2);
});

test('its login flows are offered through our API', async () => {
  const { flows } = await until('login flows', async () => world.api.get<{ flows: LoginFlow[] }>(`/accounts/${account.accountId}/login-flows`));
  expect(flows.map(({ flowId }) => flowId).toSorted()).toEqual(['phone', 'qr']);
});

test('linking by QR shows a code or says clearly that the network is out of reach; cancelling ends it', { timeout: 120_000 }, async () => {
  let linking: Linking;
  try {
    linking = await world.api.post<Linking>(`/accounts/${account.accountId}/linkings`, { flowId: 'qr', acceptRisk: true });
  } catch (failure) {
    if (!(failure instanceof HttpFailure)) throw failure;
    expect(failure.status).toBeLessThan(500 + 5);
    expect(failure.code).toMatch(/^[A-Z_]+$/);
    return;
  }
  const seen = await until('a code or an end', async () => {
    const now = await world.api.linking(linking.linkingId);
    return now.state !== 'open' || now.step !== null ? now : undefined;
  }, { timeoutMs: 90_000 });
  if (seen.state === 'open') {
    expect(seen.step).toMatchObject({ type: 'display_and_wait', display: 'qr' });
    await world.api.post(`/linkings/${linking.linkingId}/cancel`, { reason: 'a test' });
  } else {
    expect(seen.state).toBe('failed');
    expect(seen.failure).toMatch(/\S/);
  }
  const ended = await until('it is over', async () => {
    const now = await world.api.linking(linking.linkingId);
    return now.state === 'open' ? undefined : now;
  });
  expect(['failed', 'cancelled']).toContain(ended.state);
  const { state } = await world.api.get<Account>(`/accounts/${account.accountId}`);
  expect(state).not.toBe('connected');
});

test('its configuration is the example of its own binary with every override that keeps the box true', () => {
  const config = parse(readFileSync(join(world.box.layout.config, 'bridge-whatsapp.yaml'), 'utf8')) as Record<string, Record<string, unknown>>;
  expect(config).toMatchObject({
    network: { history_sync: { max_initial_conversations: 0 } },
    bridge: {
      kick_matrix_users: false, split_portals: true, personal_filtering_spaces: false, bridge_status_notices: 'none', bridge_notices: false,
      deduplicate_matrix_messages: true, cleanup_on_logout: { enabled: false }, permissions: { 'box.test': 'user' },
    },
    provisioning: { allow_matrix_auth: false },
    matrix: { federate_rooms: false, message_status_events: true, message_error_notices: false },
    backfill: { enabled: true },
    encryption: { allow: false },
    appservice: { ephemeral_events: true, hostname: '127.0.0.1' },
  });
  expect(String(config['bridge']!['command_prefix']).length).toBeGreaterThan(12);
  expect(String(config['homeserver']!['status_endpoint'])).toBe(`${world.urls.gate}/from-bridge/whatsapp/status`);
  expect(String(config['homeserver']!['message_send_checkpoint_endpoint'])).toBe(`${world.urls.gate}/from-bridge/whatsapp/checkpoints`);
  expect(Object.keys(config['double_puppet']!['secrets'] as object)).toEqual(['box.test']);
  expect(String(config['network']!['displayname_template'])).not.toMatch(/Phone|JID/);
});

test('the homeserver and the journal agree', () => world.check());
