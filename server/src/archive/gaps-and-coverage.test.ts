import type { EventId } from '@holdfast/contract';
import { LeafType } from '@holdfast/archive-format';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createArchiveRig, type ArchiveRig } from '../../test/support/archive-rig.ts';
import { listCoverage } from './coverage.ts';
import { listGaps } from './gaps.ts';

vi.setConfig({ testTimeout: 30_000 });
const account = 'acct_0000000000000001';
const room = '!r:box.test';
let rig: ArchiveRig;
let ofBridge: EventId[] | null;
const parts = { bridge: true };

beforeEach(async () => {
  ofBridge = [];
  parts.bridge = true;
  rig = await createArchiveRig({
    seen: { between: () => ofBridge, known: (_bridge, ids) => ofBridge && new Set(ids.filter((id) => ofBridge?.includes(id))) },
    look: async () => [{ part: 'bridge', target: 'loopback', isUp: parts.bridge }],
  });
  rig.db.write((tx) => {
    tx.prepare("INSERT INTO account (id, bridge_id, slug, label, service_user_id, login_id, state, state_since, created_at) VALUES (?, 'loopback', 'sales', 'Sales', '@acct_loopback_sales:box.test', 'l1', 'connected', 1, 1)").run(account);
    tx.prepare("INSERT INTO client (id, name, name_folded, named_by, created_at) VALUES ('clnt_1', 'Jan', 'jan', 'network', 1)").run();
    tx.prepare("INSERT INTO portal (room_id, bridge_id, account_id, login_id, remote_id, is_direct, client_id, state, created_at, last_event_at) VALUES (?, 'loopback', ?, 'l1', '1', 1, 'clnt_1', 'open', 1, 1)").run(room, account);
  });
});
afterEach(() => rig.close());

const today = (): string => new Date(rig.clock.now()).toISOString().slice(0, 10);
const sealed = async (type: number): Promise<unknown[]> => {
  await rig.settled();
  return (await rig.opened()).filter(({ leaf }) => leaf.type === type).map(({ payload }) => payload);
};

test('a day on which bridge, homeserver and archive have the same messages is certified, and the certificate is sealed', async () => {
  for (const id of ['$1', '$2', '$3']) rig.say(id, `words of ${id}`);
  await rig.journal.catchUp();
  ofBridge = ['$1', '$2', '$3'] as EventId[];
  expect(await rig.archive.certify(today())).toMatchObject([{ accountId: account, bridge: 3, homeserver: 3, archive: 3, differences: [] }]);
  expect(await sealed(LeafType.coverage)).toMatchObject([{ k: 'coverage', account, bridge: 3, homeserver: 3, archive: 3, differences: [] }]);
});

test('what one of them lacks is named; a message that was withdrawn is nobody’s difference', async () => {
  for (const id of ['$1', '$2', '$gone']) rig.say(id, `words of ${id}`);
  rig.events.add({ eventId: '$x', sender: '@loopback_1:box.test', roomId: room, type: 'm.room.redaction', content: {}, redacts: '$gone' });
  await rig.journal.catchUp();
  rig.say('$unread', 'the journal has not read it');
  ofBridge = ['$1', '$lost', '$unread'] as EventId[];
  const [coverage] = await rig.archive.certify(today());
  expect(coverage).toMatchObject({ bridge: 3, homeserver: 3, archive: 2 });
  expect([...(coverage?.differences ?? [])].sort((a, b) => (a.eventId + a.missing).localeCompare(b.eventId + b.missing))).toEqual([
    { eventId: '$2', missing: 'bridge' }, { eventId: '$lost', missing: 'archive' }, { eventId: '$lost', missing: 'homeserver' }, { eventId: '$unread', missing: 'archive' },
  ]);
});

test('a bridge whose database cannot be read is not called equal', async () => {
  rig.say('$1', 'words');
  await rig.journal.catchUp();
  ofBridge = null;
  expect(await rig.archive.certify(today())).toMatchObject([{ bridge: null, homeserver: 1, archive: 1 }]);
});

