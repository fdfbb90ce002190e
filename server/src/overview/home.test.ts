import type { AccountId, RoomId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { createHome, type HomeReader } from './index.ts';

let world: OwnershipWorld;
let home: HomeReader;
let olga: Hired;
let lena: Hired;
let anna: Hired;
let account: AccountId;
const sql = (statement: string, ...values: unknown[]) => world.db.write((tx) => void tx.prepare(statement).run(...values));

beforeEach(() => {
  world = ownershipWorld({ start: false });
  const team = world.team('sales');
  olga = world.hire('olga', { roles: ['administrator'] });
  lena = world.hire('lena', { roles: ['team-lead'], team });
  anna = world.hire('anna', { team });
  account = world.account('a', { team });
  home = createHome({ db: world.db, clock: world.clock, networkOf: () => 'Loopback', handovers: world.ownership.handovers });
});
afterEach(() => world.stop());

const look = (actor = olga) => home.read(actor, actor === olga ? 'all' : 'team');
const message = (event: string, room: RoomId, state: string, enqueuedAt: number) =>
  sql(
    `INSERT INTO outbox (event_id, bridge_id, room_id, account_id, sender, service_user_id, kind, state, origin_at, enqueued_at) VALUES (?, 'loopback', ?, ?, '@anna:box.test', '@s', 'message', ?, ?, ?)`,
    event, room, account, state, enqueuedAt, enqueuedAt,
  );

test('clients wait from their first unanswered message, the longest first; whoever has been answered does not', () => {
  const at = world.clock.now();
  world.portal('young', { account, owner: anna, lastClientAt: at - 1000 });
  world.portal('old', { account, owner: anna, lastClientAt: at - 9000 });
  const answered = world.portal('answered', { account, owner: anna, lastClientAt: at - 9999 });
  sql('UPDATE portal SET last_company_at = last_client_at + 1 WHERE room_id = ?', answered);
  world.portal('closed', { account, owner: anna, lastClientAt: at - 9999, state: 'closed' });
  sql('UPDATE portal SET first_unanswered_at = ? WHERE room_id = ?', at - 20_000, '!young'); // began earlier, wrote again
  expect(look().waiting).toMatchObject({ count: 2, longest: [{ roomId: '!young', since: at - 20_000, ownerName: 'anna', accountLabel: 'a' }, { roomId: '!old', since: at - 9000 }] });
});

test('unassigned conversations, unsent and doubtful messages and alerts are counted', () => {
  const at = world.clock.now();
  const room = world.portal('nobody', { account, owner: null, lastClientAt: at - 500 });
  message('$1', room, 'waiting', at - 60);
  message('$2', room, 'sending', at - 90);
  message('$3', room, 'uncertain', at - 10);
  message('$4', room, 'needs-confirmation', at - 10);
  message('$5', room, 'delivered', at - 10);
  sql("INSERT INTO alert (id, kind, target, team_id, raised_at) VALUES ('alrt_0000000000000000', 'account-state', 'x', NULL, ?)", at);
  expect(look()).toMatchObject({
    unassigned: { count: 1, longest: [{ roomId: '!nobody', ownerUserId: null }] },
    notSent: { count: 2, oldestAt: at - 90, byAccount: [{ accountId: account, label: 'a', count: 2, oldestAt: at - 90 }] },
    uncertain: 1, needsConfirmation: 1, alerts: { count: 1, newest: [{ kind: 'account-state' }] },
  });
});

test.each([
  ["state = 'logged-out'", 'state'], ["state_reason = 'wa-phone-offline'", 'warning'], ['paused = 1', 'paused'], ['phone_seen_at = 1698960000000', 'unlinks-soon'],
] as const)('an account with %s is in trouble: %s', (change, trouble) => {
  expect(look().accounts).toEqual({ total: 1, troubles: [] });
  sql(`UPDATE account SET ${change}`);
  expect(look().accounts.troubles).toMatchObject([{ accountId: account, trouble, network: 'Loopback' }]);
});

test('a lead sees the team: its accounts, and what its people own on others; nobody else’s', () => {
  const at = world.clock.now();
  const other = world.account('other', { team: world.team('care') });
  const boris = world.hire('boris');
  world.portal('on-our-number', { account, owner: boris, lastClientAt: at - 3 });
  world.portal('of-our-anna', { account: other, owner: anna, lastClientAt: at - 2 });
  const foreign = world.portal('foreign', { account: other, owner: boris, lastClientAt: at - 1 });
  sql("INSERT INTO alert (id, kind, target, team_id, raised_at) VALUES ('alrt_0000000000000000', 'job.stuck', 'x', NULL, ?)", at);
  sql("INSERT INTO outbox (event_id, bridge_id, room_id, account_id, sender, service_user_id, kind, state, origin_at, enqueued_at) VALUES ('$f', 'loopback', ?, ?, '@boris:box.test', '@s', 'message', 'waiting', 1, 1)", foreign, other);
  const seen = look(lena);
  expect(seen.waiting.longest.map(({ roomId }) => roomId)).toEqual(['!on-our-number', '!of-our-anna']);
  expect(seen).toMatchObject({ waiting: { count: 2 }, accounts: { total: 1 }, alerts: { count: 0 }, notSent: { count: 0 } });
  expect(look()).toMatchObject({ waiting: { count: 3 }, accounts: { total: 2 }, alerts: { count: 1 }, notSent: { count: 1 } });
  expect(look(world.hire('lost', { roles: ['team-lead'] }))).toMatchObject({ waiting: { count: 0 }, accounts: { total: 0 } });
});

test('handovers that are not over are shown with how far they are', () => {
  world.portal('r', { account, owner: anna });
  const boris = world.hire('boris', { team: anna.teamId });
  const { handoverId } = world.ownership.handovers.request(olga, 'all', { scope: { kind: 'person', userId: anna.userId }, successors: { userIds: [boris.userId] }, reason: 'r', runAt: world.clock.now() + 9000 });
  expect(look().handovers).toMatchObject([{ handoverId, state: 'scheduled' }]);
});

test('what was written a moment ago is in the next look', () => {
  expect(look().waiting.count).toBe(0);
  expect(look().waiting.count).toBe(0);
  world.portal('new', { account, owner: anna, lastClientAt: world.clock.now() });
  expect(look().waiting.count).toBe(1);
});
