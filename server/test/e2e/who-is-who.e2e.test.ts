import type { Account, Linking, LinkingStep, OldChatList, PortalList } from '@holdfast/contract';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { requestJson, type HttpFailure, type Json } from '../support/json-http.ts';
import { until } from '../support/until.ts';
import { createWorld, type World } from '../support/world.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterEach(() => world.check());
afterAll(() => world.close());

const addAccount = (slug: string, number: string, more: Json = {}) =>
  world.api.post<Account>('/accounts', { bridgeId: 'loopback', slug, label: slug, number, ...more });
const start = (account: Account, flowId = 'qr') => world.api.post<Linking>(`/accounts/${account.accountId}/linkings`, { flowId, acceptRisk: true });
const ended = (linking: Linking) =>
  until('the linking ends', async () => {
    const now = await world.api.linking(linking.linkingId);
    return now.state === 'open' ? undefined : now;
  });
const shown = <T extends LinkingStep['type']>(linking: Linking, type: T) =>
  until(`a step of type ${type}`, async () => {
    const { step, state } = await world.api.linking(linking.linkingId);
    if (state !== 'open') throw new Error(`linking is ${state}`);
    return step?.type === type ? (step as Extract<LinkingStep, { type: T }>) : undefined;
  });
const answer = (linking: Linking, stepId: string, values: Record<string, string>) => world.api.post<Linking>(`/linkings/${linking.linkingId}/answer`, { stepId, values });
const scan = async (linking: Linking, number: string) => world.loopback.scan(String((await shown(linking, 'display_and_wait')).data), number.replace('+', ''));
const codeOf = (failure: unknown) => (failure as HttpFailure).code;
const portals = async (query: string) => (await world.api.get<PortalList>(`/portals${query}`)).portals;
const as = <T = Json>(userId: string, tokenName: string, method: string, path: string, body?: Json) =>
  requestJson<T>(method, `${world.urls.homeserver}/_matrix/client/v3${path}?user_id=${encodeURIComponent(userId)}`, { token: world.secret(tokenName), ...(body ? { body } : {}) });
const asBot = <T = Json>(path: string) => as<T>('@loopbackbot:box.test', 'loopback-as-token', 'GET', path);

describe('linking a real bridge', () => {
  test('by phone number, code and the second factor of the network', async () => {
    const number = '+48600000011';
    const phone = await world.phone(number, { password: 'cloud-password' });
    const account = await addAccount('by-code', number);
    const linking = await start(account, 'phone');
    const asked = await shown(linking, 'user_input');
    await expect(answer(linking, asked.stepId, { phone_number: 'mine' })).rejects.toSatisfy((failure) => codeOf(failure) === 'LINKING_STEP_INVALID');
    const forCode = (await answer(linking, asked.stepId, { phone_number: number })).step!;
    const forPassword = (await answer(linking, forCode.stepId, { code: await phone.code() })).step!;
    expect(forPassword).toMatchObject({ type: 'user_input', fields: [{ id: 'password' }] });
    await answer(linking, forPassword.stepId, { password: 'cloud-password' });
    expect(await ended(linking)).toMatchObject({ state: 'completed' });
    expect(await world.api.accountIs('by-code', 'connected')).toMatchObject({ loginId: '48600000011' });
  });

  test('another number than expected is logged out at once, also when it is another account’s, which is told', async () => {
    await world.link();
    const wrong = await addAccount('wrong', '+48600000012');
    await world.phone('+48600000013');
    const linking = await start(wrong);
    await scan(linking, '+48600000013');
    expect(await ended(linking)).toMatchObject({ state: 'wrong-number', failure: 'WRONG_NUMBER' });
    await until('the wrong login is gone', async () => (await world.loopback.call<{ linked: boolean }>('GET', '/logins/48600000013/state')).linked === false);

    const again = await start(wrong);
    await scan(again, world.companyNumber);
    expect(await ended(again)).toMatchObject({ state: 'wrong-number' });
    expect(await world.api.accountIs('sales', 'logged-out')).toMatchObject({ stateReason: expect.any(String) as string });
    const { alerts } = await world.api.get<{ alerts: { kind: string }[] }>('/alerts');
    expect(alerts.map(({ kind }) => kind)).toContain('account-replaced');
    const repaired = await start(await world.api.account('sales'));
    await scan(repaired, world.companyNumber);
    expect(await ended(repaired)).toMatchObject({ state: 'completed' });
    await world.api.accountIs('sales', 'connected');
  });

  test('cancelled half way leaves nothing, and one at a time', async () => {
    await world.phone('+48600000014');
    const account = await addAccount('cancelled', '+48600000014');
    const linking = await start(account);
    const code = String((await shown(linking, 'display_and_wait')).data);
    await expect(start(account)).rejects.toSatisfy((failure) => codeOf(failure) === 'LINKING_IN_PROGRESS');
    await world.api.post(`/linkings/${linking.linkingId}/cancel`);
    await until('the code is dead', async () => {
      await expect(world.loopback.scan(code, '48600000014')).rejects.toBeDefined();
      return true;
    });
    expect(await world.api.account('cancelled')).toMatchObject({ state: 'unlinked', loginId: null });
  });

  test('goes on over a control plane that was killed, and says start again when the bridge was', async () => {
    await world.phone('+48600000015');
    const account = await addAccount('killed', '+48600000015');
    const first = await start(account);
    await shown(first, 'display_and_wait');
    await world.bridge.kill();
    await world.bridge.start();
    expect(await ended(first)).toMatchObject({ state: 'failed', failure: 'START_AGAIN' });

    const second = await start(account);
    const { data } = await shown(second, 'display_and_wait');
    await world.controlPlane.kill();
    await world.loopback.scan(String(data), '48600000015'); // nobody of ours is listening
    await world.controlPlane.start();
    expect(await ended(second)).toMatchObject({ state: 'completed' });
    await world.api.accountIs('killed', 'connected');
    await world.api.accountIs('sales', 'connected');
  });
});

