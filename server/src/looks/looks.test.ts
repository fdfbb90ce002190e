import { noteEventType, type BridgeId, type LookId, type PersonId, type RoomId, type SessionId, type UserId } from '@holdfast/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createAuditTrail, type AuditTrail } from '../audit/index.ts';
import { openDb, type Db } from '../db/index.ts';
import { createJobs, type Jobs } from '../jobs/index.ts';
import { AppError, manualClock, silentLog, type PersonActor } from '../kernel/index.ts';
import { HomeserverError, type RoomEvent } from '../matrix/index.ts';
import { createLooks, type Looks } from './index.ts';

const minuteMs = 60_000;
const roomId = '!jan' as RoomId;
const officer: PersonActor = { kind: 'person', personId: 'pers_00000000000000000001' as PersonId, userId: null, roles: ['compliance-officer'], teamId: null, sessionId: 'sess_00000000000000000001' as SessionId };
const other: PersonActor = { ...officer, personId: 'pers_00000000000000000002' as PersonId };
const service = '@acct_loopback_sales:box' as UserId;
const ghost = '@loop_48700:box' as UserId;
const anna = '@anna:box' as UserId;

let db: Db;
let jobs: Jobs;
let audit: AuditTrail;
let looks: Looks;
const clock = manualClock();
let isVisible: boolean;
let events: RoomEvent[];
let failing: Error | undefined;
let remarks: { type: string; content: Record<string, unknown>; transactionId: string }[];
let whileAsked: () => void;

const event = (n: number, sender: UserId, content: Record<string, unknown>, more: Partial<RoomEvent> = {}): RoomEvent =>
  ({ eventId: `$${n}`, sender, type: 'm.room.message', originServerTs: n, content, unsigned: {}, ...more }) as RoomEvent;
const said = (body: string) => ({ msgtype: 'm.text', body });

beforeEach(() => {
  db = openDb(':memory:');
  const insert = (sql: string, ...values: unknown[]) => void db.prepare(sql).run(...values);
  insert("INSERT INTO account (id, bridge_id, slug, label, service_user_id, state, state_since, created_at) VALUES (?, 'loopback', 'sales', 'Sales', ?, 'connected', 1, 1)", 'acct_00000000000000000001', service);
  insert("INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, name, state, created_at, last_event_at) VALUES ('!jan', 'loopback', 'acct_00000000000000000001', '48600', 'r', 1, 'Jan', 'open', 1, 1)");
  insert("INSERT INTO person (id, sign_in_name, name, roles, languages, state, created_at) VALUES (?, 'olga', 'Olga', '[]', '[]', 'active', 1)", officer.personId);
  insert("INSERT INTO person (id, user_id, sign_in_name, name, roles, languages, state, created_at) VALUES ('pers_00000000000000000009', ?, 'anna', 'Anna', '[]', '[]', 'active', 1)", anna);
  insert("INSERT INTO ownership (room_id, owner_user_id, since) VALUES ('!jan', ?, 1)", anna);
  jobs = createJobs({ db, clock, log: silentLog, random: () => 0.5 });
  audit = createAuditTrail({ clock });
  isVisible = true;
  events = [];
  failing = undefined;
  remarks = [];
  whileAsked = () => {};
  looks = createLooks({
    db, clock, audit, jobs, isGhost: (_bridge, userId) => userId.startsWith('@loop_'), settings: () => ({ looksVisibleToOwner: isVisible, language: 'pl' }),
    homeserver: {
      async messagesBefore(_bot: BridgeId, _room: RoomId, limit: number, before?: string) {
        whileAsked();
        if (failing) throw failing;
        const end = before === undefined ? events.length : Number(before);
        const start = Math.max(0, end - limit);
        return { events: events.slice(start, end), next: start === 0 ? null : String(start) };
      },
      async sendAsBot(_bot, _room, type, content, transactionId) {
        if (failing) throw failing;
        remarks.push({ type, content: content as Record<string, unknown>, transactionId });
        return '$remark' as never;
      },
    },
  });
  jobs.start();
});
afterEach(() => jobs.stop());

const refused = (code: string) => expect.objectContaining({ code }) as Error;
const acts = () => audit.list(db, { limit: 99 }).map(({ action, reason }) => [action, reason]);

test('a look is opened for a reason, told in the conversation by name and without the reason, and on record', async () => {
  const look = looks.open(officer, roomId, { reason: 'a complaint about prices' });
  expect(look).toMatchObject({ roomId, roomName: 'Jan', owner: { userId: anna, name: 'Anna' }, open: true, visibleToOwner: true, endsAt: clock.now() + 30 * minuteMs, pagesRead: 0 });
  await jobs.settled();
  expect(remarks).toMatchObject([{ type: noteEventType, transactionId: `look-${look.lookId}`, content: { 'io.holdfast.look': { look_id: look.lookId } } }]);
  expect(remarks[0]!.content['body']).toContain('Olga');
  expect(JSON.stringify(remarks)).not.toContain('complaint');
  expect(looks.find(officer, look.lookId).toldAt).toBe(clock.now());
  expect(acts()).toEqual([['look.opened', 'a complaint about prices']]);
});

test('where the box says so, nobody is told; the record says that too', async () => {
  isVisible = false;
  looks.open(officer, roomId, { reason: 'quietly' });
  await jobs.settled();
  expect(remarks).toEqual([]);
  expect(audit.list(db, { limit: 1 })).toMatchObject([{ detail: { visibleToOwner: false } }]);
});

test('a homeserver that is away is told later, once', async () => {
  failing = new AppError('HOMESERVER_UNAVAILABLE', 'away');
  looks.open(officer, roomId, { reason: 'a complaint' });
  await jobs.settled();
  failing = undefined;
  clock.advance(minuteMs);
  await jobs.settled();
  expect(remarks).toHaveLength(1);
});

