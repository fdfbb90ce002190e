import { noteEventType, type AccountId, type ClientId, type PersonId, type RoomId, type SessionId, type TeamId, type UserId } from '@holdfast/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { createAuditTrail } from '../audit/index.ts';
import { openDb, type Db } from '../db/index.ts';
import { createJobs, type Jobs } from '../jobs/index.ts';
import type { CapturedEvent } from '../journal/index.ts';
import { manualClock, silentLog, type PersonActor } from '../kernel/index.ts';
import { createRecords, type Records } from './index.ts';

const bot = '@bridgebot:box' as UserId;
const service = '@acct_loopback_sales:box';
const sales = 'acct_00000000000000000001' as AccountId;
const care = 'acct_00000000000000000002' as AccountId;
const jan = 'clnt_00000000000000000001' as ClientId;
const team = 'team_00000000000000000001' as TeamId;
const officer: PersonActor = { kind: 'person', personId: 'pers_00000000000000000001' as PersonId, userId: null, roles: ['compliance-officer'], teamId: null, sessionId: 'sess_00000000000000000001' as SessionId };
const lead: PersonActor = { ...officer, personId: 'pers_00000000000000000002' as PersonId, userId: '@lena:box' as UserId, roles: ['team-lead'], teamId: team };
const noon = Date.UTC(2026, 10, 26, 12);
const dayMs = 86_400_000;

let db: Db;
let jobs: Jobs;
let clock: ReturnType<typeof manualClock>;
let records: Records;
let seq: number;

function build(): Records {
  jobs = createJobs({ db, clock, log: silentLog });
  const audit = createAuditTrail({ clock });
  const built = createRecords({
    db, jobs, log: silentLog, audit,
    bridge: (bridgeId) => (bridgeId === 'loopback' ? { bot, isGhost: (id) => id.startsWith('@loop_'), remoteIdOf: (id) => /^@loop_(.+):box$/.exec(id)?.[1] ?? null } : undefined),
  });
  jobs.start();
  return built;
}

beforeEach(() => {
  db = openDb(':memory:');
  clock = manualClock(noon);
  seq = 0;
  const insert = (sql: string, ...values: unknown[]) => void db.prepare(sql).run(...values);
  insert("INSERT INTO team (id, slug, name, created_at) VALUES (?, 'sales', 'Sales', 1)", team);
  for (const [id, slug, of] of [[sales, 'sales', team], [care, 'care', null]] as const) {
    insert("INSERT INTO account (id, bridge_id, slug, label, team_id, service_user_id, state, state_since, created_at) VALUES (?, 'loopback', ?, ?, ?, ?, 'connected', 1, 1)", id, slug, slug, of, `@acct_loopback_${slug}:box`);
  }
  insert("INSERT INTO person (id, user_id, sign_in_name, name, roles, languages, state, created_at) VALUES (?, '@anna:box', 'anna', 'Anna Nowak', '[\"employee\"]', '[]', 'active', 1)", 'pers_00000000000000000009');
  insert("INSERT INTO person (id, sign_in_name, name, roles, languages, state, created_at) VALUES (?, 'olga', 'Olga', '[\"compliance-officer\"]', '[]', 'active', 1)", officer.personId);
  insert("INSERT INTO client (id, name, name_folded, named_by, created_at) VALUES (?, 'Jan', 'jan', 'network', 1)", jan);
  for (const [room, account, client] of [['!jan', sales, jan], ['!olena', care, null]] as const) {
    insert("INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, name, client_id, state, created_at, last_event_at) VALUES (?, 'loopback', ?, '48600', ?, 1, ?, ?, 'open', 1, 1)", room, account, room, `name of ${room}`, client);
  }
  records = build();
});

type Happening = { room?: string; sender: string; type?: string; msgtype?: string; relation?: CapturedEvent['relation']; at?: number; stateKey?: string; verdict?: 'pass' | 'refuse' | 'note'; code?: string; detail?: string };

