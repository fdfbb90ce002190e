import { Type, type Static } from 'typebox';
import { AccountId, GreetingId, HandoverId, PersonId, RoomId, Timestamp, UserId } from './ids.ts';
import { nullable, strict } from './shape.ts';

const names = <const Names extends string[]>(of: readonly [...Names]) => Type.Enum([...of]);
const Reason = Type.String({ minLength: 1, maxLength: 500 });

export const HandoverScope = Type.Union([
  Type.Object({ kind: Type.Literal('rooms'), roomIds: Type.Array(RoomId, { minItems: 1, maxItems: 5000, uniqueItems: true }) }, strict),
  Type.Object({ kind: Type.Literal('person'), userId: UserId }, strict),
]);
export type HandoverScope = Static<typeof HandoverScope>;

export const successorRules = ['language', 'team', 'fewest-rooms'] as const;
/** Who gets the rooms: chosen by the rules in the order given, unless a room is given by hand. */
export const Successors = Type.Object(
  {
    userIds: Type.Array(UserId, { maxItems: 100, uniqueItems: true, description: 'Candidates; one means that they get everything.' }),
    rules: Type.Optional(Type.Array(names(successorRules), { maxItems: 3, uniqueItems: true })),
    capPerPerson: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000, description: 'Most rooms one person gets from this handover.' })),
    byHand: Type.Optional(Type.Array(Type.Object({ roomId: RoomId, userId: nullable(UserId) }, strict), { maxItems: 5000 })),
    otherwise: Type.Optional(
      Type.Union([Type.Literal('refuse'), Type.Literal('unassigned')], {
        description: 'What happens to a room for which nobody is left: refuse the handover (default), or put it into the queue.',
      }),
    ),
  },
  strict,
);
export type Successors = Static<typeof Successors>;

const Text = Type.String({ minLength: 1, maxLength: 2000 });
/** One message to each client in the client's language; no text in that language, no greeting. */
export const Greeting = Type.Object({ en: Type.Optional(Text), ru: Type.Optional(Text), uk: Type.Optional(Text), pl: Type.Optional(Text) }, strict);
export type Greeting = Static<typeof Greeting>;

export const PlanHandover = Type.Object(
  {
    scope: HandoverScope,
    successors: Successors,
    leaver: Type.Optional(Type.Boolean({ description: 'Lock the person and sign them out everywhere with the cut. Only with scope `person`.' })),
  },
  strict,
);
export type PlanHandover = Static<typeof PlanHandover>;

export const RequestHandover = Type.Object(
  {
    ...PlanHandover.properties,
    reason: Reason,
    greeting: Type.Optional(Greeting),
    greetingId: Type.Optional(Type.Unsafe<GreetingId>({ ...GreetingId, description: 'A saved greeting instead of texts; taken as it reads now.' })),
    runAt: Type.Optional(Timestamp),
    overlapUntil: Type.Optional(Type.Integer({ minimum: 0, description: 'Until then the predecessor reads and does not write.' })),
    idempotencyKey: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
  },
  strict,
);
export type RequestHandover = Static<typeof RequestHandover>;

export const CutAccess = Type.Object(
  { userId: UserId, reason: Reason, successors: Type.Optional(Successors), idempotencyKey: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })) },
  strict,
);
export type CutAccess = Static<typeof CutAccess>;
export const DecideHandover = Type.Object({ reason: Type.Optional(Reason) }, strict);
export type DecideHandover = Static<typeof DecideHandover>;
export const UndoHandover = Type.Object({ reason: Reason }, strict);
export type UndoHandover = Static<typeof UndoHandover>;

/** By what rule a successor was chosen. */
export const chosenBy = ['by-hand', 'only-successor', 'language', 'team', 'fewest-rooms', 'nobody'] as const;
export type ChosenBy = (typeof chosenBy)[number];

/** What speaks against a room's move. Those marked true stop the whole handover. */
export const handoverConflicts = {
  SUCCESSOR_LOCKED: true,
  SUCCESSOR_NOT_EMPLOYEE: true,
  SUCCESSOR_REQUIRED: true,
  ROOM_IN_HANDOVER: true,
  CAP_EXCEEDED: false,
  SUCCESSOR_OTHER_TEAM: false,
  ALREADY_OWNER: false,
  OWNER_CHANGED: false,
} as const;
export type HandoverConflict = keyof typeof handoverConflicts;
const Conflicts = Type.Array(names(Object.keys(handoverConflicts) as HandoverConflict[]));

