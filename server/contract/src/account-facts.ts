import { Type, type Static } from 'typebox';
import { DeliveryState } from './deliveries.ts';
import { RoomId, Timestamp } from './ids.ts';
import { idempotencyKey, nullable, strict } from './shape.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const figures = {
  received: count('Messages of clients.'),
  sent: count('Messages of employees that the gate let pass.'),
  delivered: count('Of those: the network took them; or, on a bridge that confirms nothing, they were handed over.'),
  failed: count('Of those: the network or the bridge refused them.'),
  uncertain: count('Of those: nobody knows whether the network took them.'),
  waiting: count('Of those: still on their way, or waiting for a person’s word.'),
  refused: count('What employees wrote and the gate did not let pass.'),
  medianMs: nullable(count('From writing to the network’s answer; half of the delivered messages were faster. Null when none was delivered.')),
  p95Ms: nullable(count('The same for nineteen of twenty.')),
};

/** How an account fared day by day, by the day a message was written. */
export const AccountStatistics = Type.Object(
  {
    confirmsDelivery: Type.Boolean({ description: 'False: the bridge says nothing of what became of a message.' }),
    days: Type.Array(Type.Object({ day: Type.String({ description: 'Calendar day in UTC, `YYYY-MM-DD`.' }), ...figures }, strict), { description: 'Oldest first, each day of the period.' }),
    total: Type.Object(figures, strict),
  },
  strict,
);
export type AccountStatistics = Static<typeof AccountStatistics>;
export type AccountFigures = Omit<AccountStatistics['days'][number], 'day'>;
export const AccountStatisticsQuery = Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 92, default: 30, description: 'Today and the days before it.' })) }, strict);
export type AccountStatisticsQuery = Static<typeof AccountStatisticsQuery>;

export const SendTestMessage = Type.Object(
  {
    number: Type.String({ pattern: '^\\+[0-9]{5,15}$', description: 'A phone of the company, E.164: whoever has it gets one fixed sentence.' }),
    idempotencyKey,
  },
  strict,
);
export type SendTestMessage = Static<typeof SendTestMessage>;

/** What became of a test message. */
export const TestMessage = Type.Object(
  {
    testMessageId: Type.String(),
    roomId: RoomId,
    orderedAt: Timestamp,
    state: Type.Union([Type.Literal('ordered', { description: 'Not yet through the gate.' }), DeliveryState]),
    reason: nullable(Type.String({ description: 'Code that says why it is in this state.' })),
    settledAt: nullable(Timestamp),
  },
  strict,
);
export type TestMessage = Static<typeof TestMessage>;