test('certificates are answered by whole days, one at least, and every one of them once', () => {
  const add = (day: string, accounts: number): void => rig.db.write((tx) => {
    for (let n = 0; n < accounts; n += 1) tx.prepare("INSERT INTO archive_coverage (day, account_id, bridge, homeserver, archive, differences, at) VALUES (?, ?, 1, 1, 1, '[]', 1)").run(day, `acct_${n}`);
  });
  for (const [day, accounts] of [['2026-03-01', 2], ['2026-03-02', 5], ['2026-03-03', 2], ['2026-03-04', 1]] as const) add(day, accounts);
  const pages = (limit: number): string[][] => {
    const found: string[][] = [];
    for (let before: string | undefined, isMore = true; isMore; ) {
      const { rows, next } = listCoverage(rig.db, { before, limit });
      found.push(rows.map(({ day, accountId }) => `${day.slice(-2)}/${accountId.slice(-1)}`));
      [before, isMore] = [next ?? undefined, next !== null];
    }
    return found;
  };
  const all = ['04/0', '03/0', '03/1', '02/0', '02/1', '02/2', '02/3', '02/4', '01/0', '01/1'];
  expect(pages(4)).toEqual([all.slice(0, 3), all.slice(3, 8), all.slice(8)]); // the day of five is longer than a page
  expect(pages(3)).toEqual([all.slice(0, 3), all.slice(3, 8), all.slice(8)]);
  expect(pages(2)).toEqual([all.slice(0, 1), all.slice(1, 3), all.slice(3, 8), all.slice(8)]);
  expect(pages(10)).toEqual([all]);
  expect(pages(400)).toEqual([all]);
  expect(listCoverage(rig.db, { before: '2026-03-01', limit: 5 })).toEqual({ rows: [], next: null });
});

test('an account that is away leaves a gap with its clients, which ends when it is back; both are sealed', async () => {
  const set = (state: string): void => rig.db.write((tx) => void tx.prepare('UPDATE account SET state = ? WHERE id = ?').run(state, account));
  set('bad-credentials');
  expect(listGaps(rig.db, { limit: 5 })).toMatchObject([{ part: 'account', target: account, cause: 'bad-credentials', to: null, clients: 1 }]);
  set('connected');
  expect(listGaps(rig.db, { limit: 5 })[0]?.to).toBeGreaterThan(0);
  expect(await sealed(LeafType.gap)).toMatchObject([{ k: 'gap', part: 'account', to: null }, { k: 'gap', part: 'account', to: expect.any(Number) as number }]);
});

test('a bridge that does not answer twice is a gap; what comes in afterwards from that time is counted as late', async () => {
  parts.bridge = false;
  await rig.archive.lookRound();
  expect(listGaps(rig.db, { limit: 5 })).toEqual([]);
  const from = rig.clock.now();
  await rig.archive.lookRound();
  rig.clock.advance(600_000);
  parts.bridge = true;
  await rig.archive.lookRound();
  expect(listGaps(rig.db, { limit: 5 })).toMatchObject([{ part: 'bridge', target: 'loopback', cause: 'no-answer', from, to: rig.clock.now(), clients: 1, late: 0 }]);
  rig.events.add({ eventId: '$late', sender: '@loopback_1:box.test', roomId: room, content: { msgtype: 'm.text', body: 'while you were away' }, at: from + 1_000 });
  await rig.journal.catchUp();
  expect(listGaps(rig.db, { limit: 5 })[0]?.late).toBe(1);
  await rig.archive.lookRound();
  await rig.archive.lookRound(); // nothing new: nothing more is said
  expect((await sealed(LeafType.gap)).map((gap) => [(gap as { to: number | null }).to !== null, (gap as { late?: number }).late])).toEqual([[false, undefined], [true, undefined], [true, 1]]);
});

test('a box that did not run for a while says so when it is back', async () => {
  await rig.archive.lookRound();
  const from = rig.clock.now();
  await rig.stop();
  rig.clock.advance(3_600_000);
  await rig.start();
  expect(listGaps(rig.db, { limit: 5 })).toMatchObject([{ part: 'box', cause: 'not-running', from, to: rig.clock.now() }]);
});