describe('portals of a real bridge', () => {
  test('are in order: nobody at level 0 changes or invites, the service user is in it, and both are mended', async () => {
    const anna = await world.hire('anna');
    const { roomId, phone } = await world.clientOf(anna, '+48511000001', 'first contact');
    const path = `/rooms/${encodeURIComponent(roomId)}`;
    const serviceUser = (await world.api.account('sales')).serviceUserId;
    const inOrder = () =>
      until('the levels are right', async () => {
        const levels = await asBot<{ invite?: number; state_default?: number; events?: Record<string, number>; users?: Record<string, number> }>(`${path}/state/m.room.power_levels/`);
        return levels.invite === 50 && levels.state_default === 50 && levels.users?.[serviceUser] === 50 && Object.values(levels.events ?? {}).every((level) => level >= 50);
      });
    await inOrder();
    expect(await anna.refusal('POST', `/client/v3${path}/invite`, { user_id: '@mallory:box.test' })).toBe('M_FORBIDDEN');
    await as(serviceUser, 'holdfast-as-token', 'POST', `${path}/leave`, {});
    await until('the service user is back', async () => serviceUser in (await asBot<{ joined: Json }>(`${path}/joined_members`)).joined);
    await inOrder();
    await anna.say(roomId, 'still bridged');
    await phone.heard('still bridged');
  });

  test('deleted on the handset: the old room is closed, the next message makes a new one with the same client and owner', async () => {
    await world.hire('boris');
    const client = await world.phone('+48511000002', { name: 'Ola' });
    await client.write(world.companyNumber, 'before');
    const room = await until('the portal', async () => (await portals('?state=open')).find(({ name, ownerUserId }) => name === 'Ola' && ownerUserId !== null));
    await (await world.phone(world.companyNumber)).deleteChat(client.number);
    await until('it is closed', async () => (await world.api.get<{ state: string }>(`/portals/${encodeURIComponent(room.roomId)}`)).state === 'closed');
    await client.write(world.companyNumber, 'after');
    const next = await until('the next portal', async () => (await portals('?state=open')).find(({ predecessorRoomId }) => predecessorRoomId === room.roomId));
    expect(next).toMatchObject({ clientId: room.clientId, ownerUserId: room.ownerUserId });
  });

  test('a conversation begun by number is the employee’s, and a number nobody has is a clear answer', async () => {
    const clara = await world.hire('clara');
    const client = await world.phone('+48511000003', { name: 'Ewa' });
    const { accountId } = await world.api.account('sales');
    const { roomId } = await clara.api.post<{ roomId: string }>('/conversations', { accountId, identifier: '+48511000003' });
    await until('clara is in it', async () => (await clara.rooms()).includes(roomId));
    await clara.say(roomId, 'good morning');
    await client.heard('good morning');
    await expect(clara.api.post('/conversations', { accountId, identifier: '+48511999999' })).rejects.toSatisfy((failure) => codeOf(failure) === 'NOT_ON_NETWORK');
  });

  test('a used number: nobody reads its old conversations; excluded for ever, imported with an owner, or left until they write', async () => {
    const dora = await world.hire('dora', { team: 'service' });
    const number = '+48600000016';
    const company = await world.phone(number);
    const teams = (await world.api.get<{ teams: { teamId: string; slug: string }[] }>('/teams')).teams;
    const people = [];
    for (const [contact, name] of [['+48511000021', 'Wife'], ['+48511000022', 'Client'], ['+48511000023', 'Somebody']] as const) {
      const phone = await world.phone(contact, { name });
      await phone.write(number, `old words of ${name}`, { sent_at: Date.now() - 86_400_000 });
      await world.loopback.call('POST', `/phones/${company.number}/contacts`, { number: phone.number, name });
      people.push(phone);
    }
    const [wife, client, somebody] = people;
    const account = await addAccount('used', number, { numberHistory: 'used', teamId: teams.find(({ slug }) => slug === 'service')!.teamId });
    const linking = await start(account);
    await scan(linking, number);
    expect(await ended(linking)).toMatchObject({ state: 'completed' });
    await world.api.accountIs('used', 'connected');
    const list = async () => (await world.api.get<OldChatList>(`/accounts/${account.accountId}/old-chats`)).oldChats;
    await until('the contacts', async () => (await list()).length >= 3);
    const decide = (contactId: string, decision: string, more: Json = {}) =>
      world.api.post(`/accounts/${account.accountId}/old-chats`, { contactIds: [contactId], decision, ...more });
    await decide(wife!.number, 'exclude');
    await decide(client!.number, 'import', { ownerUserId: dora.userId });
    await dora.findsRoom('old words of Client');
    await wife!.write(number, 'dinner at eight');
    await somebody!.write(number, 'hello again');
    await dora.findsRoom('hello again');
    await until('the private one is excluded', async () => (await portals(`?accountId=${account.accountId}&state=excluded`)).length === 1);
    for (const room of await dora.rooms()) {
      expect((await dora.events(room)).map((event) => event.content['body'])).not.toEqual(expect.arrayContaining(['dinner at eight']));
    }
    const [excluded] = await portals(`?accountId=${account.accountId}&state=excluded`);
    expect(await dora.refusal('GET', `/client/v3/rooms/${encodeURIComponent(excluded!.roomId)}/messages?dir=b`)).toBe('M_FORBIDDEN');
    const { clients } = await world.api.get<{ clients: { name: string }[] }>('/clients?limit=500');
    expect(clients.map(({ name }) => name)).not.toContain('Wife');
  });
});
