import type { AccountId, EventId, RoomId, UserId } from '@holdfast/contract';
import { beforeEach, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { createAlerts } from '../alerts/index.ts';
import type { CapturedEvent } from '../journal/index.ts';
import { createNews } from '../kernel/index.ts';
import { createHandsetAlarms, createHandsets, findHandsetsLastHeldBy, handsetConcerns, type Handsets } from './index.ts';

let world: OwnershipWorld;
let handsets: Handsets;
let olga: Hired;
let anna: Hired;
let account: AccountId;
let room: RoomId;
const refused = (code: string, field?: string) => expect.objectContaining(field === undefined ? { code } : { code, field }) as Error;

beforeEach(() => {
  world = ownershipWorld({ start: false });
  const news = createNews();
  handsets = createHandsets({ db: world.db, clock: world.clock, audit: world.audit, news });
  const sales = world.team('sales');
  olga = world.hire('olga', { roles: ['administrator'] });
  anna = world.hire('anna', { team: sales });
  account = world.account('a', { team: sales });
  room = world.portal('r', { account, owner: anna });
});

const register = (input: object = {}) => handsets.register(olga, { label: 'Nokia 3', accountId: account, ...input });

test('a new handset lies in the safe with the SIM of its account, and its ways are kept', () => {
  const { handsetId, version } = register({ imei: '490154203237518' });
  expect(handsets.get(olga, 'all', handsetId).handset).toMatchObject({ state: 'in-safe', holder: null, accountLabel: 'a', imei: '490154203237518', version: 1 });
  const out = handsets.handOut(olga, handsetId, { personId: anna.personId, reason: 'field work', version });
  expect(out).toMatchObject({ state: 'handed-out', holder: anna.personId, holderName: 'anna', version: 2 });
  world.clock.advance(1000);
  handsets.lose(olga, handsetId, { reason: 'left in a taxi' });
  handsets.giveBack(olga, handsetId, {});
  const { handset, history } = handsets.get(olga, 'all', handsetId);
  expect(handset).toMatchObject({ state: 'in-safe', holder: null, version: 4 });
  expect(history.map(({ state, holderName, byName, reason }) => [state, holderName, byName, reason])).toEqual([
    ['in-safe', null, 'olga', null], ['lost', 'anna', 'olga', 'left in a taxi'], ['handed-out', 'anna', 'olga', 'field work'], ['in-safe', null, 'olga', null],
  ]);
  expect(world.audit.list(world.db, { target: handsetId, limit: 9 }).map(({ action }) => action)).toEqual(['handset.registered', 'handset.handed-out', 'handset.lost', 'handset.returned']);
  expect(findHandsetsLastHeldBy(world.db, anna.personId)).toMatchObject([{ handsetId, state: 'in-safe' }]);
});

test('what does not fit its state is refused, and of two who move it the second is told', () => {
  const { handsetId, version } = register();
  expect(() => handsets.giveBack(olga, handsetId, {})).toThrow(refused('HANDSET_STATE'));
  handsets.handOut(olga, handsetId, { personId: anna.personId, version });
  expect(() => handsets.change(olga, handsetId, { label: 'x', version })).toThrow(refused('CHANGED_MEANWHILE', '/version'));
  expect(() => handsets.lose(olga, handsetId, { reason: 'x', version })).toThrow(refused('CHANGED_MEANWHILE', '/version'));
  handsets.retire(olga, handsetId, { reason: 'broken' });
  for (const act of [() => handsets.handOut(olga, handsetId, { personId: anna.personId }), () => handsets.giveBack(olga, handsetId, {}), () => handsets.retire(olga, handsetId, { reason: 'x' })]) {
    expect(act).toThrow(refused('HANDSET_STATE'));
  }
});

test('one SIM is in one handset; the one that is retired gives its own up', () => {
  const { handsetId } = register();
  expect(() => register({ label: 'Second' })).toThrow(refused('CONFLICT', '/accountId'));
  expect(() => register({ label: 'Second', accountId: 'acct_0000000000000000' })).toThrow(refused('NOT_FOUND', '/accountId'));
  handsets.retire(olga, handsetId, { reason: 'broken' });
  expect(register({ label: 'Second' })).toMatchObject({ state: 'in-safe', accountId: account });
});

test('nobody unknown or locked is handed one', () => {
  const { handsetId } = register();
  expect(() => handsets.handOut(olga, handsetId, { personId: 'pers_0000000000000000' as never })).toThrow(refused('NOT_FOUND', '/personId'));
  world.lock(anna);
  expect(() => handsets.handOut(olga, handsetId, { personId: anna.personId })).toThrow(refused('PERSON_LOCKED', '/personId'));
});

test('a list goes page by page, finds parts of what is written, takes signs literally, and ends at the team', () => {
  for (const label of ['B 100%', 'A', 'C']) register({ label, accountId: null, serial: `SN_${label[0]}` });
  const first = handsets.list(olga, 'all', { limit: 2 });
  expect(first.handsets.map(({ label }) => label)).toEqual(['A', 'B 100%']);
  expect(handsets.list(olga, 'all', { limit: 2, after: first.next as string })).toMatchObject({ handsets: [{ label: 'C' }], next: null });
  expect(handsets.list(olga, 'all', { q: '100%' }).handsets).toHaveLength(1);
  expect(handsets.list(olga, 'all', { q: 'n_c' }).handsets).toHaveLength(1);
  expect(handsets.list(olga, 'all', { q: '%%' }).handsets).toHaveLength(0);
  expect(() => handsets.list(olga, 'all', { after: 'nonsense' })).toThrow(refused('BAD_REQUEST', '/after'));
  const lead = world.hire('lena', { team: anna.teamId, roles: ['team-lead'] });
  expect(handsets.list(lead, 'team', {}).handsets).toEqual([]);
  const { handsetId } = register({ label: 'Ours' });
  expect(handsets.list(lead, 'team', {}).handsets).toMatchObject([{ handsetId }]);
  expect([handsetConcerns(world.db, handsetId, lead.teamId!), handsetConcerns(world.db, handsetId, world.team('other'))]).toEqual([true, false]);
  const nobodys = register({ label: 'Spare', accountId: null });
  expect(handsetConcerns(world.db, nobodys.handsetId, lead.teamId!)).toBe(false);
  handsets.handOut(olga, nobodys.handsetId, { personId: anna.personId });
  handsets.giveBack(olga, nobodys.handsetId, {});
  expect(handsetConcerns(world.db, nobodys.handsetId, lead.teamId!), 'they see it go').toBe(true);
  expect(() => handsets.get(world.hire('stranger', { roles: ['team-lead'] }), 'team', handsetId)).toThrow(refused('NOT_FOUND'));
});

test('a number that was not entered is the account’s, and stays the account’s after other changes', () => {
  world.db.write((tx) => void tx.prepare("UPDATE account SET number = '+48123456' WHERE id = ?").run(account));
  const { handsetId } = register();
  expect(handsets.change(olga, handsetId, { note: 'scratched' })).toMatchObject({ number: '+48123456', note: 'scratched' });
  world.db.write((tx) => void tx.prepare("UPDATE account SET number = '+48999999' WHERE id = ?").run(account));
  expect(handsets.get(olga, 'all', handsetId).handset.number).toBe('+48999999');
});

function alarmed() {
  const alerts = createAlerts({ db: world.db, clock: world.clock, news: createNews() });
  const reader = createHandsetAlarms({ alarms: alerts });
  let event = 0;
  return {
    wrote(more: Partial<CapturedEvent> = {}): void {
      const content = { msgtype: 'm.text', body: 'secret words', 'fi.mau.double_puppet_source': 'mautrix-whatsapp' };
      const base = { eventId: `$h${(event += 1)}` as EventId, roomId: room, sender: '@acct_loopback_a:box.test' as UserId, type: 'm.room.message', stateKey: null, originServerTs: world.clock.now(), content };
      world.db.write((tx) => reader.read(tx, { ...base, ...more } as CapturedEvent));
    },
    open: () => alerts.list(olga, 'all', {}).map(({ kind, detail }) => ({ kind, detail })),
  };
}

test('every message from a handset that is out is an alert of its own, and holds ids only', () => {
  const { wrote, open } = alarmed();
  const { handsetId } = register();
  handsets.handOut(olga, handsetId, { personId: anna.personId });
  wrote();
  wrote();
  const detail = { accountId: account, roomId: room, handsetId, holder: anna.personId };
  expect(open()).toEqual([{ kind: 'handset.message', detail }, { kind: 'handset.message', detail }]);
  expect(JSON.stringify(open())).not.toContain('secret');
});

test('from the safe, or from one that is lost, it is graver; from one that is retired or unknown it says nothing', () => {
  const { wrote, open } = alarmed();
  wrote();
  expect(open()).toEqual([]);
  const { handsetId } = register();
  wrote();
  handsets.lose(olga, handsetId, { reason: 'gone' });
  wrote();
  handsets.retire(olga, handsetId, { reason: 'gone for good' });
  wrote();
  expect(open().map(({ kind }) => kind).toSorted()).toEqual(['handset.message-from-lost', 'handset.message-from-safe']);
});

test('what the box itself says, what clients say, history and reactions are no alarm', () => {
  const { wrote, open } = alarmed();
  register();
  wrote({ content: { msgtype: 'm.text', body: 'a greeting of the box' } });
  wrote({ sender: '@loopback_1:box.test' as UserId });
  wrote({ type: 'm.reaction' });
  wrote({ roomId: '!elsewhere' as RoomId });
  world.db.write((tx) => void tx.prepare('UPDATE account SET linked_at = ?').run(world.clock.now() + 1));
  wrote();
  expect(open()).toEqual([]);
});
