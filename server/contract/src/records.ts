import { Type, type Static } from 'typebox';
import type { auditActions } from './audit-actions.ts';
import { DeliveryKind, DeliveryState } from './deliveries.ts';
import { AccountId, ClientId, EventId, PersonId, RoomId, Timestamp, UserId } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
import { nullable, strict } from './shape.ts';

const Day = Type.String({ pattern: '^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$', description: 'Calendar day in UTC, `YYYY-MM-DD`.' });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const until = Type.Integer({ minimum: 0, description: 'Not later than this moment; milliseconds since 1970, UTC.' });
const since = Type.Integer({ minimum: 0, description: 'Not earlier than this moment; milliseconds since 1970, UTC.' });

/** Somebody of the box or somebody outside: an employee has a name here, a client's ghost or a service user has none. */
export const NamedSender = Type.Object(
  { userId: UserId, personId: nullable(PersonId), name: nullable(Type.String({ description: 'Of a person of the box; null for everybody else.' })) },
  strict,
);
export type NamedSender = Static<typeof NamedSender>;

export const recordCounts = {
  received: count('Messages of clients.'),
  sentFromBox: count('Messages of employees and of the box itself that the gate let pass; whether they arrived is said by deliveries.'),
  sentFromHandset: count('Messages that were typed on the handset or in another app of the account.'),
  refused: count('What employees wrote and the gate did not let pass.'),
  edits: count('Corrections, by whichever side.'),
  deletions: count('Withdrawals, by whichever side; what was withdrawn stays counted.'),
  reactions: count('Reactions, by whichever side.'),
  notes: count('Internal notes.'),
  other: count('Votes, ends of polls and everything else that somebody sent.'),
  technical: count('What bridge and gate add themselves: states of deliveries, answers, notices.'),
  media: count('How many of the messages received and sent carry a picture, video, voice message, file or sticker; counted there already.'),
};

/** What the journal holds of one account and one day. Membership, names and rights of rooms are recorded and not counted. */
export const RecordDay = Type.Object({ day: Day, accountId: nullable(AccountId), ...recordCounts }, strict);
export type RecordDay = Static<typeof RecordDay>;

export const RecordDayQuery = Type.Object(
  { accountId: Type.Optional(AccountId), from: Type.Optional(Day), to: Type.Optional(Day), ...pageQuery },
  strict,
);
export type RecordDayQuery = Static<typeof RecordDayQuery>;

export const RecordDayList = Type.Object(
  {
    days: Type.Array(RecordDay, { description: 'Newest day first, then by account. A day without events is missing.' }),
    totals: Type.Object(recordCounts, { ...strict, description: 'Of everything that the filter names, not of this page alone.' }),
    counting: nullable(
      Type.Object({ done: count('Recorded events counted so far.'), of: count('Recorded events there are.') }, { ...strict, description: 'The tally is being built anew and lacks the rest; null when it is complete.' }),
    ),
    ...pageNext,
  },
  strict,
);
export type RecordDayList = Static<typeof RecordDayList>;

const place = {
  roomId: RoomId,
  accountId: nullable(AccountId),
  clientId: nullable(ClientId),
  roomName: nullable(Type.String({ description: 'The name of the conversation, as the network gives it.' })),
};

/** Something that was written in a client's room and did not leave the box. */
export const RecordedRefusal = Type.Object(
  {
    eventId: EventId,
    ...place,
    sender: NamedSender,
    code: Type.String({ description: 'Why; one of the gate’s refusals.' }),
    detail: nullable(Type.String({ description: 'The key or type at fault; never text.' })),
    at: Timestamp,
  },
  strict,
);
export type RecordedRefusal = Static<typeof RecordedRefusal>;

const placeQuery = { accountId: Type.Optional(AccountId), clientId: Type.Optional(ClientId), roomId: Type.Optional(RoomId), sender: Type.Optional(UserId), from: Type.Optional(since), to: Type.Optional(until), ...pageQuery };

