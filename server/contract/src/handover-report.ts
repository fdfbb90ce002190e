import { Type, type Static } from 'typebox';
import { DeliveryState } from './deliveries.ts';
import { Handset } from './handsets.ts';
import { Handover } from './handovers.ts';
import { AccountId, ClientId, EventId, PersonId, RoomId, Timestamp, UserId } from './ids.ts';
import { nullable, strict } from './shape.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });
const Somebody = Type.Object({ userId: UserId, name: nullable(Type.String()) }, strict);

/** What became of a message its author had not got out before the cut. */
export const leftoverFates = ['undecided', 'sent', 'discarded', 'withdrawn', 'failed', 'on-its-way', 'uncertain'] as const;
const LeftoverFate = Type.Enum(leftoverFates);
export type LeftoverFate = (typeof leftoverFates)[number];
export const Leftover = Type.Object({ eventId: EventId, author: Somebody, fate: LeftoverFate, state: DeliveryState, decidedBy: nullable(Type.Object({ personId: PersonId, name: nullable(Type.String()) }, strict)), settledAt: nullable(Timestamp) }, strict);
export type Leftover = Static<typeof Leftover>;

export const ReportedRoom = Type.Object(
  {
    roomId: RoomId,
    clientId: nullable(ClientId),
    clientName: nullable(Type.String({ description: 'Else the name of the conversation.' })),
    network: nullable(Type.String()),
    accountId: nullable(AccountId),
    accountLabel: nullable(Type.String()),
    predecessor: nullable(Somebody),
    successor: nullable(Somebody),
    chosenBy: Type.String(),
    result: Type.Enum(['moved', 'unassigned', 'moving', 'failed', 'returned', 'moved-on', 'returning'], { description: '`failed` is being retried; the cut holds all the same. `moved-on`: somebody else had it before the undo.' }),
    errorCode: nullable(Type.String()),
    finishedAt: nullable(Timestamp),
    greeting: Type.Union([Type.Literal('none'), Type.Literal('waiting'), Type.Literal('sent')]),
    messages: Type.Array(Leftover),
  },
  strict,
);
export type ReportedRoom = Static<typeof ReportedRoom>;

/** What a handover did, to be printed and filed. Ids, names and states; no text. */
export const HandoverReport = Type.Object(
  {
    at: Timestamp,
    handover: Handover,
    names: Type.Object({ leaver: nullable(Type.String()), requestedBy: nullable(Type.String()), approvedBy: nullable(Type.String()), undoneBy: nullable(Type.String()) }, strict),
    totals: Type.Object(
      {
        rooms: count('In all.'), moved: count('With their successor, or in the queue.'), moving: count('The homeserver still follows.'), failed: count('Being retried.'),
        returned: count('Given back by an undo.'),
        messages: Type.Object(Object.fromEntries(leftoverFates.map((fate) => [fate, count(fate)])) as Record<LeftoverFate, ReturnType<typeof count>>, strict),
      },
      strict,
    ),
    signOut: nullable(Type.Object({ done: Type.Boolean(), devices: nullable(count('Devices signed out on the homeserver.')), at: nullable(Timestamp), errorCode: nullable(Type.String()) }, strict)),
    handsets: Type.Array(Handset, { description: 'What the leaver holds, or last held, with where it is now.' }),
    rooms: Type.Array(ReportedRoom),
    next: nullable(RoomId),
  },
  strict,
);
export type HandoverReport = Static<typeof HandoverReport>;
