import type { ClientId, ClientSearch } from '@holdfast/contract';
import { afterEach, describe, expect, test } from 'vitest';
import { bridge, ownershipWorld, type Hired, type OwnershipWorld } from '../../test/support/ownership-world.ts';
import type { PersonActor } from '../kernel/index.ts';
import { digitsOf, matchOf } from './search-words.ts';

const worlds: OwnershipWorld[] = [];
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.stop();
});
const refusal = (code: string) => expect.objectContaining({ code }) as Error;

/** Two teams, each with a number and a person; four clients, one of them on both numbers, one whom nobody owns, one imported and silent. */
function world() {
  const w = ownershipWorld();
  worlds.push(w);
  const [sales, service] = [w.team('sales'), w.team('service')];
  const [anna, boris] = [w.hire('anna', { team: sales }), w.hire('boris', { team: service })];
  const lead: Hired = w.hire('lead', { team: sales, roles: ['team-lead'] });
  const [first, second] = [w.account('first', { team: sales }), w.account('second', { team: service })];
  const admin: PersonActor = { ...anna, userId: null, roles: ['administrator'], teamId: null };
  const name = (clientId: ClientId, set: { name: string; firm?: string; tags?: string[] }, number?: string): ClientId => {
    w.db.write((tx) => {
      tx.prepare('UPDATE client SET name = ?, name_folded = ?, firm = ?, tags = ? WHERE id = ?').run(set.name, set.name.toLowerCase(), set.firm ?? null, JSON.stringify(set.tags ?? []), clientId);
      if (number) tx.prepare('INSERT INTO client_identity (bridge_id, ghost_user_id, client_id) VALUES (?, ?, ?)').run(bridge, `@loopback_${number}:box.test`, clientId);
    });
    return clientId;
  };
  w.db.write((tx) => void tx.prepare("UPDATE account SET login_id = '48123', number = '+48123' WHERE id = ?").run(first));
  const jan = name(w.client('pl'), { name: 'Jan Żółkowski', firm: 'Źródło Sp. z o.o.', tags: ['vip', 'export'] }, '48600111222');
  const olga = name(w.client('ru'), { name: 'Ольга Ёлкина', tags: ['vip'] }, '79160000001');
  const petro = name(w.client('uk'), { name: 'Петро Їжак', firm: 'Зерно' }, '380671234567');
  const silent = name(w.client(), { name: 'Zoe', tags: ['old'] });
  w.clock.advance(1_000);
  w.portal('jan-1', { account: first, owner: anna, client: jan, lastEventAt: w.clock.now(), lastClientAt: w.clock.now() });
  w.portal('jan-2', { account: second, owner: boris, client: jan, lastEventAt: w.clock.now() + 5_000 });
  w.portal('olga', { account: first, owner: null, client: olga, lastEventAt: w.clock.now() + 1_000, lastClientAt: w.clock.now() + 1_000 });
  w.portal('petro', { account: second, owner: boris, client: petro, lastEventAt: w.clock.now() + 2_000 });
  const { clientSearch } = w.ownership;
  const found = (query: ClientSearch, actor: PersonActor = admin, scope: 'all' | 'team' | 'own' = 'all') => clientSearch.search(actor, scope, query).clients.map(({ clientId }) => clientId);
  return { ...w, ownership: w.ownership, clientSearch, found, admin, lead, anna, boris, sales, service, first, second, jan, olga, petro, silent };
}

