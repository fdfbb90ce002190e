import type { PersonId, SessionId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { createAuditTrail } from '../audit/index.ts';
import { openDb } from '../db/index.ts';
import { manualClock, silentLog, type PersonActor } from '../kernel/index.ts';
import { createDoctor } from './index.ts';

const admin: PersonActor = { kind: 'person', personId: 'pers_00000000000000000001' as PersonId, userId: null, roles: ['administrator'], teamId: null, sessionId: 'sess_00000000000000000001' as SessionId };
const check = { name: 'clock', group: 'clock', state: 'warning', detail: '3 s off', means: 'times are wrong', mend: 'set it' };
const printing = (script: string) => [process.execPath, '-e', script];

function doctor(command: readonly string[], limitMs = 10_000) {
  const db = openDb(':memory:');
  const clock = manualClock();
  const audit = createAuditTrail({ clock });
  const make = (other = command) => createDoctor({ db, clock, audit, log: silentLog, command: other, limitMs });
  return { db, clock, audit, make, doctor: make() };
}

test('says what its command printed, whatever its exit code, and remembers it', async () => {
  const w = doctor(printing(`console.log(JSON.stringify({ box: 'x', checks: [${JSON.stringify(check)}] })); process.exitCode = 1`));
  expect(w.doctor.read()).toMatchObject({ running: false, checks: [], checkedAt: null });
  const report = await w.doctor.run(admin);
  expect(report).toMatchObject({ running: false, failure: null, checks: [check], checkedAt: w.clock.now() });
  expect(w.make().read()).toEqual(report); // after a restart too
  expect(w.audit.list(w.db, { limit: 9 })).toMatchObject([{ action: 'doctor.run', actor: admin.personId }]);
});

test('asked twice at once it runs once', async () => {
  const w = doctor(printing(`setTimeout(() => console.log('{"checks":[]}'), 100)`));
  const [first, second] = await Promise.all([w.doctor.run(admin), w.doctor.run(admin)]);
  expect(first).toEqual(second);
  expect(w.audit.list(w.db, { limit: 9 })).toHaveLength(1);
});

test('a run that fails says how, and leaves what was found before', async () => {
  const w = doctor(printing(`console.log(JSON.stringify({ checks: [${JSON.stringify(check)}] }))`));
  await w.doctor.run(admin);
  expect(await w.make(printing('console.log("no JSON")')).run(admin)).toMatchObject({ failure: 'ANSWER_UNREADABLE', checks: [check] });
  expect(await w.make(['/no/such/program']).run(admin)).toMatchObject({ failure: 'NOT_STARTED', checks: [check] });
  expect(await w.make([]).run(admin)).toMatchObject({ failure: 'NOT_CONFIGURED' });
});

test('is ended after its limit, with everything it started', async () => {
  const w = doctor(printing(`require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'inherit' }); setTimeout(() => {}, 60000)`), 300);
  const startedAt = performance.now();
  expect(await w.doctor.run(admin)).toMatchObject({ failure: 'TIMEOUT', checks: [] });
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
