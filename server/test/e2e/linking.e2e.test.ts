import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Account, Linking, OldChat, Portal } from '@holdfast/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpFailure, requestJson } from '../support/json-http.ts';
import { until } from '../support/until.ts';
import { createWorld, type Colleague, type World } from '../support/world.ts';

let world: World;
let anna: Colleague;
const salesNumber = '48600000001';

beforeAll(async () => {
  world = await createWorld({
    prepare: ({ layout }) => {
      const path = join(layout.config, 'bridge-loopback.yaml');
      const text = readFileSync(path, 'utf8');
      const hurried = text.replace(/qr_lifetime_seconds: \d+/, 'qr_lifetime_seconds: 3'); // so that a code grows old while we look
      expect(hurried).not.toBe(text);
      writeFileSync(path, hurried);
    },
  });
  anna = await world.hire('anna');
});
afterAll(() => world.close());

const codeOf = (call: Promise<unknown>): Promise<string> => call.then(() => 'done', (failure: unknown) => (failure instanceof HttpFailure ? failure.code : String(failure)));
const begin = (account: Account, flowId: string): Promise<Linking> => world.api.post<Linking>(`/accounts/${account.accountId}/linkings`, { flowId, acceptRisk: true });
const answer = ({ linkingId, step }: Linking, values: Record<string, string>): Promise<Linking> => world.api.post<Linking>(`/linkings/${linkingId}/answer`, { stepId: step?.stepId ?? '', values });
const cancel = ({ linkingId }: Linking): Promise<Linking> => world.api.post<Linking>(`/linkings/${linkingId}/cancel`);
const ends = ({ linkingId }: Linking): Promise<Linking> =>
  until('the linking ends', async () => {
    const linking = await world.api.linking(linkingId);
    return linking.state === 'open' ? undefined : linking;
  });
/** The code on the screen, other than those seen before. */
const shown = ({ linkingId }: Linking, not: readonly string[] = []): Promise<string> =>
  until('a fresh QR code', async () => {
    const { step } = await world.api.linking(linkingId);
    return step?.type === 'display_and_wait' && step.data !== null && !not.includes(step.data) ? step.data : undefined;
  });
const scan = async (linking: Linking, number: string): Promise<Linking> => {
  await world.loopback.scan(await shown(linking), number);
  return ends(linking);
};
const account = (slug: string, number: string | null, more: object = {}): Promise<Account> =>
  world.api.post<Account>('/accounts', { bridgeId: 'loopback', slug, label: slug, number, teamId: anna.person.teamId, ...more });
const isLinked = async (number: string): Promise<unknown> => (await world.loopback.call('GET', `/logins/${number}/state`).catch(() => ({ linked: false })) as { linked: unknown }).linked;
const failures = async (accountId: string): Promise<string[]> =>
  (await world.api.get<{ entries: { action: string; target: string }[] }>('/audit?limit=500')).entries.filter(({ target }) => target === accountId).map(({ action }) => action);

test('a QR code that grows old is replaced on the screen, and only the fresh one links', async () => {
  await world.phone(salesNumber, { name: 'Sales handset' });
  const sales = await world.api.account('sales');
  const linking = await begin(sales, 'qr');
  expect(await codeOf(begin(sales, 'qr'))).toBe('LINKING_IN_PROGRESS');
  const old = await shown(linking);
  const fresh = await shown(linking, [old]);
  expect(await codeOf(world.loopback.scan(old, salesNumber))).not.toBe('done');
  await world.loopback.scan(fresh, salesNumber).catch(async () => world.loopback.scan(await shown(linking, [old, fresh]), salesNumber));
  expect(await ends(linking)).toMatchObject({ state: 'completed', failure: null });
  expect(await world.api.accountIs('sales', 'connected')).toMatchObject({ loginId: salesNumber, stateReason: null });
  const { roomId, phone } = await world.clientOf(anna, '+48511000001', 'First after linking');
  await anna.say(roomId, 'Linked and answering');
  await phone.heard('Linked and answering');
});

