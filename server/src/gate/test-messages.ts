import type { AccountId, DeliveryState, RoomId, SendTestMessage, TestMessage, UserId } from '@holdfast/contract';
import type { AuditTrail } from '../audit/index.ts';
import type { Db, ReadDb } from '../db/index.ts';
import { AppError, type PersonActor } from '../kernel/index.ts';
import type { ServiceSends } from './service-sends.ts';

type TestedAccount = { readonly serviceUserId: UserId; readonly number: string | null; readonly label: string };
type Deps = {
  db: Db;
  audit: AuditTrail;
  sends: ServiceSends;
  /** The box's language. */
  language: string;
  accountOf(db: ReadDb, accountId: AccountId): TestedAccount | undefined;
  /** Finds or creates the conversation with a number; throws what the network answers. */
  open(actor: PersonActor, accountId: AccountId, number: string): Promise<{ roomId: RoomId }>;
};
type Row = { roomId: RoomId; orderedAt: number; eventId: string | null; state: DeliveryState | null; reason: string | null; settledAt: number | null };

const english = (label: string): string => `This is a test of ${label}. Nobody needs to answer.`;
const words: Readonly<Record<string, (label: string) => string>> = {
  en: english,
  ru: (label) => `Это проверка связи: ${label}. Отвечать не нужно.`,
  uk: (label) => `Це перевірка зв’язку: ${label}. Відповідати не потрібно.`,
  pl: (label) => `To test połączenia: ${label}. Nie trzeba odpowiadać.`,
};

export type TestMessages = ReturnType<typeof createTestMessages>;
/** One fixed sentence to a phone of the company, the way every message goes: through the gate, recorded and audited. */
export function createTestMessages({ db, audit, sends, language, accountOf, open }: Deps) {
  function account(accountId: AccountId): TestedAccount {
    const found = accountOf(db, accountId);
    if (!found) throw new AppError('NOT_FOUND', `no account ${accountId}`);
    return found;
  }

  function find(accountId: AccountId, testMessageId: string): Row | undefined {
    return db
      .prepare<[string, string], Row>(
        `SELECT s.room_id AS roomId, s.created_at AS orderedAt, s.event_id AS eventId, b.state, b.reason, b.settled_at AS settledAt
         FROM service_send s LEFT JOIN outbox b ON b.event_id = s.event_id WHERE s.transaction_id = ? AND s.service_user_id = ? AND s.purpose = 'test'`,
      )
      .get(testMessageId, account(accountId).serviceUserId);
  }

  const view = (testMessageId: string, { roomId, orderedAt, state, reason, settledAt }: Row): TestMessage => ({ testMessageId, roomId, orderedAt, state: state ?? 'ordered', reason, settledAt });

  function get(accountId: AccountId, testMessageId: string): TestMessage {
    const row = find(accountId, testMessageId);
    if (!row) throw new AppError('NOT_FOUND', `no test message ${testMessageId} of this account`);
    return view(testMessageId, row);
  }

  return {
    get,

    /** Repeating an order with the same key is the same message. */
    async send(actor: PersonActor, accountId: AccountId, { number, idempotencyKey }: SendTestMessage): Promise<TestMessage> {
      const { serviceUserId, number: own, label } = account(accountId);
      if (number === own) throw new AppError('IDENTIFIER_INVALID', 'a number does not write to itself', { field: '/number' });
      const transactionId = `test-${accountId}-${idempotencyKey}`;
      if (find(accountId, transactionId)?.eventId) return get(accountId, transactionId);
      const { roomId } = await open(actor, accountId, number);
      if (!find(accountId, transactionId)) db.write((tx) => audit.record(tx, { actor, action: 'account.test-sent', target: accountId, detail: { testMessageId: transactionId, roomId } }));
      const say = words[language] ?? english;
      await sends.message({ transactionId, serviceUserId, roomId, purpose: 'test', actor }, { msgtype: 'm.text', body: say(label) });
      return get(accountId, transactionId);
    },
  };
}