/** Recorded as the journal does: the row, the gate's decision, then whoever reads. */
function happen({ room = '!jan', sender, type = 'm.room.message', msgtype = 'm.text', relation = null, at = noon, stateKey, verdict, code, detail }: Happening, reader = records.tally.reader): string {
  seq += 1;
  const eventId = `$${seq}`;
  db.write((tx) => {
    tx.prepare("INSERT INTO journal_event (event_id, stream_ordering, room_id, sender, type, state_key, origin_server_ts, recorded_at, size, hash, msgtype, relation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, x'00', ?, ?)").run(
      eventId, seq, room, sender, type, stateKey ?? null, at, at, type === 'm.room.message' ? msgtype : null, relation,
    );
    if (verdict) tx.prepare('INSERT INTO decision (event_id, room_id, sender, verdict, code, detail, decided_at) VALUES (?, ?, ?, ?, ?, ?, ?)').run(eventId, room, sender, verdict, code ?? null, detail ?? null, at);
    const event = { seq, eventId, roomId: room, sender, type, stateKey: stateKey ?? null, originServerTs: at, content: type === 'm.room.message' ? { msgtype } : {}, relation } as unknown as CapturedEvent;
    reader.read(tx, event);
  });
  return eventId;
}

const ghost = '@loop_48700:box';
const anna = '@anna:box';
function aDay(): void {
  happen({ sender: bot, type: 'm.room.create', stateKey: '' });
  happen({ sender: ghost });
  happen({ sender: ghost, msgtype: 'm.image' });
  happen({ sender: ghost, relation: 'edit' });
  happen({ sender: ghost, type: 'm.room.redaction', relation: 'redaction' });
  happen({ sender: ghost, type: 'm.reaction', relation: 'reaction' });
  happen({ sender: ghost, type: 'org.matrix.msc3381.poll.response', relation: 'vote' });
  happen({ sender: anna, verdict: 'pass' });
  happen({ sender: anna, verdict: 'refuse', code: 'NOT_OWNER' });
  happen({ sender: anna, type: noteEventType, verdict: 'note' });
  happen({ sender: service, verdict: 'pass' });
  happen({ sender: service, msgtype: 'm.audio' });
  happen({ sender: '@loop_48600:box' });
  happen({ sender: bot, type: 'com.beeper.message_send_status' });
  happen({ sender: ghost, room: '!olena', at: noon - dayMs });
  happen({ sender: ghost, room: '!elsewhere' });
}
const ofJan = { received: 2, sentFromBox: 2, sentFromHandset: 2, refused: 1, edits: 1, deletions: 1, reactions: 1, notes: 1, other: 1, technical: 1, media: 2 };

describe('what the journal holds by day and account', () => {
  test('is counted as it is recorded, each event once and by what it is', () => {
    records.tally.start();
    aDay();
    const { days, totals, counting } = records.days(officer, 'all', {});
    expect(days).toMatchObject([{ day: '2026-11-26', accountId: sales, ...ofJan }, { day: '2026-11-25', accountId: care, received: 1, sentFromBox: 0 }]);
    expect(totals).toMatchObject({ received: 3, sentFromBox: 2 });
    expect(counting).toBeNull();
  });

  test('is the same when it is built anew from what lies there, while more is recorded', async () => {
    records.tally.start();
    aDay();
    const live = records.days(officer, 'all', {});
    for (let n = 0; n < 1_200; n += 1) happen({ sender: ghost, room: '!olena', at: noon - 2 * dayMs });
    records.tally.rebuild();
    expect(records.days(officer, 'all', {}).counting).toEqual({ done: 0, of: seq });
    happen({ sender: ghost, at: noon + dayMs });
    await jobs.settled();
    const anew = records.days(officer, 'all', {});
    expect(anew.counting).toBeNull();
    expect(anew.days.filter(({ day }) => day === '2026-11-26' || day === '2026-11-25')).toEqual(live.days);
    expect(anew.totals.received).toBe(3 + 1_200 + 1);
  });

  test('a box that has a record and no tally yet makes one, and goes on with one that was cut short', async () => {
    aDay();
    db.write((tx) => void tx.prepare('DELETE FROM tally_day').run());
    db.write((tx) => void tx.prepare('DELETE FROM tally_progress').run());
    await jobs.stop();
    records = build();
    records.tally.start();
    await jobs.settled();
    expect(records.days(officer, 'all', {}).totals).toMatchObject({ received: 3, refused: 1, media: 2 });
    db.write((tx) => void tx.prepare('UPDATE tally_progress SET live_from = ?, counted_to = 0').run(1));
    records.tally.start(); // nothing lies before it
    expect(records.days(officer, 'all', {}).counting).toBeNull();
  });

  test('comes page by page, by account and between days; a lead sees the team’s accounts', () => {
    records.tally.start();
    for (let day = 0; day < 5; day += 1) for (const room of ['!jan', '!olena']) happen({ sender: ghost, room, at: noon - day * dayMs });
    const first = records.days(officer, 'all', { limit: 3 });
    expect(first.days.map(({ day, accountId }) => [day, accountId])).toEqual([['2026-11-26', sales], ['2026-11-26', care], ['2026-11-25', sales]]);
    const second = records.days(officer, 'all', { limit: 3, after: first.next! });
    expect(second.days[0]).toMatchObject({ day: '2026-11-25', accountId: care });
    expect(records.days(officer, 'all', { accountId: care, from: '2026-11-24', to: '2026-11-25' }).days).toHaveLength(2);
    expect(records.days(lead, 'team', {}).days.every(({ accountId }) => accountId === sales)).toBe(true);
    expect(records.days({ ...lead, teamId: null }, 'team', {}).totals.received).toBe(0);
    expect(() => records.days(officer, 'all', { after: 'x' })).toThrow(expect.objectContaining({ code: 'BAD_REQUEST', field: '/after' }));
  });
});

