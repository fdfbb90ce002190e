import type { AuditAction, PersonId, SessionId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { openDb } from '../db/index.ts';
import { manualClock, type PersonActor } from '../kernel/index.ts';
import { createAuditTrail, type AuditFilter } from './index.ts';

const person = (n: number): PersonActor => ({ kind: 'person', personId: `pers_000000000000000${n}` as PersonId, userId: null, roles: ['administrator'], teamId: null, sessionId: 'sess_0000000000000000' as SessionId });

function trail() {
  const db = openDb(':memory:');
  const clock = manualClock(1_000);
  const audit = createAuditTrail({ clock });
  const note = (actor: PersonActor, action: AuditAction, target: string) => db.write((tx) => audit.record(tx, { actor, action, target }));
  const seqs = (filter: Omit<AuditFilter, 'limit'> & { limit?: number }) => audit.list(db, { limit: 100, ...filter }).map(({ seq }) => seq);
  return { db, clock, audit, note, seqs };
}

test('an entry is found by who, what, upon what and when, and by all of them at once', () => {
  const { clock, note, seqs } = trail();
  const [anna, boris] = [person(1), person(2)];
  note(anna, 'room.read', '!a'); // 1
  clock.advance(1_000);
  note(boris, 'room.read', '!b'); // 2
  note(boris, 'person.locked', anna.personId); // 3
  clock.advance(1_000);
  note(anna, 'room.claimed', '!a'); // 4
  expect(seqs({ actor: boris.personId })).toEqual([2, 3]);
  expect(seqs({ action: ['room.read', 'room.claimed'] })).toEqual([1, 2, 4]);
  expect(seqs({ target: ['!a', '!b'] })).toEqual([1, 2, 4]);
  expect(seqs({ person: anna.personId })).toEqual([1, 3, 4]);
  expect(seqs({ from: 2_000, to: 2_000 })).toEqual([2, 3]);
  expect(seqs({ target: '!a', actor: anna.personId, action: 'room.read', from: 0, to: 9_000 })).toEqual([1]);
  expect(seqs({ target: [] })).toEqual([]);
  expect(seqs({ from: 9_000 })).toEqual([]);
});

test('a page goes on in either direction', () => {
  const { note, seqs } = trail();
  for (let n = 0; n < 5; n += 1) note(person(1), 'room.read', `!${n}`);
  expect(seqs({ limit: 2 })).toEqual([1, 2]);
  expect(seqs({ limit: 2, after: 2 })).toEqual([3, 4]);
  expect(seqs({ limit: 2, order: 'newest' })).toEqual([5, 4]);
  expect(seqs({ limit: 2, before: 4 })).toEqual([3, 2]);
  expect(seqs({ after: 1, before: 4, order: 'oldest' })).toEqual([2, 3]);
});

test('a clock that was set back hides no entry of the time that is asked for', () => {
  const { clock, note, seqs } = trail();
  clock.advance(60_000);
  note(person(1), 'room.read', '!early'); // at 61 s
  clock.advance(-30_000);
  note(person(1), 'room.read', '!back'); // at 31 s
  clock.advance(60_000);
  note(person(1), 'room.read', '!late'); // at 91 s
  expect(seqs({ to: 40_000 })).toEqual([2]);
  expect(seqs({ from: 50_000 })).toEqual([1, 3]);
});

test('nothing can be changed or taken out', () => {
  const { db, note } = trail();
  note(person(1), 'room.read', '!a');
  expect(() => db.write((tx) => void tx.prepare('UPDATE audit_entry SET actor = ?').run('x'))).toThrow('append-only');
  expect(() => db.write((tx) => void tx.prepare('DELETE FROM audit_entry').run())).toThrow('append-only');
});

test('a page of two hundred thousand entries costs what a page of a few does', () => {
  const { db, seqs } = trail();
  db.write((tx) => {
    tx.prepare(
      `INSERT INTO audit_entry (at, actor, action, target) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000)
       SELECT i * 10, 'pers_' || printf('%016d', i % 500), CASE i % 4 WHEN 0 THEN 'room.read' ELSE 'queue.read' END, '!' || (i % 20000) FROM n`,
    ).run();
  });
  const filters: Omit<AuditFilter, 'limit'>[] = [
    { order: 'newest' }, { actor: 'pers_0000000000000007', order: 'newest' }, { person: 'pers_0000000000000007' }, { target: '!77' }, { action: ['room.read', 'queue.read'], order: 'newest' },
    { action: 'look.opened' }, { actor: 'pers_0000000000000007', action: 'look.opened' }, { from: 1_000_000, to: 1_001_000 }, { from: 100, to: 200, order: 'newest', action: 'room.read' },
  ];
  for (const filter of filters) {
    seqs(filter); // statements are prepared once
    const startedAt = performance.now();
    const found = seqs(filter).length;
    expect(performance.now() - startedAt, JSON.stringify(filter)).toBeLessThan(150); // tens of times what it takes; a scan per row of the trail takes longer
    expect(found > 0).toBe(!JSON.stringify(filter).includes('look.opened'));
  }
});
