import { Type, type Static } from 'typebox';
import { AccountId, ClientId, EventId, RoomId, TeamId, Timestamp, UserId } from './ids.ts';
import { nullable, strict } from './shape.ts';

/** Why a new conversation went to whom it went. */
export const routingRules = ['imported-owner', 'rule', 'last-owner', 'account-owner', 'least-loaded', 'unassigned'] as const;
export const RoutingRule = Type.Enum(routingRules);
export type RoutingRule = Static<typeof RoutingRule>;

export const RoutingPreviewQuery = Type.Object({ accountId: AccountId, clientId: Type.Optional(ClientId) }, strict);
export type RoutingPreviewQuery = Static<typeof RoutingPreviewQuery>;
export const RoutingPreview = Type.Object(
  { owner: nullable(UserId), rule: RoutingRule, teamId: nullable(Type.Unsafe<TeamId>({ ...TeamId, description: 'Whose queue it is when nobody gets it.' })) },
  strict,
);
export type RoutingPreview = Static<typeof RoutingPreview>;

/** A conversation that nobody owns. */
export const QueuedRoom = Type.Object(
  {
    roomId: RoomId,
    accountId: nullable(AccountId),
    teamId: nullable(TeamId),
    clientId: nullable(ClientId),
    name: nullable(Type.String()),
    language: nullable(Type.String()),
    unassignedSince: Timestamp,
    waitingSince: nullable(Type.Integer({ description: 'When the client wrote what nobody answered; null when the company spoke last.' })),
    waitingMs: Type.Integer({ minimum: 0, description: 'How long the client, or else the room, has waited.' }),
  },
  strict,
);
export type QueuedRoom = Static<typeof QueuedRoom>;
export const QueueQuery = Type.Object({ teamId: Type.Optional(TeamId) }, strict);
export type QueueQuery = Static<typeof QueueQuery>;
export const QueueList = Type.Object({ rooms: Type.Array(QueuedRoom) }, strict);

export const AssignRoom = Type.Object(
  { userId: UserId, reason: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })) },
  strict,
);
export type AssignRoom = Static<typeof AssignRoom>;

export const QueueMessage = Type.Object(
  {
    eventId: EventId,
    sender: UserId,
    type: Type.String(),
    originServerTs: Timestamp,
    content: Type.Record(Type.String(), Type.Unknown()),
  },
  strict,
);
export const QueueMessages = Type.Object({ roomId: RoomId, messages: Type.Array(QueueMessage) }, strict);
export type QueueMessages = Static<typeof QueueMessages>;

export const StartConversation = Type.Object(
  {
    accountId: AccountId,
    identifier: Type.String({ minLength: 1, maxLength: 255, description: 'Number in E.164, or the name by which the network finds people.' }),
  },
  strict,
);
export type StartConversation = Static<typeof StartConversation>;
export const StartedConversation = Type.Object({ roomId: RoomId, owner: UserId }, strict);
export type StartedConversation = Static<typeof StartedConversation>;