test('refusals say who, where and why, newest first, page by page and within reach', () => {
  for (let n = 0; n < 5; n += 1) happen({ sender: anna, verdict: 'refuse', code: n === 2 ? 'BRIDGE_COMMAND' : 'NOT_OWNER', at: noon + Math.floor(n / 2), room: n === 4 ? '!olena' : '!jan' });
  happen({ sender: anna, verdict: 'pass' });
  const first = records.refusals(officer, 'all', { limit: 2 });
  expect(first.refusals.map(({ eventId }) => eventId)).toEqual(['$5', '$4']);
  expect(first.refusals[1]).toEqual({
    eventId: '$4', roomId: '!jan', accountId: sales, clientId: jan, roomName: 'name of !jan', sender: { userId: anna, personId: 'pers_00000000000000000009', name: 'Anna Nowak' }, code: 'NOT_OWNER', detail: null, at: noon + 1,
  });
  const second = records.refusals(officer, 'all', { limit: 2, after: first.next! });
  const third = records.refusals(officer, 'all', { limit: 2, after: second.next! });
  expect([...second.refusals, ...third.refusals].map(({ eventId }) => eventId)).toEqual(['$3', '$2', '$1']);
  const ids = (query: Parameters<Records['refusals']>[2], who = officer, scope: 'all' | 'team' = 'all') => records.refusals(who, scope, query).refusals.map(({ eventId }) => eventId);
  expect(ids({ code: 'BRIDGE_COMMAND' })).toEqual(['$3']);
  expect(ids({ clientId: jan })).toHaveLength(4);
  expect(ids({ accountId: care })).toEqual(['$5']);
  expect(ids({ roomId: '!jan' as RoomId, from: noon + 1, to: noon + 1 })).toEqual(['$4', '$3']);
  expect(ids({ sender: '@boris:box' as UserId })).toEqual([]);
  expect(ids({}, lead, 'team')).toHaveLength(4);
});

