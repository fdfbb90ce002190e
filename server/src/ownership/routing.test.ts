import type { AccountId, RoomId, TeamId, UserId } from '@holdfast/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { chooseOwner, type RoutingFacts } from './choose-owner.ts';
import type { EmployeeFacts } from './directory-facts.ts';

const person = (name: string, more: Partial<EmployeeFacts> = {}): EmployeeFacts => ({
  personId: `pers_${name}` as never, userId: `@${name}:box.test` as UserId, teamId: null, active: true, answersClients: true, languages: [], roomCap: null, rooms: 0, ...more,
});
const facts = (more: Partial<RoutingFacts>): RoutingFacts => ({ lastOwner: undefined, accountOwner: undefined, team: [], clientLanguage: null, away: new Set(), ...more });

describe('a new conversation goes', () => {
  const anna = person('anna');
  const boris = person('boris');
  test.each<[string, Partial<RoutingFacts>, string | null, string]>([
    ['to its last owner', { lastOwner: anna, accountOwner: boris, team: [boris] }, 'anna', 'last-owner'],
    ['to its last owner even at their cap or away', { lastOwner: person('anna', { roomCap: 0 }), away: new Set([anna.userId]) }, 'anna', 'last-owner'],
    ['past a last owner who is locked', { lastOwner: person('anna', { active: false }), accountOwner: boris }, 'boris', 'account-owner'],
    ['past a last owner who answers nobody any more', { lastOwner: person('anna', { answersClients: false }), team: [boris] }, 'boris', 'least-loaded'],
    ['past an account owner who is locked', { accountOwner: person('anna', { active: false }), team: [boris] }, 'boris', 'least-loaded'],
    ['to the least loaded of the team', { team: [person('anna', { rooms: 3 }), person('boris', { rooms: 2 })] }, 'boris', 'least-loaded'],
    ['to the same one of equals every time', { team: [boris, anna] }, 'anna', 'least-loaded'],
    ['past who has reached their cap', { team: [person('anna', { rooms: 2, roomCap: 2 }), person('boris', { rooms: 9 })] }, 'boris', 'least-loaded'],
    ['to who speaks the language, even with more rooms', { clientLanguage: 'pl', team: [anna, person('boris', { languages: ['pl'], rooms: 9 })] }, 'boris', 'least-loaded'],
    ['to anybody when nobody speaks the language', { clientLanguage: 'pl', team: [anna] }, 'anna', 'least-loaded'],
    ['past who is away', { team: [anna, person('boris', { rooms: 9 })], away: new Set([anna.userId]) }, 'boris', 'least-loaded'],
    ['to nobody when the team is full', { team: [person('anna', { roomCap: 0 })] }, null, 'unassigned'],
    ['to nobody without a team', {}, null, 'unassigned'],
  ])('%s', (_where, given, owner, rule) => {
    expect(chooseOwner(facts(given))).toEqual({ owner: owner === null ? null : `@${owner}:box.test`, rule });
  });
});

