import type { ClientId, GivenRoutingRule, RoutingAction, RoutingConditions, TeamId } from '@holdfast/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bridge, ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import type { PersonActor } from '../kernel/index.ts';
import { isWithin, missOf } from './match-rule.ts';

let world: OwnershipWorld;
let [sales, service]: TeamId[] = [];
let anna: Hired, boris: Hired, lead: Hired;
let admin: PersonActor;

beforeEach(() => {
  world = ownershipWorld();
  [sales, service] = [world.team('sales'), world.team('service')];
  [anna, boris] = [world.hire('anna', { team: sales }), world.hire('boris', { team: service })];
  lead = world.hire('lead', { team: sales, roles: ['team-lead'] });
  admin = { ...anna, userId: null, teamId: null, roles: ['administrator'] };
});
afterEach(() => world.stop());

const refusal = (code: string, field?: string) => expect.objectContaining({ code, ...(field === undefined ? {} : { field }) }) as Error;
const rule = (name: string, conditions: RoutingConditions, action: RoutingAction, enabled = true): GivenRoutingRule => ({ name, enabled, conditions, action });
const put = (...rules: GivenRoutingRule[]) => world.ownership.routingRules.put(admin, { rules });
const toBoris = (): RoutingAction => ({ kind: 'person', userId: boris.userId });
const queueOf = (teamId: TeamId | undefined): RoutingAction => ({ kind: 'queue', teamId: teamId! });
const tagged = (clientId: ClientId, ...tags: string[]) => world.db.write((tx) => void tx.prepare('UPDATE client SET tags = ? WHERE id = ?').run(JSON.stringify(tags), clientId));

describe('rules of the company', () => {
  test('decide about new conversations in their order, before the built-in one, and are on record', () => {
    const account = world.account('first', { team: sales!, owner: anna });
    put(rule('Poles', { languages: ['pl'] }, toBoris()), rule('the rest', {}, queueOf(service)));
    const [pole, other] = [world.portal('pole', { account, client: world.client('pl') }), world.portal('other', { account, client: world.client('en') })];
    world.opened(pole);
    world.opened(other);
    expect([world.owner(pole), world.owner(other)]).toEqual([boris.userId, null]);
    const routed = world.audit.list(world.db, { action: 'room.assigned', limit: 9 }).map(({ detail }) => detail);
    expect(routed).toEqual([{ owner: boris.userId, rule: 'rule', ruleId: expect.any(String) as string }, { owner: null, rule: 'rule', ruleId: expect.any(String) as string, queue: service }]);
  });

  test('put a conversation into the queue of the team they name: that team sees and claims it, its account’s does not', async () => {
    const account = world.account('first', { team: sales!, owner: anna });
    put(rule('all', {}, queueOf(service)));
    const room = world.portal('r', { account });
    world.opened(room);
    expect(world.ownership.queue.list(boris, 'team', {}).map(({ roomId }) => roomId)).toEqual([room]);
    expect(world.ownership.queue.list(anna, 'team', {})).toEqual([]);
    expect(() => world.ownership.queue.claim(anna, 'team', room)).toThrow(refusal('ROOM_NOT_PORTAL'));
    expect(world.ownership.queue.claim(boris, 'team', room).owner).toBe(boris.userId);
    world.ownership.handovers.accessOff(world.hire('root', { roles: ['administrator'] }), { userId: boris.userId, reason: 'r' });
    expect(world.ownership.queue.list(anna, 'team', {}).map(({ roomId }) => roomId)).toEqual([room]); // nobody’s again: its account’s team
  });

  test('give to the least loaded of a team, and go on to the next rule when nobody there is free', () => {
    const account = world.account('first');
    const capped = world.hire('capped', { team: sales!, cap: 0 });
    put(rule('sales', {}, { kind: 'least-loaded', teamId: sales! }), rule('else', {}, toBoris()));
    const rooms = ['a', 'b', 'c'].map((name) => world.portal(name, { account }));
    rooms.forEach((room) => world.opened(room));
    expect(rooms.map((room) => world.owner(room))).toEqual([anna.userId, lead.userId, anna.userId]);
    world.db.write((tx) => void tx.prepare("UPDATE person SET state = 'locked' WHERE team_id = ?").run(sales));
    const last = world.portal('d', { account });
    world.opened(last);
    expect(world.owner(last)).toBe(boris.userId);
    expect(capped.userId).not.toBe(world.owner(last));
  });

  test('leave to the built-in order what none of them fits, and whatever goes on in a new room', () => {
    const account = world.account('first', { team: sales!, owner: anna });
    put(rule('vip', { tags: ['vip'] }, toBoris()), rule('off', {}, toBoris(), false));
    const client = world.client();
    const plain = world.portal('plain', { account, client });
    world.opened(plain);
    expect(world.owner(plain)).toBe(anna.userId);
    tagged(client, 'vip');
    const continued = world.portal('continued', { account, client });
    world.db.write((tx) => void tx.prepare("UPDATE portal SET predecessor_room = '!plain' WHERE room_id = '!continued'").run());
    world.opened(continued);
    expect(world.owner(continued)).toBe(anna.userId);
    const another = world.portal('another', { account: world.account('second'), client });
    world.opened(another);
    expect(world.owner(another)).toBe(boris.userId);
  });

  test('ask whether the client is known', () => {
    const account = world.account('first', { owner: anna });
    put(rule('new ones', { client: 'new' }, toBoris()));
    const client = world.client();
    const [first, second] = [world.portal('1', { account, client }), world.portal('2', { account: world.account('second', { owner: lead }), client })];
    world.opened(first);
    world.opened(second);
    expect([world.owner(first), world.owner(second)]).toEqual([anna.userId, anna.userId]); // two conversations: known; the second follows the first’s owner
    const fresh = world.portal('3', { account, client: world.client() });
    world.opened(fresh);
    expect(world.owner(fresh)).toBe(boris.userId);
  });

  test('come after an owner named by an import, who has the first conversation and no other', () => {
    const account = world.account('first');
    put(rule('all', {}, queueOf(service)));
    const client = world.client();
    world.db.write((tx) => void tx.prepare("INSERT INTO client_wish (client_id, owner_user_id, import_id) VALUES (?, ?, 'impt_0000000000000000')").run(client, anna.userId));
    const [first, second] = [world.portal('1', { account, client }), world.portal('2', { account, client })];
    world.opened(first);
    world.opened(second);
    expect([world.owner(first), world.owner(second)]).toEqual([anna.userId, null]);
  });
});