test('a number, the code sent to it and its cloud password link as well; what is wrong ends the attempt', async () => {
  const number = '48600000002';
  const phone = await world.phone(number, { name: 'Service handset', password: 'tajne hasło' });
  const service = await account('service', `+${number}`);
  const started = await begin(service, 'phone');
  expect(started.step).toMatchObject({ type: 'user_input' });
  expect(await codeOf(answer(started, { phone_number: 'my number' }))).toBe('LINKING_STEP_INVALID');
  expect(await codeOf(answer(started, {}))).toBe('LINKING_STEP_INVALID');
  expect(await codeOf(answer(started, { phone_number: `+${number}`, more: 'x' }))).toBe('LINKING_STEP_INVALID');
  expect(await codeOf(world.api.post(`/linkings/${started.linkingId}/answer`, { stepId: 'another step', values: { phone_number: `+${number}` } }))).toBe('LINKING_STEP_INVALID');
  const asked = await answer(started, { phone_number: `+${number}` });
  const wrong = String((Number(await phone.code()) + 1) % 1_000_000).padStart(6, '0');
  await answer(asked, { code: wrong });
  expect(await ends(asked)).toMatchObject({ state: 'failed', failure: 'HOLDFAST.LOOPBACK.WRONG_CODE' });
  expect(await codeOf(answer(asked, { code: await phone.code() }))).toBe('LINKING_ENDED');

  const second = await answer(await begin(service, 'phone'), { phone_number: `+${number}` });
  const password = await answer(second, { code: await phone.code() });
  expect(password.step).toMatchObject({ type: 'user_input', fields: [{ id: 'password', type: 'password' }] });
  await answer(password, { password: 'zgaduję' });
  expect(await ends(password)).toMatchObject({ state: 'failed', failure: 'HOLDFAST.LOOPBACK.WRONG_PASSWORD' });
  expect(await isLinked(number)).not.toBe(true);

  const third = await answer(await begin(service, 'phone'), { phone_number: `+${number}` });
  await answer(await answer(third, { code: await phone.code() }), { password: 'tajne hasło' });
  expect(await ends(third)).toMatchObject({ state: 'completed' });
  await world.api.accountIs('service', 'connected');
  expect((await failures(service.accountId)).filter((action) => action === 'account.link-failed')).toHaveLength(2);
  expect(readFileSync(world.recordDb).includes('tajne hasło')).toBe(false);
});

test('a linking cancelled half-way leaves nothing at the bridge', async () => {
  const number = '48600000003';
  await world.phone(number);
  const third = await account('third', `+${number}`);
  const linking = await begin(third, 'qr');
  const code = await shown(linking);
  expect(await cancel(linking)).toMatchObject({ state: 'cancelled', step: null, working: false });
  expect(await codeOf(cancel(linking))).toBe('LINKING_ENDED');
  await until('the code is withdrawn', async () => (await codeOf(world.loopback.scan(code, number))) !== 'done');
  expect(await isLinked(number)).not.toBe(true);
  expect(await failures(third.accountId)).toContain('account.link-cancelled');
});

test('another number than expected is logged out at once, and nothing of it stays', async () => {
  const stranger = '48600000099';
  await world.phone(stranger, { name: 'Somebody’s own phone' });
  const friend = await world.loopback.phone('48511000099', { name: 'A friend' });
  const third = await world.api.account('third');
  expect(await scan(await begin(third, 'qr'), stranger)).toMatchObject({ state: 'wrong-number', failure: 'WRONG_NUMBER' });
  await until('the stranger is logged out', async () => (await isLinked(stranger)) !== true);
  expect(await world.api.account('third')).toMatchObject({ loginId: null });
  await friend.write(`+${stranger}`, 'this is private');
  expect(await scan(await begin(third, 'qr'), '48600000003')).toMatchObject({ state: 'completed' });
  await world.api.accountIs('third', 'connected');
  expect((await world.api.get<{ portals: Portal[] }>('/portals?limit=200')).portals.filter(({ accountId }) => accountId === third.accountId)).toEqual([]);
  expect(await isLinked(stranger)).not.toBe(true);
});