describe('the box', () => {
  let world: OwnershipWorld;
  let team: TeamId;
  let anna: Hired;
  let boris: Hired;
  let account: AccountId;
  beforeEach(async () => {
    world = ownershipWorld();
    team = world.team('sales');
    anna = world.hire('anna', { team });
    boris = world.hire('boris', { team });
    account = world.account('a', { team });
    await world.settled();
  });
  afterEach(() => world.stop());

  test('routes a portal once it is open, and brings the owner in', async () => {
    const roomId = world.portal('r', { account });
    world.opened(roomId);
    expect(world.owner(roomId)).toBe(anna.userId);
    world.opened(roomId);
    await world.settled();
    expect(world.inRoom(roomId)).toEqual(['anna']);
    expect(world.actions('room')).toEqual(['room.assigned']);
    expect(world.told).toContainEqual({ kind: 'queue.changed', roomId });
  });

  test('brings the owner in later when the homeserver is away', async () => {
    world.homeserver.goDown();
    const roomId = world.portal('r', { account });
    world.opened(roomId);
    await world.settled();
    world.homeserver.comeBack();
    await world.pass(30_000, 5);
    expect(world.inRoom(roomId)).toEqual(['anna']);
  });

  test('shares new conversations out', () => {
    const owners = ['a', 'b', 'c', 'd'].map((name) => {
      const roomId = world.portal(name, { account });
      world.opened(roomId);
      return world.owner(roomId);
    });
    expect(owners).toEqual([anna.userId, boris.userId, anna.userId, boris.userId]);
  });

  test.each(['new', 'excluded', 'closed'])('leaves a portal that is %s to nobody', async (state) => {
    const roomId = world.portal('r', { account, state });
    world.opened(roomId);
    world.event(roomId);
    await world.settled();
    expect(world.owner(roomId)).toBeNull();
    expect(world.periods(roomId)).toEqual([]);
    expect(world.ownership.queue.list(anna, 'team', {})).toEqual([]);
  });

  test('routes at the next event what opened without anybody telling', () => {
    const roomId = world.portal('r', { account });
    world.event(roomId);
    expect(world.owner(roomId)).toBe(anna.userId);
    expect(() => world.event('!elsewhere' as RoomId)).not.toThrow();
  });

  test('gives a returning client to who knew them, through a queue and across networks', () => {
    const client = world.client();
    const first = world.portal('first', { account, client, owner: boris });
    world.ownership.handovers.accessOff(world.hire('olga', { roles: ['administrator'] }), { userId: boris.userId, reason: 'r' });
    world.unlock(boris);
    expect(world.owner(first)).toBeNull();
    const second = world.portal('second', { account: world.account('b', { team, owner: anna }), client });
    world.opened(second);
    expect(world.owner(second)).toBe(boris.userId);
    expect(world.ownership.routing.preview(anna, 'team', { accountId: account, clientId: client })).toEqual({ owner: boris.userId, rule: 'last-owner', teamId: team });
  });

  test('links the room that follows a deleted one to the same owner', () => {
    const old = world.portal('old', { account, owner: boris, state: 'closed' });
    const next = world.portal('next', { account });
    world.db.write((tx) => void tx.prepare('UPDATE portal SET predecessor_room = ? WHERE room_id = ?').run(old, next));
    world.opened(next);
    expect(world.owner(next)).toBe(boris.userId);
  });

  test('says who would get the next one, within reach', () => {
    expect(world.ownership.routing.preview(anna, 'team', { accountId: account })).toEqual({ owner: anna.userId, rule: 'least-loaded', teamId: team });
    const foreign = world.account('f', { team: world.team('support') });
    expect(() => world.ownership.routing.preview(anna, 'team', { accountId: foreign })).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
  });

  test('shows everybody out of a portal that is excluded', async () => {
    const roomId = world.portal('r', { account, owner: anna });
    world.db.write((tx) => {
      tx.prepare("UPDATE portal SET state = 'excluded' WHERE room_id = ?").run(roomId);
      world.ownership.answering.portalExcluded(tx, roomId);
    });
    await world.settled();
    expect(world.inRoom(roomId)).toEqual([]);
    expect(world.ownership.queue.list(anna, 'team', {})).toEqual([]);
  });

  test('imports an old conversation with the owner it was given', async () => {
    const roomId = world.portal('r', { account });
    world.db.write((tx) => world.ownership.answering.assignImported(tx, roomId, boris.userId, anna));
    await world.settled();
    expect(world.inRoom(roomId)).toEqual(['boris']);
    expect(world.ownership.answering.roomsAnsweredBy(world.db, boris.userId)).toEqual([roomId]);
  });
});

describe('an employee who writes first', () => {
  let world: OwnershipWorld;
  let anna: Hired;
  let boris: Hired;
  let account: AccountId;
  const refused = (code: string) => expect.objectContaining({ code }) as Error;
  beforeEach(async () => {
    world = ownershipWorld();
    const team = world.team('sales');
    boris = world.hire('boris', { team, cap: 0 });
    anna = world.hire('anna', { team });
    account = world.account('a', { team, owner: anna });
    await world.settled();
  });
  afterEach(() => world.stop());
  const start = (actor: Hired) => world.ownership.starts.start(actor, 'team', { accountId: account, identifier: '+48600700800' });
  /** The bridge makes the room, and the journal brings it before the answer does. */
  const network = () => world.onOpen(account, '+48600700800', async () => {
    const roomId = '!fresh' as RoomId;
    if (!world.db.prepare('SELECT 1 FROM portal WHERE room_id = ?').get(roomId)) world.portal('fresh', { account });
    world.opened(roomId);
    return roomId;
  });

  test('has the conversation, whoever routing would have chosen', async () => {
    network();
    expect(await start(boris)).toEqual({ roomId: '!fresh', owner: boris.userId });
    await world.settled();
    expect(world.inRoom('!fresh' as RoomId)).toEqual(['boris']);
    expect(world.periods('!fresh' as RoomId)).toMatchObject([{ owner: boris.userId, via: 'conversation-started' }]);
    expect(world.actions()).toEqual(['conversation.started']);
    expect(await start(boris)).toEqual({ roomId: '!fresh', owner: boris.userId });
  });

  test('does not get what a colleague has', async () => {
    network();
    await start(boris);
    await expect(start(anna)).rejects.toThrow(refused('ROOM_ALREADY_OWNED'));
  });

  test('leaves nothing behind unrouted when it fails', async () => {
    world.onOpen(account, '+48600700800', async () => {
      world.opened(world.portal('other', { account })); // somebody wrote in the meantime
      throw new Error('the network refused');
    });
    await expect(start(boris)).rejects.toThrow('the network refused');
    expect(world.owner('!other' as RoomId)).toBe(anna.userId);
  });

  test('needs an account of the own team and an unlocked Matrix user', async () => {
    network();
    const foreign = world.hire('foreign', { team: world.team('support') });
    await expect(start(foreign)).rejects.toThrow(refused('NOT_FOUND'));
    await expect(start({ ...anna, userId: null } as never)).rejects.toThrow(refused('NOT_AN_EMPLOYEE'));
    world.lock(anna);
    await expect(start(anna)).rejects.toThrow(refused('PERSON_LOCKED'));
  });
});