test('each page is on record before it is shown, with the reason that holds', async () => {
  for (let n = 1; n <= 5; n += 1) events.push(event(n, ghost, said(`message ${n}`)));
  const { lookId } = looks.open(officer, roomId, { reason: 'first' });
  const newest = await looks.messages(officer, lookId, { limit: 2 });
  expect(newest.messages.map(({ text }) => text)).toEqual(['message 4', 'message 5']);
  looks.extend(officer, lookId, { reason: 'second' });
  const older = await looks.messages(officer, lookId, { limit: 4, after: newest.next! });
  expect(older.messages.map(({ text }) => text)).toEqual(['message 1', 'message 2', 'message 3']);
  expect(older).toMatchObject({ next: null, look: { pagesRead: 2 } });
  expect(acts()).toEqual([['look.opened', 'first'], ['room.read', 'first'], ['look.extended', 'second'], ['room.read', 'second']]);
  expect(audit.list(db, { action: 'room.read', limit: 1 })).toMatchObject([{ target: roomId, detail: { lookId, messages: 2, first: '$4', last: '$5' } }]);
});

test('what is shown says who wrote it, what was edited, deleted, kept inside or refused', async () => {
  db.prepare("INSERT INTO decision (event_id, room_id, sender, verdict, code, decided_at) VALUES ('$3', '!jan', ?, 'refuse', 'NOT_OWNER', 1), ('$4', '!jan', ?, 'pass', NULL, 1)").run(anna, service);
  events = [
    event(1, ghost, said('first'), { unsigned: { 'm.relations': { 'm.replace': { event_id: '$9', origin_server_ts: 9, content: { body: '* second', 'm.new_content': said('second') } } } } }),
    event(2, ghost, {}, { unsigned: { redacted_because: { sender: ghost, origin_server_ts: 22 } } }),
    event(3, anna, said('not mine to answer')),
    event(4, service, said('a greeting')),
    event(5, service, said('typed on the phone')),
    event(6, anna, { body: 'careful' }, { type: noteEventType }),
    event(7, ghost, { 'm.relates_to': { rel_type: 'm.annotation', event_id: '$5', key: '👍' } }, { type: 'm.reaction' }),
    event(8, ghost, { msgtype: 'm.image', body: 'plan.png', url: 'mxc://box/a', info: { mimetype: 'image/png', size: 7 } }),
    event(9, ghost, { body: '* second', 'm.new_content': said('second'), 'm.relates_to': { rel_type: 'm.replace', event_id: '$1' } }),
    event(10, ghost, { body: 7, url: 'https://elsewhere/', info: 'x', 'm.relates_to': [] }),
  ];
  const { messages } = await looks.messages(officer, looks.open(officer, roomId, { reason: 'a complaint' }).lookId, {});
  expect(messages).toMatchObject([
    { side: 'client', kind: 'message', text: 'first', edited: { eventId: '$9', text: 'second' } },
    { text: null, deleted: { by: ghost, at: 22 } },
    { side: 'employee', senderName: 'Anna', refused: 'NOT_OWNER' },
    { side: 'box', refused: null },
    { side: 'handset' },
    { kind: 'note', text: 'careful' },
    { kind: 'reaction', reaction: '👍', target: '$5' },
    { media: { uri: 'mxc://box/a', name: 'plan.png', mimetype: 'image/png', size: 7 } },
    { kind: 'edit', target: '$1', text: 'second' },
    { text: null, media: null, target: null },
  ]);
});

test('it ends by itself after half an hour, goes on with a new reason, and ends for good when it is ended', async () => {
  const { lookId } = looks.open(officer, roomId, { reason: 'first' });
  clock.advance(30 * minuteMs);
  await expect(looks.messages(officer, lookId, {})).rejects.toEqual(refused('LOOK_ENDED'));
  expect(looks.list(officer, { open: true })).toEqual([]);
  expect(looks.extend(officer, lookId, { reason: 'second' })).toMatchObject({ open: true, reasons: [{ reason: 'first' }, { reason: 'second' }] });
  await looks.messages(officer, lookId, {});
  expect(looks.end(officer, lookId).open).toBe(false);
  looks.end(officer, lookId);
  expect(() => looks.extend(officer, lookId, { reason: 'third' })).toThrow(refused('LOOK_ENDED'));
  expect(acts().filter(([action]) => action === 'look.ended')).toHaveLength(1);
});

test('ended while the homeserver was asked, it shows nothing and records no reading', async () => {
  const { lookId } = looks.open(officer, roomId, { reason: 'first' });
  whileAsked = () => void looks.end(officer, lookId);
  await expect(looks.messages(officer, lookId, {})).rejects.toEqual(refused('LOOK_ENDED'));
  expect(acts().map(([action]) => action)).not.toContain('room.read');
});

test('nobody reads on with somebody else’s reason, and a room that is no conversation is none', async () => {
  const { lookId } = looks.open(officer, roomId, { reason: 'first' });
  await expect(looks.messages(other, lookId, {})).rejects.toEqual(refused('NOT_FOUND'));
  expect(() => looks.extend(other, lookId, { reason: 'x' })).toThrow(refused('NOT_FOUND'));
  expect(() => looks.find(officer, 'look_00000000000000000000' as LookId)).toThrow(refused('NOT_FOUND'));
  expect(() => looks.open(officer, '!else' as RoomId, { reason: 'x' })).toThrow(refused('ROOM_NOT_PORTAL'));
  failing = new HomeserverError(400, 'M_INVALID_PARAM', 'from');
  await expect(looks.messages(officer, lookId, { after: 'nonsense' })).rejects.toEqual(refused('BAD_REQUEST'));
});