test('two accounts never share a number', async () => {
  const twin = await account('twin', `+${salesNumber}`).catch(() => undefined);
  if (twin) expect(await codeOf(begin(twin, 'qr'))).toBe('NUMBER_IN_USE');
  const unnumbered = await account('unnumbered', null);
  expect(await scan(await begin(unnumbered, 'qr'), salesNumber)).toMatchObject({ state: 'wrong-number', failure: 'WRONG_NUMBER' });
  // The bridge gave the number's session to the newcomer; somebody is told whose it was, and it is linked again.
  const { accountId, stateReason } = await world.api.accountIs('sales', 'logged-out');
  expect(['REPLACED_BY_ANOTHER_PAIRING', 'LOGIN_OVERRIDDEN_ANOTHER_USER']).toContain(stateReason); // the box's word or the bridge's, whichever came last
  await until('somebody is told', async () =>
    (await world.api.get<{ alerts: { kind: string; target: string }[] }>('/alerts')).alerts.some(({ kind, target }) => kind === 'account-replaced' && target === accountId));
  await until('the newcomer is logged out', async () => (await isLinked(salesNumber)) !== true);
  expect(await scan(await begin(await world.api.account('sales'), 'qr'), salesNumber)).toMatchObject({ state: 'completed' });
  await world.api.accountIs('sales', 'connected');
  expect(await world.api.account('unnumbered')).toMatchObject({ loginId: null });
});

test.each([
  ['bad_credentials', 'bad-credentials'],
  ['logged_out', 'logged-out'],
] as const)('after %s what was written waits, and goes out exactly once when the number is linked again', async (state, shownState) => {
  const roomId = await anna.findsRoom('First after linking');
  const jan = await world.phone('+48511000001');
  await world.loopback.state(salesNumber, state);
  await world.api.accountIs('sales', shownState);
  const waiting = await Promise.all([1, 2, 3].map((n) => anna.say(roomId, `${state}: message ${n}`)));
  for (const eventId of waiting) await world.api.delivery(eventId, 'waiting');
  await jan.write(`+${salesNumber}`, `${state}: Jan writes meanwhile`);
  expect((await jan.texts()).filter((text) => text.startsWith(state))).toEqual([]);
  expect(await scan(await begin(await world.api.account('sales'), 'qr'), salesNumber)).toMatchObject({ state: 'completed' });
  await world.api.accountIs('sales', 'connected');
  for (const eventId of waiting) await world.api.delivery(eventId, 'delivered');
  expect((await jan.texts()).filter((text) => text.startsWith(state)).toSorted()).toEqual([1, 2, 3].map((n) => `${state}: message ${n}`));
  await anna.sees(roomId, 'what Jan wrote meanwhile', (event) => event.content['body'] === `${state}: Jan writes meanwhile`);
});

test('paused, disconnected for a moment, phone away: what waits goes when it may', async () => {
  const roomId = await anna.findsRoom('First after linking');
  const jan = await world.phone('+48511000001');
  const { accountId } = await world.api.account('sales');
  await world.api.post(`/accounts/${accountId}/pause`, { reason: 'stocktaking' });
  const paused = await anna.say(roomId, 'written while paused');
  await world.api.delivery(paused, 'waiting');
  await jan.write(`+${salesNumber}`, 'Jan is heard while paused');
  await anna.sees(roomId, 'Jan', (event) => event.content['body'] === 'Jan is heard while paused');
  expect(await jan.texts()).not.toContain('written while paused');
  await world.api.post(`/accounts/${accountId}/resume`, { reason: 'done counting' });
  await jan.heard('written while paused');

  await world.loopback.state(salesNumber, 'transient_disconnect');
  await world.api.accountIs('sales', 'transient-disconnect');
  const cut = await anna.say(roomId, 'written while disconnected');
  await world.api.delivery(cut, 'waiting');
  await world.loopback.state(salesNumber, 'connected');
  await jan.heard('written while disconnected');
  await world.loopback.state(salesNumber, 'phone_offline');
  await until('the box knows', async () => (await world.api.account('sales')).stateReason === 'loopback-phone-offline');
  await world.loopback.state(salesNumber, 'connected');
  await world.api.accountIs('sales', 'connected');
  expect(await failures(accountId)).toEqual(expect.arrayContaining(['account.paused', 'account.resumed']));
});