describe('the list of rules', () => {
  test('is written as a whole with its version, keeps the ids it is given back, and tells the second of two', () => {
    expect(world.ownership.routingRules.read()).toMatchObject({ version: 0, rules: [], changedAt: null });
    const first = put(rule('a', {}, toBoris()), rule('b', {}, queueOf(sales)));
    const [a, b] = first.rules;
    const second = world.ownership.routingRules.put(admin, { version: first.version, rules: [b!, a!].map(({ problem: _, ...given }) => given) });
    expect(second.rules.map(({ ruleId, name }) => [ruleId, name])).toEqual([[b!.ruleId, 'b'], [a!.ruleId, 'a']]);
    expect(() => world.ownership.routingRules.put(admin, { version: first.version, rules: [] })).toThrow(refusal('CHANGED_MEANWHILE', '/version'));
    expect(world.ownership.routingRules.read().rules).toHaveLength(2);
    expect(world.actions('routing-rules')).toEqual(['routing-rules.changed', 'routing-rules.changed']);
    expect(world.told).toContainEqual({ kind: 'routing-rules.changed' });
  });

  test('refuses what cannot be and names the rule and the place', () => {
    const fine = rule('fine', {}, toBoris());
    const bad = (conditions: RoutingConditions, action: RoutingAction, field: string) => expect(() => put(fine, rule('bad', conditions, action))).toThrow(refusal('ROUTING_RULE_INVALID', field));
    bad({ accountIds: ['acct_0000000000000000' as never] }, toBoris(), '/rules/1/conditions/accountIds/0');
    bad({ bridgeIds: [bridge, 'nothing' as never] }, toBoris(), '/rules/1/conditions/bridgeIds/1');
    bad({ hours: { from: '09:00', until: '09:00' } }, toBoris(), '/rules/1/conditions/hours/until');
    bad({}, { kind: 'person', userId: '@nobody:box.test' as never }, '/rules/1/action/userId');
    bad({}, { kind: 'person', userId: world.hire('officer', { roles: ['compliance-officer'] }).userId }, '/rules/1/action/userId');
    bad({}, queueOf('team_0000000000000000' as TeamId), '/rules/1/action/teamId');
    expect(() => put({ ...fine, ruleId: 'rule_0000000000000000' as never })).toThrow(refusal('ROUTING_RULE_INVALID', '/rules/0/ruleId'));
    expect(world.ownership.routingRules.read().version).toBe(0);
  });

  test('says what became of a rule since: its person is locked', () => {
    put(rule('to Boris', {}, toBoris()));
    world.db.write((tx) => void tx.prepare("UPDATE person SET state = 'locked' WHERE user_id = ?").run(boris.userId));
    expect(world.ownership.routingRules.read().rules).toMatchObject([{ name: 'to Boris', problem: 'PERSON_UNAVAILABLE' }]);
  });
});

