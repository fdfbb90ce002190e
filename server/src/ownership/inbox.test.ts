import type { AccountId, InboxRoom, RoomId, UserId } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { bot, ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import { openDb } from '../db/index.ts';

const worlds: OwnershipWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});

function world(db = openDb(':memory:')) {
  const w = ownershipWorld({ db });
  worlds.push(w);
  const team = w.team('sales');
  const account = w.account('a', { team });
  w.db.write((tx) => void tx.prepare("UPDATE account SET number = '+48123', login_id = '48123', label = 'Sales'").run());
  return Object.assign(w, { team, account, anna: w.hire('anna', { team }), boris: w.hire('boris', { team }) });
}
const idsOf = (rooms: readonly InboxRoom[]) => rooms.map(({ roomId }) => roomId);

/** Every page of a person's inbox. */
function all(w: OwnershipWorld, actor: Hired, limit: number): RoomId[][] {
  const pages: RoomId[][] = [];
  let after: string | undefined;
  do {
    const page = w.ownership.inbox.list(actor, { limit, ...(after === undefined ? {} : { after }) });
    pages.push(idsOf(page.rooms));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return pages;
}

describe('the inbox', () => {
  test('shows a conversation with its number, its client and who is company side', () => {
    const w = world();
    const client = w.client('pl');
    w.db.write((tx) => void tx.prepare(`UPDATE client SET name = 'Jan', firm = 'Żółw', tags = '["vip"]'`).run());
    const roomId = w.portal('jan', { owner: w.anna, account: w.account, client, lastEventAt: 500, lastClientAt: 400 });
    const room: InboxRoom = {
      roomId, state: 'open', direct: true, name: null, right: 'owner', ownerUserId: w.anna.userId,
      account: {
        accountId: w.account, bridgeId: 'loopback' as never, network: 'Loopback', label: 'Sales', number: '+48123', serviceUserId: '@acct_loopback_a:box.test' as UserId,
        state: 'connected', stateReason: null, paused: false,
      },
      client: { clientId: client, name: 'Jan', firm: 'Żółw', language: 'pl', tags: ['vip'] },
      botUserId: bot, companyGhosts: ['@loopback_48123:box.test' as UserId], predecessorRoomId: null, lastEventAt: 500, lastClientAt: 400, lastCompanyAt: null,
    };
    expect(w.ownership.inbox.list(w.anna, {})).toEqual({ rooms: [room], next: null });
    expect(w.ownership.inbox.get(w.anna, roomId)).toEqual(room);
  });

  test('holds what one owns or covers now, and nothing else', () => {
    const w = world();
    const own = w.portal('own', { owner: w.anna, account: w.account, lastEventAt: 3 });
    const covered = w.portal('covered', { owner: w.boris, account: w.account, lastEventAt: 2 });
    w.portal('queued', { owner: null, account: w.account });
    w.portal('unrouted', { account: w.account });
    const lead = w.hire('lead', { team: w.team, roles: ['team-lead'] });
    expect(idsOf(w.ownership.inbox.list(w.anna, {}).rooms)).toEqual([own]);
    expect(() => w.ownership.inbox.get(w.anna, covered)).toThrow(expect.objectContaining({ code: 'ROOM_NOT_PORTAL' }));
    const cover = w.ownership.covers.place(lead, 'team', { ownerUserId: w.boris.userId, coverUserId: w.anna.userId, untilAt: w.clock.now() + 1_000, reason: 'holiday' });
    expect(w.ownership.inbox.list(w.anna, {}).rooms.map(({ roomId, right, ownerUserId }) => [roomId, right, ownerUserId])).toEqual([
      [own, 'owner', w.anna.userId], [covered, 'cover', w.boris.userId],
    ]);
    expect(w.ownership.inbox.get(w.anna, covered).right).toBe('cover');
    w.ownership.covers.end(lead, 'team', cover.coverId);
    expect(idsOf(w.ownership.inbox.list(w.anna, {}).rooms)).toEqual([own]);
    expect(w.ownership.inbox.list(lead, {}).rooms).toEqual([]); // a lead's wider view is elsewhere
    expect(w.ownership.inbox.list({ ...w.anna, userId: null }, {})).toEqual({ rooms: [], next: null });
  });

  test('a cover counts between its two moments only', () => {
    const w = world();
    w.portal('covered', { owner: w.boris, account: w.account });
    const lead = w.hire('lead', { team: w.team, roles: ['team-lead'] });
    const now = w.clock.now();
    w.ownership.covers.place(lead, 'team', { ownerUserId: w.boris.userId, coverUserId: w.anna.userId, fromAt: now + 100, untilAt: now + 200, reason: 'holiday' });
    const seen = (ms: number) => {
      w.clock.advance(ms);
      return w.ownership.inbox.list(w.anna, {}).rooms.length;
    };
    expect([seen(0), seen(99), seen(1), seen(99), seen(1)]).toEqual([0, 0, 1, 1, 0]);
  });

  test('a conversation whose bridge left the configuration, or that has no account, is still there to read', () => {
    const w = world();
    const orphan = w.portal('orphan', { owner: w.anna });
    expect(w.ownership.inbox.get(w.anna, orphan)).toMatchObject({ account: null, client: null, botUserId: bot });
    const old = w.portal('old', { owner: w.anna, account: w.account });
    w.db.write((tx) => {
      tx.prepare("UPDATE portal SET bridge_id = 'gone' WHERE room_id = ?").run(old);
      tx.prepare("UPDATE account SET bridge_id = 'gone'").run();
    });
    expect(w.ownership.inbox.get(w.anna, old)).toMatchObject({ account: { network: 'gone' }, companyGhosts: [] });
  });

  test('comes page by page, most recently active first, each room once, also where many were active at one moment', () => {
    const w = world();
    const rooms = Array.from({ length: 25 }, (_, n) => w.portal(`r${String(n).padStart(2, '0')}`, { owner: w.anna, account: w.account, lastEventAt: 100 - Math.floor(n / 5) }));
    for (const limit of [1, 4, 5, 24, 25, 26]) {
      const pages = all(w, w.anna, limit);
      expect(pages.flat()).toEqual(rooms);
      expect(pages).toHaveLength(Math.ceil(25 / limit));
    }
    expect(() => w.ownership.inbox.list(w.anna, { after: 'nonsense' })).toThrow(expect.objectContaining({ code: 'BAD_REQUEST', field: '/after' }));
  });

  test('of 3,000 conversations costs two statements a page, whatever is on it', () => {
    const db = openDb(':memory:');
    const w = world(db);
    fill(w, w.account, w.anna, 3_000);
    let statements = 0;
    const prepare = db.prepare.bind(db);
    Object.assign(db, {
      prepare: ((sql: string) => {
        statements += 1;
        return prepare(sql);
      }),
    });
    const pages = all(w, w.anna, 500);
    expect(statements).toBe(12); // the rooms, and the company's own numbers
    expect(new Set(pages.flat()).size).toBe(3_000);
    // Ten times as many rooms on a page may cost that much more, not a query each: a bound no slow machine comes near.
    const began = performance.now();
    w.ownership.inbox.list(w.anna, { limit: 500 });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

function fill(w: OwnershipWorld, account: AccountId, owner: Hired, count: number): void {
  w.db.write((tx) => {
    const client = tx.prepare("INSERT INTO client (id, name, name_folded, named_by, created_at) VALUES (?, 'x', 'x', 'network', 0)");
    const portal = tx.prepare(
      `INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, client_id, state, created_at, last_event_at)
       VALUES (?, 'loopback', ?, '48123', ?, 1, ?, 'open', 0, ?)`,
    );
    const owned = tx.prepare('INSERT INTO ownership (room_id, owner_user_id, since) VALUES (?, ?, 0)');
    for (let n = 0; n < count; n += 1) {
      const clientId = `clnt_${String(n).padStart(20, '0')}`;
      client.run(clientId);
      portal.run(`!many${n}`, account, String(n), clientId, (n * 7919) % count);
      owned.run(`!many${n}`, owner.userId);
    }
  });
}
