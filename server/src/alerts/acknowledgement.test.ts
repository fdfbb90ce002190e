import type { AlertId, PersonId, SessionId, TeamId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { createAuditTrail } from '../audit/index.ts';
import { openDb } from '../db/index.ts';
import { createNews, manualClock, type PersonActor } from '../kernel/index.ts';
import { createAcknowledgement, createAlerts } from './index.ts';

const sales = 'team_0000000000000000' as TeamId;
const actor = (teamId: TeamId | null): PersonActor => ({ kind: 'person', personId: 'pers_0000000000000000' as PersonId, userId: null, roles: ['team-lead'], teamId, sessionId: 'sess_0000000000000000' as SessionId });

function setUp() {
  const db = openDb(':memory:');
  const clock = manualClock();
  const audit = createAuditTrail({ clock });
  const alerts = createAlerts({ db, clock, news: createNews() });
  return { db, audit, alerts, desk: createAcknowledgement({ db, alerts, audit }) };
}

test('an alert of a moment ends when somebody says that it was seen; once, with who and why', () => {
  const { db, audit, alerts, desk } = setUp();
  const alertId = db.write((tx) => alerts.raise(tx, { kind: 'handset.message', target: '$event', teamId: sales, detail: { roomId: '!r' } }));
  expect(desk.acknowledge(actor(sales), 'team', alertId, 'asked Anna')).toMatchObject({ alertId, detail: { roomId: '!r' }, resolvedAt: expect.any(Number) as number });
  desk.acknowledge(actor(sales), 'team', alertId);
  expect(alerts.countOpen()).toBe(0);
  expect(audit.list(db, { limit: 9 })).toMatchObject([{ action: 'alert.acknowledged', target: alertId, reason: 'asked Anna', detail: { kind: 'handset.message', about: '$event' } }]);
});

test('an alert of a state ends with its cause and by nobody’s word', () => {
  const { db, alerts, desk } = setUp();
  const alertId = db.write((tx) => alerts.raise(tx, { kind: 'account-state', target: 'acct_0000000000000000' }));
  expect(() => desk.acknowledge(actor(null), 'all', alertId)).toThrow(expect.objectContaining({ code: 'ALERT_NOT_ACKNOWLEDGEABLE' }) as Error);
  expect(alerts.countOpen()).toBe(1);
});

test('another team’s alert does not exist', () => {
  const { db, alerts, desk } = setUp();
  const alertId = db.write((tx) => alerts.raise(tx, { kind: 'handset.message', target: '$event', teamId: sales }));
  for (const [teamId, id] of [[null, alertId], ['team_0000000000000001' as TeamId, alertId], [sales, 'alrt_0000000000000000' as AlertId]] as const) {
    expect(() => desk.acknowledge(actor(teamId), 'team', id)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
  }
});