describe('searching clients', () => {
  test('finds by the beginning of any word of name, firm and tags, in every alphabet and case', () => {
    const { found, jan, olga, petro } = world();
    expect(found({ q: 'ŻÓŁK' })).toEqual([jan]);
    expect(found({ q: 'zolk' })).toEqual([]); // ł is a letter of its own
    expect(found({ q: 'źród' })).toEqual([jan]);
    expect(found({ q: 'zrod sp' })).toEqual([jan]); // accents may be left out
    expect(found({ q: 'ольга' })).toEqual([olga]);
    expect(found({ q: 'ЁЛК' })).toEqual([olga]);
    expect(found({ q: 'їжа' })).toEqual([petro]);
    expect(found({ q: 'vip', sort: 'name' })).toEqual([jan, olga]);
    expect(found({ q: 'vip жа' })).toEqual([]);
    expect(found({ q: '" OR name:* --' })).toEqual([]);
    expect(found({ q: '"' })).toEqual([]);
  });

  test('finds by number for who may, as people write numbers, and never shows one', () => {
    const { found, clientSearch, admin, anna, boris, jan, olga, petro } = world();
    expect(found({ q: '+48 600 111-222' })).toEqual([jan]);
    expect(found({ q: '600111222' })).toEqual([jan]);
    expect(found({ q: '8 (916) 000-00-01' })).toEqual([olga]);
    expect(found({ q: '067 123 45 67' })).toEqual([petro]);
    expect(found({ q: '60011' })).toEqual([]); // too short to mean anybody
    expect(found({ q: '600111222' }, boris, 'own')).toEqual([jan]);
    expect(found({ q: '79160000001' }, anna, 'own')).toEqual([]); // not theirs
    expect(JSON.stringify(clientSearch.search(admin, 'all', { q: '600111222' }))).not.toContain('600111');
  });

  test('filters by tag, account, team, owner, waiting and unassigned: one conversation must have them all', () => {
    const { found, anna, boris, first, second, sales, service, jan, olga, petro } = world();
    expect(found({ tag: 'vip' })).toEqual([jan, olga]);
    expect(found({ tag: 'VIP' })).toEqual([]);
    expect(found({ accountId: second })).toEqual([jan, petro]);
    expect(found({ teamId: sales })).toEqual([jan, olga]);
    expect(found({ ownerUserId: boris.userId })).toEqual([jan, petro]);
    expect(found({ waiting: true })).toEqual([jan, olga]);
    expect(found({ waiting: true, ownerUserId: boris.userId })).toEqual([]); // Jan waits for Anna
    expect(found({ waiting: true, ownerUserId: anna.userId })).toEqual([jan]);
    expect(found({ unassigned: true })).toEqual([olga]);
    expect(found({ unassigned: true, teamId: service })).toEqual([]);
    expect(found({ accountId: first, tag: 'vip', q: 'jan' })).toEqual([jan]);
  });

  test('sorts by last event, by name and by who waits longest, page by page without a gap', () => {
    const { found, clientSearch, admin, jan, olga, petro, silent } = world();
    expect(found({})).toEqual([jan, petro, olga, silent]);
    expect(found({ sort: 'name' })).toEqual([jan, silent, olga, petro]);
    expect(found({ sort: 'waiting' }).slice(0, 2)).toEqual([jan, olga]);
    for (const sort of ['lastEvent', 'name', 'waiting'] as const) {
      const whole = found({ sort });
      const paged: ClientId[] = [];
      let after: string | null = null;
      do {
        const { clients, next } = clientSearch.search(admin, 'all', { sort, limit: 1, ...(after === null ? {} : { after }) });
        paged.push(...clients.map(({ clientId }) => clientId));
        after = next;
      } while (after !== null);
      expect(paged).toEqual(whole);
    }
    expect(() => clientSearch.search(admin, 'all', { sort: 'name', after: '12~clnt_0000000000000000' })).toThrow(refusal('BAD_REQUEST'));
  });

  test('says of each who has them, on which networks, since when they wait, and nothing of rooms out of reach', () => {
    const { clientSearch, admin, lead, anna, boris, jan, clock } = world();
    const [row] = clientSearch.search(admin, 'all', { q: 'jan' }).clients;
    expect(row).toEqual({
      clientId: jan, name: 'Jan Żółkowski', firm: 'Źródło Sp. z o.o.', language: 'pl', tags: ['vip', 'export'], channels: 2, networks: ['Loopback'], version: 1, unassigned: false,
      owners: [{ userId: boris.userId, name: 'boris' }, { userId: anna.userId, name: 'anna' }], waitingSince: clock.now(), lastEventAt: clock.now() + 5_000,
    });
    expect(clientSearch.search(boris, 'own', { q: 'jan' }).clients).toMatchObject([{ channels: 1, owners: [{ name: 'boris' }], waitingSince: null }]);
    expect(clientSearch.search(lead, 'team', { q: 'jan' }).clients).toMatchObject([{ channels: 1, owners: [{ name: 'anna' }], lastEventAt: clock.now() }]);
  });

  test('in a narrower scope reaches what its people answer and the team’s numbers, and nobody who is only imported', () => {
    const { found, lead, anna, boris, jan, olga, petro } = world();
    expect(found({}, anna, 'own')).toEqual([jan]);
    expect(found({}, boris, 'own')).toEqual([jan, petro]);
    expect(found({}, lead, 'team')).toEqual([olga, jan]);
    expect(found({ ownerUserId: boris.userId }, lead, 'team')).toEqual([]);
    expect(found({}, { ...anna, userId: null }, 'own')).toEqual([]);
  });

  test('follows what changes: a merge, a new word, a message, a client who is gone', async () => {
    const w = world();
    const { found, db, jan, olga, petro } = w;
    db.write((tx) => void tx.prepare("UPDATE client SET name = 'Ян', name_folded = 'ян' WHERE id = ?").run(jan));
    expect([found({ q: 'żółk' }), found({ q: 'ян' })]).toEqual([[], [jan]]);
    db.write((tx) => {
      tx.prepare("UPDATE portal SET client_id = ? WHERE room_id = '!petro'").run(olga);
      tx.prepare('UPDATE client_identity SET client_id = ? WHERE client_id = ?').run(olga, petro);
      tx.prepare('DELETE FROM client WHERE id = ?').run(petro);
    });
    expect(found({ q: 'петро' })).toEqual([]);
    expect(found({ sort: 'lastEvent' }).slice(0, 2)).toEqual([jan, olga]);
    db.write((tx) => void tx.prepare("UPDATE portal SET last_company_at = 9e12, last_event_at = 9e12 WHERE room_id = '!olga'").run());
    expect(found({ waiting: true })).toEqual([jan]);
    expect(found({})[0]).toBe(olga);
  });
});