export const PlannedRoom = Type.Object(
  {
    roomId: RoomId,
    name: nullable(Type.String({ description: 'Of the client, else of the conversation.' })),
    accountId: nullable(AccountId),
    predecessor: nullable(UserId),
    successor: nullable(UserId),
    chosenBy: names(chosenBy),
    conflicts: Conflicts,
    waitingMessages: Type.Integer({ minimum: 0, description: 'Messages of the predecessor that are not sent yet.' }),
    lastEventAt: Timestamp,
  },
  strict,
);
export type PlannedRoom = Static<typeof PlannedRoom>;

export const approvalCauses = ['more-than-50-rooms', 'other-team', 'to-oneself'] as const;
export type ApprovalCause = (typeof approvalCauses)[number];

export const HandoverPreview = Type.Object(
  {
    rooms: Type.Array(PlannedRoom),
    moving: Type.Integer({ minimum: 0, description: 'How many rooms would change hands.' }),
    blocked: Type.Boolean({ description: 'The handover would be refused as it stands.' }),
    approvalNeeded: Type.Array(names(approvalCauses)),
    waitingMessages: Type.Integer({ minimum: 0 }),
  },
  strict,
);
export type HandoverPreview = Static<typeof HandoverPreview>;

export const handoverStates = ['awaiting-approval', 'scheduled', 'running', 'done', 'undoing', 'undone', 'rejected', 'refused'] as const;
export type HandoverState = (typeof handoverStates)[number];

export const Handover = Type.Object(
  {
    handoverId: HandoverId,
    kind: Type.Union([Type.Literal('handover'), Type.Literal('access-off')]),
    state: names(handoverStates),
    scope: HandoverScope,
    reason: Type.String(),
    leaver: nullable(UserId),
    requestedBy: PersonId,
    approvalNeeded: Type.Array(names(approvalCauses)),
    approvedBy: nullable(PersonId),
    refusedCode: nullable(Type.String()),
    runAt: nullable(Timestamp),
    overlapUntil: nullable(Timestamp),
    createdAt: Timestamp,
    cutAt: nullable(Timestamp),
    finishedAt: nullable(Timestamp),
    undoneBy: nullable(PersonId),
    undoUntil: nullable(Timestamp),
    parkedMessages: Type.Integer({ minimum: 0 }),
    progress: Type.Object(
      {
        rooms: Type.Integer({ minimum: 0 }),
        done: Type.Integer({ minimum: 0 }),
        failed: Type.Integer({ minimum: 0 }),
        waitingForHomeserver: Type.Integer({ minimum: 0 }),
        signedOut: nullable(Type.Boolean({ description: 'The leaver is locked and signed out on the homeserver; null when nobody leaves.' })),
      },
      strict,
    ),
  },
  strict,
);
export type Handover = Static<typeof Handover>;
export const HandoverList = Type.Object({ handovers: Type.Array(Handover) }, strict);
export const HandoverQuery = Type.Object(
  { state: Type.Optional(names(handoverStates)), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 100 })) },
  strict,
);
export type HandoverQuery = Static<typeof HandoverQuery>;

/** How far one room of a handover is. */
export const HandoverRoom = Type.Object(
  {
    roomId: RoomId,
    predecessor: nullable(UserId),
    successor: nullable(UserId),
    chosenBy: Type.String(),
    state: names(['waiting', 'failed', 'waiting-for-homeserver', 'done'] as const),
    direction: names(['forward', 'back'] as const),
    step: nullable(Type.String({ description: 'The step ahead; null when there is none.' })),
    attempts: Type.Integer({ minimum: 0 }),
    errorCode: nullable(Type.String()),
    greeting: Type.Union([Type.Literal('none'), Type.Literal('waiting'), Type.Literal('sent')]),
    undo: nullable(names(['returned', 'moved-on'] as const)),
  },
  strict,
);
export type HandoverRoom = Static<typeof HandoverRoom>;
export const HandoverRoomQuery = Type.Object(
  { after: Type.Optional(RoomId), limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })) },
  strict,
);
export type HandoverRoomQuery = Static<typeof HandoverRoomQuery>;
export const HandoverRoomPage = Type.Object({ rooms: Type.Array(HandoverRoom), next: nullable(RoomId) }, strict);
export type HandoverRoomPage = Static<typeof HandoverRoomPage>;