test('a used number brings only what was decided: imported with its owner, waiting until they write, never bridged', async () => {
  const number = '48600000005';
  await world.phone(number, { name: 'Used handset' });
  const known = await world.phone('+48511000031', { name: 'Known client' });
  const quiet = await world.phone('+48511000032', { name: 'Quiet client' });
  const mother = await world.phone('+48511000033', { name: 'Mum' });
  for (const [phone, text] of [[known, 'an old order'], [quiet, 'an old question'], [mother, 'dinner on Sunday?']] as const) await phone.write(`+${number}`, text, { sent_at: Date.now() - 86_400_000 });
  const used = await account('used', `+${number}`, { numberHistory: 'used' });
  expect(await scan(await begin(used, 'qr'), number)).toMatchObject({ state: 'completed' });
  await world.api.accountIs('used', 'connected');
  const path = `/accounts/${used.accountId}/old-chats`;
  const { oldChats } = await world.api.get<{ oldChats: OldChat[] }>(path);
  expect(oldChats.map(({ name, decision }) => [name, decision]).toSorted()).toEqual([['Known client', null], ['Mum', null], ['Quiet client', null]]);
  const id = (name: string): string => oldChats.find((chat) => chat.name === name)?.contactId ?? '';
  expect(await codeOf(world.api.post(path, { contactIds: [id('Known client')], decision: 'import' }))).toBe('BAD_REQUEST');
  expect(await codeOf(world.api.post(path, { contactIds: ['nobody'], decision: 'exclude' }))).toBe('NOT_FOUND');
  await world.api.post(path, { contactIds: [id('Mum')], decision: 'exclude' });
  await world.api.post(path, { contactIds: [id('Quiet client')], decision: 'wait' });
  await world.api.post(path, { contactIds: [id('Known client')], decision: 'import', ownerUserId: anna.userId });

  const imported = await anna.findsRoom('an old order');
  await anna.say(imported, 'About your old order');
  await known.heard('About your old order');
  expect((await anna.rooms()).length).toBe(2);
  await mother.write(`+${number}`, 'call your mother');
  await quiet.write(`+${number}`, 'a new question');
  await anna.findsRoom('a new question');
  const excluded = await until('the excluded room is known', async () => (await world.api.get<{ portals: Portal[] }>('/portals?state=excluded')).portals[0]);
  const { joined } = await requestJson<{ joined: object }>('GET', `${world.urls.homeserver}/_matrix/client/v3/rooms/${encodeURIComponent(excluded.roomId)}/joined_members`, { token: world.secret('loopback-as-token') });
  expect(Object.keys(joined)).not.toContain(anna.userId);
  expect(await anna.rooms()).not.toContain(excluded.roomId);
  expect(excluded).toMatchObject({ ownerUserId: null, clientId: null });
  expect((await world.api.get<{ rooms: unknown[] }>('/queue')).rooms).toEqual([]);
  expect(await codeOf(anna.api.post('/conversations', { accountId: used.accountId, identifier: '+48511000033' }))).not.toBe('done');
  expect(JSON.stringify((await world.api.get<{ clients: { name: string }[] }>('/clients?limit=200')).clients)).not.toContain('Mum');
});

test('a linking outlives a killed control plane, and an unknown bridge links nothing', async () => {
  const number = '48600000006';
  await world.phone(number);
  const late = await account('late', `+${number}`);
  const linking = await begin(late, 'qr');
  await shown(linking);
  await world.controlPlane.kill();
  await world.controlPlane.start();
  expect(await scan(linking, number)).toMatchObject({ linkingId: linking.linkingId, state: 'completed' });
  await world.api.accountIs('late', 'connected');
  expect(await codeOf(world.api.post('/accounts', { bridgeId: 'nobody', slug: 'x', label: 'X' }))).toBe('UNKNOWN_BRIDGE');
  expect(await codeOf(account('late', '+48600000007'))).toBe('ACCOUNT_EXISTS');
  expect(await codeOf(begin(late, 'no-such-flow'))).not.toBe('done');
  expect((await world.api.auditActions()).filter((action) => action === 'account.linked').length).toBeGreaterThanOrEqual(6);
  await world.check({ settled: true });
});