test('tags in use are counted within reach', () => {
  const { clientSearch, admin, boris } = world();
  expect(clientSearch.tags(admin, 'all').tags).toEqual([{ tag: 'vip', clients: 2 }, { tag: 'export', clients: 1 }, { tag: 'old', clients: 1 }]);
  expect(clientSearch.tags(boris, 'own').tags).toEqual([{ tag: 'export', clients: 1 }, { tag: 'vip', clients: 1 }]);
});

test('who answered a client over time is told room by room, newest first', () => {
  const { clientSearch, admin, anna, jan, petro } = world();
  expect(clientSearch.owners(admin, 'all', jan).periods).toMatchObject([
    { roomId: '!jan-2', network: 'Loopback', accountLabel: 'second', ownerName: 'boris', untilAt: null, via: 'assignment' }, { roomId: '!jan-1', ownerName: 'anna' },
  ]);
  expect(clientSearch.owners(anna, 'own', jan).periods).toMatchObject([{ roomId: '!jan-1' }]);
  expect(() => clientSearch.owners(anna, 'own', petro)).toThrow(refusal('NOT_FOUND'));
});

describe('exporting clients', () => {
  test('writes a line for each within reach, and is on record before the first', () => {
    const { ownership, admin, boris, audit, db } = world();
    const lines = [...ownership.clientExport.export(admin, 'all', { language: 'pl' })];
    expect(lines[0]).toEqual(['nazwa', 'firma', 'język', 'tagi', 'sieć', 'konta', 'opiekunowie', 'czeka od', 'ostatnie zdarzenie']);
    expect(lines.slice(1).map(([name]) => name).toSorted()).toEqual(['Jan Żółkowski', 'Zoe', 'Ольга Ёлкина', 'Петро Їжак']);
    expect(lines.flat().join()).not.toContain('600111222');
    expect([...ownership.clientExport.export(boris, 'own', { q: 'jan' })]).toHaveLength(2);
    const entries = audit.list(db, { action: 'clients.exported', limit: 9 });
    expect(entries).toHaveLength(2);
    expect(JSON.stringify(entries)).not.toContain('jan');
  });

  test('gives numbers only to who may reveal them, for a reason, as far as that reaches', () => {
    const { ownership, admin, lead, audit, db } = world();
    const both: PersonActor = { ...admin, userId: lead.userId, teamId: lead.teamId, roles: ['administrator', 'team-lead'] };
    const take = (actor: PersonActor, reason?: string) => [...ownership.clientExport.export(actor, 'all', { numbers: true, ...(reason === undefined ? {} : { reason }) })];
    expect(() => take(admin, 'audit of the year')).toThrow(refusal('FORBIDDEN'));
    expect(() => take(both)).toThrow(refusal('REASON_REQUIRED'));
    expect(take(both, 'audit of the year').slice(1).map(([number]) => number).toSorted()).toEqual(['+48600111222', '+79160000001']);
    expect(audit.list(db, { action: 'clients.exported', limit: 9 })).toMatchObject([{ reason: 'audit of the year', detail: { numbers: true, scope: 'team' } }]);
  });
});