export const RefusalQuery = Type.Object({ code: Type.Optional(Type.String({ pattern: '^[A-Z_]{3,60}$' })), ...placeQuery }, strict);
export type RefusalQuery = Static<typeof RefusalQuery>;
export const RefusalList = Type.Object({ refusals: Type.Array(RecordedRefusal, { description: 'Newest first.' }), ...pageNext }, strict);
export type RefusalList = Static<typeof RefusalList>;

export const decidedDoubts = ['uncertain', 'needs-confirmation', 'failed'] as const;

/** A message of which nobody knew whether it arrived, or whether it should still go, and what somebody decided. */
export const RecordedDecision = Type.Object(
  {
    eventId: EventId,
    ...place,
    sender: NamedSender,
    kind: DeliveryKind,
    writtenAt: Timestamp,
    was: Type.Enum(decidedDoubts, { description: 'What it was when it waited for a person.' }),
    reason: nullable(Type.String({ description: 'Code that says why.' })),
    state: nullable(Type.Unsafe<DeliveryState>({ ...DeliveryState, description: 'What became of it until now.' })),
    decision: nullable(
      Type.Object(
        {
          verdict: Type.Enum(['sent', 'discarded']),
          by: Type.Object({ personId: Type.String(), name: nullable(Type.String()) }, strict),
          at: Timestamp,
          reason: nullable(Type.String()),
        },
        { ...strict, description: 'Null while it waits.' },
      ),
    ),
  },
  strict,
);
export type RecordedDecision = Static<typeof RecordedDecision>;

export const RecordedDecisionQuery = Type.Object(
  { state: Type.Optional(Type.Enum(['open', 'decided'], { default: 'open', description: '`open`: waits for a person now; `decided`: somebody sent or discarded it.' })), ...placeQuery },
  strict,
);
export type RecordedDecisionQuery = Static<typeof RecordedDecisionQuery>;
export const RecordedDecisionList = Type.Object({ decisions: Type.Array(RecordedDecision, { description: 'Newest first.' }), ...pageNext }, strict);
export type RecordedDecisionList = Static<typeof RecordedDecisionList>;

/** Acts by which somebody saw, or took out, what concerns a client. */
export const accessActions = ['room.read', 'queue.read', 'client.contact-revealed', 'look.opened', 'look.extended', 'look.ended', 'audit.exported'] as const satisfies readonly (typeof auditActions)[number][];

/** Somebody looked at a client, or took something out: from the audit trail. */
export const RecordedAccess = Type.Object(
  {
    seq: Type.Integer({ minimum: 1 }),
    at: Timestamp,
    by: Type.Object({ personId: Type.String(), name: nullable(Type.String()) }, strict),
    action: Type.Enum(accessActions),
    roomId: nullable(RoomId),
    clientId: nullable(ClientId),
    accountId: nullable(AccountId),
    roomName: nullable(Type.String({ description: 'The name of the conversation, as the network gives it.' })),
    reason: nullable(Type.String()),
    detail: Type.Unknown({ description: 'Ids and counts.' }),
  },
  strict,
);
export type RecordedAccess = Static<typeof RecordedAccess>;

export const AccessQuery = Type.Object(
  {
    clientId: Type.Optional(ClientId),
    roomId: Type.Optional(RoomId),
    personId: Type.Optional(PersonId),
    action: Type.Optional(Type.Array(Type.Enum(accessActions), { maxItems: accessActions.length, description: 'May be given several times.' })),
    from: Type.Optional(since),
    to: Type.Optional(until),
    ...pageQuery,
  },
  strict,
);
export type AccessQuery = Static<typeof AccessQuery>;
export const AccessList = Type.Object({ accesses: Type.Array(RecordedAccess, { description: 'Newest first.' }), ...pageNext }, strict);
export type AccessList = Static<typeof AccessList>;
