import type { PersonId, SessionId, StreamEvent, TeamId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { openDb } from '../db/index.ts';
import { createNews, manualClock, type PersonActor } from '../kernel/index.ts';
import { createAlerts } from './index.ts';

const sales = 'team_0000000000000000' as TeamId;
const care = 'team_0000000000000001' as TeamId;

function setUp() {
  const db = openDb(':memory:');
  const clock = manualClock();
  const news = createNews();
  const told: StreamEvent[] = [];
  news.subscribe((event) => told.push(event));
  return { db, clock, told, alerts: createAlerts({ db, clock, news }) };
}

const actor = (teamId: TeamId | null): PersonActor => ({
  kind: 'person',
  personId: 'pers_0000000000000000' as PersonId,
  userId: null,
  roles: ['team-lead'],
  teamId,
  sessionId: 'sess_0000000000000000' as SessionId,
});

test('what happens again while its alert is open raises no second one', () => {
  const { db, alerts, told } = setUp();
  const first = db.write((tx) => alerts.raise(tx, { kind: 'delivery-waiting', target: '!a', detail: { minutes: 5 } }));
  const again = db.write((tx) => alerts.raise(tx, { kind: 'delivery-waiting', target: '!a', detail: { minutes: 6 } }));
  const other = db.write((tx) => alerts.raise(tx, { kind: 'delivery-waiting', target: '!b' }));
  expect(again).toBe(first);
  expect(told).toEqual([
    { kind: 'alert.raised', alertId: first },
    { kind: 'alert.raised', alertId: other },
  ]);
  expect(alerts.countOpen()).toBe(2);
});

test('a resolved alert is out of sight and may be raised anew', () => {
  const { db, alerts, clock } = setUp();
  const about = { kind: 'bridge-down', target: 'loopback' };
  const first = db.write((tx) => alerts.raise(tx, about));
  clock.advance(1000);
  expect(db.write((tx) => alerts.resolve(tx, about))).toBe(true);
  expect(db.write((tx) => alerts.resolve(tx, about))).toBe(false);
  expect(alerts.list(actor(null), 'all', {})).toEqual([]);
  expect(alerts.list(actor(null), 'all', { open: false })).toMatchObject([{ alertId: first, resolvedAt: clock.now(), detail: null }]);
  expect(db.write((tx) => alerts.raise(tx, about))).not.toBe(first);
});

test('a lead sees the alerts of their own team and not those of the box', () => {
  const { db, alerts } = setUp();
  db.write((tx) => {
    alerts.raise(tx, { kind: 'x', target: 'sales', teamId: sales });
    alerts.raise(tx, { kind: 'x', target: 'care', teamId: care });
    alerts.raise(tx, { kind: 'x', target: 'box' });
  });
  expect(alerts.list(actor(sales), 'team', {}).map(({ target }) => target)).toEqual(['sales']);
  expect(alerts.list(actor(null), 'team', {})).toEqual([]);
  expect(alerts.list(actor(null), 'all', {})).toHaveLength(3);
});

test('an alert of a transaction that rolls back is neither kept nor told', () => {
  const { db, alerts, told } = setUp();
  expect(() =>
    db.write((tx) => {
      alerts.raise(tx, { kind: 'x', target: 'y' });
      throw new Error('no');
    }),
  ).toThrow('no');
  expect(alerts.countOpen()).toBe(0);
  expect(told).toEqual([]);
});