describe('searching rooms', () => {
  test('gives rows with names, filtered and in order', () => {
    const w = world();
    const { ownership, admin, lead, anna, boris, jan, sales, second } = w;
    const rooms = (query: Parameters<typeof ownership.roomSearch.search>[2], actor: PersonActor = admin, scope: 'all' | 'team' = 'all') => ownership.roomSearch.search(actor, scope, query).rooms.map(({ roomId }) => roomId);
    w.portal('group', { account: second, owner: anna, lastEventAt: 1 });
    w.db.write((tx) => void tx.prepare("UPDATE portal SET is_direct = 0, name = 'Склад Łódź' WHERE room_id = '!group'").run());
    expect(rooms({})).toEqual(['!jan-2', '!petro', '!olga', '!jan-1', '!group']);
    expect(rooms({ q: 'склад łódź' })).toEqual(['!group']);
    expect(rooms({ q: 'jan' })).toEqual(['!jan-2', '!jan-1']);
    expect(rooms({ q: 'jan', owner: anna.userId })).toEqual(['!jan-1']);
    expect(rooms({ clientId: jan, accountId: second })).toEqual(['!jan-2']);
    expect(rooms({ waiting: true })).toEqual(['!olga', '!jan-1']);
    expect(rooms({ sort: 'waiting' }).slice(0, 2)).toEqual(['!jan-1', '!olga']);
    expect(rooms({ unassigned: true })).toEqual(['!olga']);
    expect(rooms({ teamId: sales })).toEqual(['!olga', '!jan-1', '!group']);
    expect(rooms({}, lead, 'team')).toEqual(['!olga', '!jan-1', '!group']);
    expect(ownership.roomSearch.search(admin, 'all', { owner: boris.userId, limit: 1 })).toMatchObject({
      rooms: [{ roomId: '!jan-2', clientName: 'Jan Żółkowski', firm: 'Źródło Sp. z o.o.', ownerName: 'boris', accountLabel: 'second', network: 'Loopback', moving: null }], next: expect.any(String) as string,
    });
    for (const sort of ['lastEvent', 'waiting'] as const) {
      const paged: string[] = [];
      let after: string | null = null;
      do {
        const page = ownership.roomSearch.search(admin, 'all', { sort, limit: 2, ...(after === null ? {} : { after }) });
        paged.push(...page.rooms.map(({ roomId }) => roomId));
        after = page.next;
      } while (after !== null);
      expect(paged).toEqual(rooms({ sort }));
    }
  });

  test('selects everything a filter finds for a handover, and says when there is more', () => {
    const { ownership, admin, boris, lead, db, second } = world();
    expect(ownership.roomSearch.select(admin, 'all', { owner: boris.userId })).toEqual({ roomIds: ['!jan-2', '!petro'], total: 2, complete: true });
    expect(ownership.roomSearch.select(lead, 'team', { owner: boris.userId })).toEqual({ roomIds: [], total: 0, complete: true });
    db.write((tx) => {
      for (let n = 0; n < 5_001; n += 1) {
        tx.prepare("INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, state, created_at, last_event_at) VALUES (?, ?, ?, 'x', ?, 1, 'open', 1, 1)").run(`!r${n}`, bridge, second, `r${n}`);
      }
    });
    const many = ownership.roomSearch.select(admin, 'all', { accountId: second });
    expect([many.roomIds.length, many.total, many.complete]).toEqual([5_000, 5_003, false]);
  });
});

test('what is typed is a question and never a command', () => {
  expect(matchOf('jan "kow* NEAR(')).toBe('"jan"* AND "kow"* AND "NEAR"*');
  expect(matchOf(' -"* ')).toBeNull();
  expect(digitsOf('+48 600 111 222')).toEqual(['48600111222']);
  expect(digitsOf('8 916 000 00 01')).toEqual(['89160000001', '9160000001']);
  expect([digitsOf('flat 600111'), digitsOf('12345'), digitsOf('1234567890123456')]).toEqual([[], [], []]);
});
