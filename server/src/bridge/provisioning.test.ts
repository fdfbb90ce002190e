import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BridgeId, LoginId, UserId } from '@holdfast/contract';
import { afterEach, expect, test } from 'vitest';
import { Secret } from '../kernel/index.ts';
import { createProvisioning, type Provisioning } from './index.ts';

const user = '@acct_loopback_sales:box.test' as UserId;
const open: { server: Server; provisioning: Provisioning }[] = [];

type Seen = { method: string; url: string; authorization: string | undefined; body: string };
async function bridge(answer: (seen: Seen) => { status?: number; body?: unknown } | undefined) {
  const seen: Seen[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', authorization: request.headers.authorization, body };
      seen.push(one);
      const reply = answer(one);
      if (!reply) return; // a long poll nobody answers
      response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(reply.body ?? {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provisioning = createProvisioning({ bridgeId: 'loopback' as BridgeId, url, secret: new Secret('provisioning-secret') });
  open.push({ server, provisioning });
  return { provisioning, seen };
}

afterEach(async () => {
  for (const { server, provisioning } of open.splice(0)) {
    await provisioning.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const qr = { login_id: 'proc/1', type: 'display_and_wait', step_id: 'fi.mau.qr', txn_id: 'bls_1', instructions: 'scan', display_and_wait: { type: 'qr', data: 'DATA' } };

test('a login starts under the service user, with the login it renews and the secret of this bridge', async () => {
  const { provisioning, seen } = await bridge(() => ({ body: qr }));
  const process = await provisioning.start(user, 'qr', { loginId: '48123' as LoginId });
  expect(process).toMatchObject({ processId: 'proc/1', step: { type: 'display_and_wait', txn_id: 'bls_1' } });
  expect(process.step).not.toHaveProperty('login_id');
  expect(seen[0]).toMatchObject({ method: 'POST', authorization: 'Bearer provisioning-secret' });
  expect(seen[0]?.url).toBe('/_matrix/provision/v3/login/start/qr?user_id=%40acct_loopback_sales%3Abox.test&login_id=48123');
});

test('an answer names its step and transaction, so that it can be given twice', async () => {
  const { provisioning, seen } = await bridge(() => ({ body: { login_id: 'proc/1', type: 'complete', step_id: 'done', complete: { user_login_id: '48123' } } }));
  const { login_id: processId, ...step } = qr;
  await provisioning.submit(user, { processId, step: step as never }, undefined);
  expect(seen[0]?.url).toContain('/login/step/proc%2F1/fi.mau.qr/display_and_wait?');
  expect(seen[0]?.url).toContain('txn_id=bls_1');
});

test('a refusal keeps the code of the network and drops its sentence', async () => {
  const { provisioning } = await bridge(() => ({ status: 400, body: { errcode: 'FI.MAU.WHATSAPP.RATE_LIMITED', error: '+48 600 700 800 must wait' } }));
  const failure = (await provisioning.start(user, 'phone').catch((error: unknown) => error)) as Error & { errcode: string; code: string };
  expect(failure).toMatchObject({ code: 'NETWORK_REFUSED', errcode: 'FI.MAU.WHATSAPP.RATE_LIMITED', httpStatus: 400 });
  expect(`${failure.message}${failure.stack}`).not.toContain('600');
});

test.each([
  ['a wrong secret', { status: 401, body: { errcode: 'M_UNKNOWN_TOKEN' } }, 'BRIDGE_UNAVAILABLE'],
  ['an answer that is no step', { body: { login_id: 'x', type: 'dance', step_id: 'y' } }, 'BRIDGE_UNAVAILABLE'],
  ['an error without a reason', { status: 502, body: 'bad gateway' }, 'BRIDGE_UNAVAILABLE'],
  ['a network that cannot do it', { status: 404, body: { errcode: 'M_UNRECOGNIZED', error: 'no' } }, 'PROVISIONING_UNSUPPORTED'],
])('%s is told apart', async (_what, reply, code) => {
  const { provisioning } = await bridge(() => reply);
  await expect(provisioning.start(user, 'qr')).rejects.toMatchObject({ code });
});

test('a bridge that is down, slow or let go is unavailable, not an error of ours', async () => {
  const { provisioning } = await bridge(() => undefined);
  const abort = new AbortController();
  const { login_id: processId, ...step } = qr;
  const waiting = provisioning.submit(user, { processId, step: step as never }, undefined, { signal: abort.signal });
  setTimeout(() => abort.abort(), 20);
  await expect(waiting).rejects.toMatchObject({ code: 'BRIDGE_UNAVAILABLE' });
  const nobody = createProvisioning({ bridgeId: 'loopback' as BridgeId, url: 'http://127.0.0.1:1', secret: new Secret('x') });
  await expect(nobody.flows(user)).rejects.toMatchObject({ code: 'BRIDGE_UNAVAILABLE' });
  await nobody.close();
});

test('ending what has ended already is done', async () => {
  const { provisioning } = await bridge(() => ({ status: 404, body: { errcode: 'M_NOT_FOUND', error: 'Login not found' } }));
  await provisioning.cancel(user, 'proc/1');
  await provisioning.logout(user, '48123' as LoginId);
  await expect(provisioning.resolve(user, '48123' as LoginId, '+48999')).rejects.toMatchObject({ errcode: 'M_NOT_FOUND' });
});

test('empty lists of a Go program are lists', async () => {
  const { provisioning } = await bridge(({ url }) => ({
    body: url.includes('/logins') ? { login_ids: null } : url.includes('/contacts') ? { contacts: [{ id: '48999', name: '', mxid: '@loopback_48999:box.test' }] } : { flows: null },
  }));
  expect(await provisioning.logins(user)).toEqual([]);
  expect(await provisioning.flows(user)).toEqual([]);
  expect(await provisioning.contacts(user, '48123' as LoginId)).toEqual([{ id: '48999', name: null, ghost: '@loopback_48999:box.test', roomId: null }]);
});