describe('the tester', () => {
  test('says who, by which rule, and of every other why not', () => {
    const account = world.account('first', { team: sales!, owner: anna });
    const other = world.account('other');
    world.db.write((tx) => void tx.prepare("UPDATE person SET state = 'locked' WHERE user_id = ?").run(boris.userId));
    const rules = [
      rule('off', {}, queueOf(sales), false), rule('other', { accountIds: [other] }, queueOf(sales)), rule('Polish', { languages: ['pl'] }, queueOf(sales)),
      rule('vip', { tags: ['vip'] }, queueOf(sales)), rule('known', { client: 'known' }, queueOf(sales)), rule('all', {}, { kind: 'least-loaded', teamId: sales! }), rule('late', {}, queueOf(service)),
    ];
    const told = world.ownership.routingRules.test(admin, 'all', { accountId: account, language: 'en', rules });
    expect(told).toMatchObject({ owner: anna.userId, ownerName: 'anna', decidedBy: 'rule', ruleIndex: 5 });
    expect(told.rules.map(({ miss }) => miss)).toEqual(['disabled', 'account', 'language', 'tag', 'client', null, 'not-reached']);
    expect(world.ownership.routingRules.test(admin, 'all', { accountId: account, language: 'pl', rules })).toMatchObject({ owner: null, teamId: sales, ruleIndex: 2 });
    expect(world.ownership.routingRules.test(admin, 'all', { accountId: account })).toMatchObject({ owner: anna.userId, decidedBy: 'account-owner', ruleIndex: null, rules: [] });
    expect(world.ownership.routingRules.read().version).toBe(0);
  });

  test('knows a client who is named, and reaches as far as the caller', () => {
    const account = world.account('first', { team: sales! });
    const client = world.client('pl');
    tagged(client, 'vip');
    put(rule('vip', { tags: ['vip'], languages: ['pl'] }, toBoris()));
    expect(world.ownership.routingRules.test(lead, 'team', { accountId: account, clientId: client })).toMatchObject({ owner: boris.userId });
    expect(() => world.ownership.routingRules.test(lead, 'team', { accountId: world.account('b', { team: service! }) })).toThrow(refusal('NOT_FOUND', '/accountId'));
    expect(() => world.ownership.routingRules.test(admin, 'all', { accountId: account, clientId: 'clnt_0000000000000000' as ClientId })).toThrow(refusal('NOT_FOUND', '/clientId'));
    expect(world.ownership.routing.preview(lead, 'team', { accountId: account, clientId: client })).toEqual({ owner: boris.userId, rule: 'rule', teamId: sales });
  });

  test('asks for the hour one imagines', () => {
    const account = world.account('first', { owner: anna });
    put(rule('night', { hours: { from: '22:00', until: '06:00' } }, toBoris()));
    const at = (iso: string) => new Date(iso).getTime();
    const { timeZone } = world.ownership.routingRules.read();
    const night = Array.from({ length: 24 }, (_, hour) => at(`2026-11-25T${String(hour).padStart(2, '0')}:30:00Z`)).filter((moment) => isWithin({ from: '22:00', until: '06:00' }, moment, timeZone));
    expect(night).toHaveLength(8);
    expect(world.ownership.routingRules.test(admin, 'all', { accountId: account, at: night[0]! })).toMatchObject({ decidedBy: 'rule', owner: boris.userId });
  });
});

test('hours are the box’s own, days are those on which they begin', () => {
  const at = (iso: string) => new Date(iso).getTime();
  const weekdays = { days: [1, 2, 3, 4, 5], from: '09:00', until: '17:00' };
  expect(isWithin(weekdays, at('2026-11-27T08:00:00Z'), 'Europe/Warsaw')).toBe(true); // Friday, nine o’clock there
  expect(isWithin(weekdays, at('2026-11-27T08:00:00Z'), 'UTC')).toBe(false);
  expect(isWithin(weekdays, at('2026-11-27T16:00:00Z'), 'Europe/Warsaw')).toBe(false); // five is over
  expect(isWithin(weekdays, at('2026-11-28T10:00:00Z'), 'UTC')).toBe(false); // Saturday
  const fridayNight = { days: [5], from: '22:00', until: '06:00' };
  expect(isWithin(fridayNight, at('2026-11-28T05:59:00Z'), 'UTC')).toBe(true);
  expect(isWithin(fridayNight, at('2026-11-27T05:59:00Z'), 'UTC')).toBe(false);
  expect(missOf({}, { accountId: null, bridgeId: null, language: null, tags: [], known: false, at: 0 }, 'UTC')).toBeNull();
  expect(missOf({ bridgeIds: [bridge] }, { accountId: null, bridgeId: null, language: null, tags: [], known: false, at: 0 }, 'UTC')).toBe('network');
});
