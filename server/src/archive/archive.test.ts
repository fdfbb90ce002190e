import { LeafType } from '@holdfast/archive-format';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createArchiveRig, origin, type ArchiveRig } from '../../test/support/archive-rig.ts';
import { makeKeyHolder, signedPolicy } from '../../test/support/key-holder.ts';
import { until } from '../../test/support/until.ts';

vi.setConfig({ testTimeout: 30_000 }); // real threads and a real disk, beside whatever else runs
let rig: ArchiveRig;
beforeEach(async () => {
  rig = await createArchiveRig();
});
afterEach(() => rig.close());

const eventsIn = async (): Promise<unknown[]> => (await rig.opened()).filter(({ leaf }) => leaf.type === LeafType.event).map(({ payload }) => (payload?.['event'] as { content: { body: string } }).content.body);

describe('what is recorded', () => {
  test('is sealed to the key holder, in a log that verifies, and its text is in no file of the record', async () => {
    rig.say('$1', 'Привет 👋 \u0000 <b>canary-93</b>');
    rig.say('$2', 'a'.repeat(60_000), '!other:box.test');
    await rig.journal.catchUp();
    await rig.settled();
    expect((await rig.verified()).faults).toEqual([]);
    expect(await eventsIn()).toEqual(['Привет 👋 \u0000 <b>canary-93</b>', 'a'.repeat(60_000)]);
    const { readFileSync } = await import('node:fs');
    for (const file of [rig.recordFile, `${rig.recordFile}-wal`]) expect(readFileSync(file).includes('canary-93'), file).toBe(false);
  });

  test('goes on in a new chain after a restart, under the same log', async () => {
    rig.say('$1', 'before');
    await rig.journal.catchUp();
    await rig.settled();
    await rig.stop();
    await rig.start();
    rig.say('$2', 'after');
    await rig.journal.catchUp();
    await rig.settled();
    const { faults, chains } = await rig.verified();
    expect(faults).toEqual([]);
    expect(chains).toBe(2);
    expect(await eventsIn()).toEqual(['before', 'after']);
  });

  test('thousands of records fill bundles, whose rows leave the record', async () => {
    for (let n = 0; n < 700; n++) rig.say(`$${n}`, `word ${n}`, `!r${n % 7}:box.test`);
    await rig.journal.catchUp();
    await rig.settled();
    const { faults, records } = await rig.verified();
    expect(faults).toEqual([]);
    expect(records).toBe(1 + 7 + 700);
    expect(rig.db.prepare<[], number>('SELECT count(*) FROM archive_tail').pluck().get()).toBe(708 - 512);
    expect(rig.db.prepare<[], number>('SELECT count(*) FROM archive_keyslot').pluck().get()).toBe(0);
  });

  test('acts of the trail and decisions are sealed as they were written', async () => {
    rig.db.write((tx) => {
      tx.prepare("INSERT INTO audit_entry (at, actor, action, target, reason, detail) VALUES (5, 'pers_1', 'room.claimed', '!r:box.test', 'why', '{\"a\":1}')").run();
      tx.prepare("INSERT INTO decision (event_id, room_id, sender, verdict, code, decided_at) VALUES ('$1', '!r:box.test', '@a:box.test', 'refuse', 'NOT_OWNER', 6)").run();
    });
    await rig.settled();
    const payloads = (await rig.opened()).flatMap(({ payload }) => (payload ? [payload] : []));
    expect(payloads).toEqual([
      { k: 'audit', at: 5, room: '!r:box.test', seq: 1, actor: 'pers_1', action: 'room.claimed', target: '!r:box.test', reason: 'why', detail: { a: 1 } },
      { k: 'refusal', at: 6, room: '!r:box.test', event: '$1', sender: '@a:box.test', verdict: 'refuse', code: 'NOT_OWNER', detail: null },
    ]);
  });

  test('a part that fails is taken back without breaking a chain', async () => {
    rig.say('$1', 'first');
    await rig.journal.catchUp();
    expect(() => rig.db.write((tx) => {
      rig.archive.bodies.put(tx, { eventId: '$x', roomId: '!r:box.test', recordedAt: 1, late: false, streamOrdering: 9 } as never, '{}');
      throw new Error('taken back');
    })).toThrow('taken back');
    rig.say('$2', 'second');
    await rig.journal.catchUp();
    await rig.settled();
    expect((await rig.verified()).faults).toEqual([]);
    expect(await eventsIn()).toEqual(['first', 'second']);
  });
});

describe('whom it is sealed to', () => {
  test('nobody is named: nothing is recorded and an alert says so, until a policy comes', async () => {
    await rig.close();
    rig = await createArchiveRig({ policy: null });
    rig.say('$1', 'waits');
    const caughtUp = rig.journal.catchUp();
    expect([...rig.alarms.keys()]).toEqual([`archive.no-policy ${origin}`]);
    expect(rig.archive.status()).toMatchObject({ state: 'no-policy', policy: null, records: 0 });
    expect(rig.db.prepare<[], number>('SELECT count(*) FROM journal_event').pluck().get()).toBe(0);
    expect(await rig.archive.verify()).toMatchObject({ records: 0, faults: 0, firstCode: null }); // nothing is there, and nothing was lost
    expect([...rig.alarms.keys()]).toEqual([`archive.no-policy ${origin}`]);
    rig.setPolicy(signedPolicy(origin, rig.holders));
    await caughtUp;
    await rig.settled();
    expect([...rig.alarms.keys()]).toEqual([]);
    expect(await eventsIn()).toEqual(['waits']);
  });

  test('a policy that its holders have not signed is not taken; one that follows is, and ends every chain', async () => {
    rig.say('$1', 'to anna');
    await rig.journal.catchUp();
    const boris = await makeKeyHolder('boris');
    const first = signedPolicy(origin, rig.holders);
    rig.setPolicy(signedPolicy(origin, [boris], { before: first }));
    await until('it is refused', () => rig.alarms.has(`archive.policy-refused ${origin}`), { timeoutMs: 10_000, everyMs: 50 });
    expect(rig.alarms.get(`archive.policy-refused ${origin}`)).toEqual({ code: 'SIGNATURES_MISSING' });
    rig.setPolicy(signedPolicy(origin, [...rig.holders, boris], { before: first }));
    await until('it is taken', () => rig.archive.status().policy?.sequence === 2, { timeoutMs: 10_000, everyMs: 50 });
    rig.say('$2', 'to both');
    await rig.journal.catchUp();
    await rig.settled();
    const { faults, policy } = await rig.verified();
    expect(faults).toEqual([]);
    expect(policy?.holders.map(({ name }) => name)).toEqual(['anna', 'boris']);
    expect(await eventsIn()).toEqual(['to anna', 'to both']);
    expect(rig.alarms.size).toBe(0);
  });

  test('the policy of another archive is refused', async () => {
    await rig.close();
    rig = await createArchiveRig({ policy: signedPolicy('other.test/archive', [await makeKeyHolder('anna')]) });
    expect(rig.alarms.get(`archive.policy-refused ${origin}`)).toEqual({ code: 'ORIGIN_WRONG' });
    expect(rig.archive.status().state).toBe('no-policy');
  });
});