test('messages in doubt stand there until somebody decides, and then with who decided what', () => {
  const insert = (eventId: string, state: string, room = '!jan') =>
    void db.prepare("INSERT INTO outbox (event_id, bridge_id, room_id, sender, service_user_id, kind, state, reason, origin_at, enqueued_at) VALUES (?, 'loopback', ?, ?, ?, 'message', ?, 'STALE', ?, ?)").run(eventId, room, anna, service, state, noon, noon);
  insert('$a', 'uncertain');
  insert('$b', 'needs-confirmation', '!olena');
  insert('$c', 'delivered');
  insert('$d', 'waiting');
  const audit = createAuditTrail({ clock });
  db.write((tx) => {
    audit.record(tx, { actor: lead, action: 'delivery.sent-anyway', target: '$c', reason: 'they asked again', detail: { roomId: '!jan', was: 'uncertain' } });
    audit.record(tx, { actor: officer, action: 'room.read', target: '$c' });
  });
  expect(records.decisions(officer, 'all', {}).decisions).toMatchObject([
    { eventId: '$b', was: 'needs-confirmation', reason: 'STALE', decision: null, accountId: care },
    { eventId: '$a', was: 'uncertain', decision: null, sender: { name: 'Anna Nowak' } },
  ]);
  expect(records.decisions(officer, 'all', { state: 'decided' }).decisions).toMatchObject([
    { eventId: '$c', was: 'uncertain', state: 'delivered', decision: { verdict: 'sent', by: { personId: lead.personId, name: null }, at: noon, reason: 'they asked again' } },
  ]);
  expect(records.decisions(lead, 'team', {}).decisions.map(({ eventId }) => eventId)).toEqual(['$a']);
  const first = records.decisions(officer, 'all', { limit: 1 });
  expect(records.decisions(officer, 'all', { limit: 1, after: first.next! }).decisions).toMatchObject([{ eventId: '$a' }]);
});

test('who looked at a client is found by the client, by the person and by the day', () => {
  const audit = createAuditTrail({ clock });
  const look = (actor: PersonActor, action: 'room.read' | 'queue.read' | 'client.contact-revealed' | 'person.locked', target: string, reason?: string) => db.write((tx) => audit.record(tx, { actor, action, target, reason }));
  look(officer, 'room.read', '!jan', 'a complaint');
  clock.advance(dayMs);
  look(lead, 'queue.read', '!olena');
  look(lead, 'client.contact-revealed', jan);
  look(lead, 'person.locked', '!jan');
  const { accesses } = records.accesses({ clientId: jan });
  expect(accesses).toMatchObject([
    { action: 'client.contact-revealed', clientId: jan, by: { personId: lead.personId } },
    { action: 'room.read', roomId: '!jan', clientId: jan, roomName: 'name of !jan', reason: 'a complaint', by: { name: 'Olga' } },
  ]);
  expect(records.accesses({ personId: lead.personId }).accesses).toHaveLength(2);
  expect(records.accesses({ to: noon }).accesses).toHaveLength(1);
  expect(records.accesses({ action: ['queue.read'] }).accesses).toMatchObject([{ roomId: '!olena', clientId: null }]);
  expect(records.accesses({ roomId: '!olena' as RoomId, clientId: jan }).accesses).toEqual([]);
});

test('the audit trail names people and numbers of the box, and never a client', () => {
  const audit = createAuditTrail({ clock });
  db.write((tx) => audit.record(tx, { actor: officer, action: 'client.changed', target: jan, detail: { owner: '@anna:box', accountId: sales } }));
  const { entries, names } = records.audit.list({ client: jan, limit: 10 });
  expect(entries).toHaveLength(1);
  expect(names).toEqual(expect.arrayContaining([{ id: officer.personId, name: 'Olga' }, { id: '@anna:box', name: 'Anna Nowak' }, { id: sales, name: 'sales' }]));
  expect(JSON.stringify(names)).not.toContain('Jan');
});

test('an export is on record before its first row, and ends with that record', () => {
  const audit = createAuditTrail({ clock });
  db.write((tx) => {
    for (let n = 0; n < 700; n += 1) audit.record(tx, { actor: officer, action: 'room.read', target: `!${n}` });
  });
  const rows = [...records.audit.export(officer, { reason: 'the auditor asked' })];
  expect(rows).toHaveLength(1 + 701);
  expect(rows[0]).toContain('actor_name');
  expect(rows.at(-1)).toEqual(['701', '2026-11-26T12:00:00.000Z', officer.personId, 'Olga', 'audit.exported', 'audit', '', 'the auditor asked', '{"filters":{}}']);
  expect([...records.audit.export(officer, { reason: 'only those', action: ['look.opened'] })]).toHaveLength(1);
});
