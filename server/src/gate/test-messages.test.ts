import type { AccountId, EventId, PersonId, RoomId, SessionId, UserId } from '@holdfast/contract';
import { expect, test } from 'vitest';
import { createAuditTrail } from '../audit/index.ts';
import { openDb } from '../db/index.ts';
import { AppError, manualClock, type PersonActor } from '../kernel/index.ts';
import { createServiceSends } from './service-sends.ts';
import { createTestMessages } from './test-messages.ts';

const account = 'acct_0000000000000000' as AccountId;
const service = '@acct_loopback_sales:box.test' as UserId;
const room = '!test' as RoomId;
const olga: PersonActor = { kind: 'person', personId: 'pers_0000000000000000' as PersonId, userId: null, roles: ['administrator'], teamId: null, sessionId: 'sess_0000000000000000' as SessionId };
const order = { number: '+48111222', idempotencyKey: 'first-try' };

function setUp() {
  const db = openDb(':memory:');
  const clock = manualClock();
  const audit = createAuditTrail({ clock });
  const sent: { body: string; transactionId: string }[] = [];
  const opened: string[] = [];
  const homeserver = {
    sendAs: async (_user: UserId, _room: RoomId, _type: string, content: { body: string }, transactionId: string) => {
      sent.push({ body: content.body, transactionId });
      return `$${sent.length}` as EventId;
    },
  };
  const sends = createServiceSends({ db, clock, homeserver: homeserver as never });
  const tests = createTestMessages({
    db, audit, sends, language: 'pl',
    accountOf: (_db, accountId) => (accountId === account ? { serviceUserId: service, number: '+48999', label: 'Sales' } : undefined),
    open: async (_actor, _account, number) => {
      opened.push(number);
      if (number === '+48000000') throw new AppError('NOT_ON_NETWORK', 'nobody there');
      return { roomId: room };
    },
  });
  return { db, audit, sent, opened, tests };
}

test('one fixed sentence goes out in the language of the box, on record without the number; repeating the order is the same message', async () => {
  const w = setUp();
  const first = await w.tests.send(olga, account, order);
  expect(first).toMatchObject({ roomId: room, state: 'ordered', reason: null, settledAt: null });
  expect(await w.tests.send(olga, account, order)).toEqual(first);
  expect(w.sent).toEqual([{ body: 'To test połączenia: Sales. Nie trzeba odpowiadać.', transactionId: first.testMessageId }]);
  expect(w.opened).toEqual(['+48111222']);
  const trail = w.audit.list(w.db, { limit: 9 });
  expect(trail).toMatchObject([{ action: 'account.test-sent', target: account, detail: { testMessageId: first.testMessageId, roomId: room } }]);
  expect(JSON.stringify(trail)).not.toContain('48111222');
});

test('what became of it is what the outbox says', async () => {
  const w = setUp();
  const { testMessageId } = await w.tests.send(olga, account, order);
  w.db.write((tx) => void tx.prepare(
    `INSERT INTO outbox (event_id, bridge_id, room_id, account_id, sender, service_user_id, kind, state, origin_at, enqueued_at, settled_at) VALUES ('$1', 'loopback', ?, ?, ?, ?, 'message', 'delivered', 1, 1, 5)`,
  ).run(room, account, service, service));
  expect(w.tests.get(account, testMessageId)).toMatchObject({ state: 'delivered', settledAt: 5 });
});

test('an account does not write to itself, and neither unknown accounts nor unknown messages answer', async () => {
  const w = setUp();
  await expect(w.tests.send(olga, account, { ...order, number: '+48999' })).rejects.toMatchObject({ code: 'IDENTIFIER_INVALID', field: '/number' });
  await expect(w.tests.send(olga, 'acct_1111111111111111' as AccountId, order)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await expect(w.tests.send(olga, account, { ...order, number: '+48000000' })).rejects.toMatchObject({ code: 'NOT_ON_NETWORK' });
  expect(w.sent).toEqual([]);
  expect(w.audit.list(w.db, { limit: 9 })).toEqual([]);
  expect(() => w.tests.get(account, 'test-nothing')).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }) as Error);
});
