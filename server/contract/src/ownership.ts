import { Type, type Static } from 'typebox';
import { AccountId, ClientId, CoverId, HandoverId, RoomId, TeamId, Timestamp, UserId } from './ids.ts';
import { nullable, strict, version } from './shape.ts';

export const ownershipVias = ['routing', 'claim', 'assignment', 'handover', 'undo', 'conversation-started'] as const;
export const OwnershipVia = Type.Enum(ownershipVias);
export type OwnershipVia = Static<typeof OwnershipVia>;

/** Who answers a portal at this moment. */
export const OwnedRoom = Type.Object(
  {
    roomId: RoomId,
    accountId: nullable(AccountId),
    teamId: nullable(TeamId),
    clientId: nullable(ClientId),
    name: nullable(Type.String({ description: 'The name of the conversation, as the network gives it.' })),
    state: Type.Enum(['new', 'open', 'closed', 'excluded']),
    owner: nullable(UserId),
    since: nullable(Timestamp),
    covers: Type.Array(UserId, { description: 'Who answers in the place of the owner now.' }),
    moving: nullable(HandoverId),
    lastEventAt: Timestamp,
  },
  strict,
);
export type OwnedRoom = Static<typeof OwnedRoom>;

export const OwnedRoomQuery = Type.Object(
  {
    owner: Type.Optional(UserId),
    accountId: Type.Optional(AccountId),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 200 })),
  },
  strict,
);
export type OwnedRoomQuery = Static<typeof OwnedRoomQuery>;
export const OwnedRoomList = Type.Object({ rooms: Type.Array(OwnedRoom) }, strict);

export const OwnershipPeriod = Type.Object(
  {
    owner: nullable(UserId),
    fromAt: Timestamp,
    untilAt: nullable(Timestamp),
    via: OwnershipVia,
    handoverId: nullable(HandoverId),
    covers: Type.Array(Type.Object({ userId: UserId, fromAt: Timestamp, untilAt: Timestamp }, strict), {
      description: 'Who answered in the place of this owner, cut to this period.',
    }),
  },
  strict,
);
export const OwnershipHistory = Type.Object({ roomId: RoomId, periods: Type.Array(OwnershipPeriod) }, strict);
export type OwnershipHistory = Static<typeof OwnershipHistory>;

export const Cover = Type.Object(
  {
    coverId: CoverId,
    ownerUserId: UserId,
    coverUserId: UserId,
    fromAt: Timestamp,
    untilAt: Timestamp,
    endedAt: nullable(Timestamp),
    reason: Type.String(),
    createdAt: Timestamp,
    version,
  },
  strict,
);
export type Cover = Static<typeof Cover>;

export const PlaceCover = Type.Object(
  {
    ownerUserId: UserId,
    coverUserId: UserId,
    fromAt: Type.Optional(Timestamp),
    untilAt: Timestamp,
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  strict,
);
export type PlaceCover = Static<typeof PlaceCover>;

export const EndCover = Type.Object({ version: Type.Optional(version) }, strict);
export type EndCover = Static<typeof EndCover>;

export const CoverQuery = Type.Object(
  { userId: Type.Optional(UserId), current: Type.Optional(Type.Boolean({ description: 'Leave out those that ended.' })) },
  strict,
);
export type CoverQuery = Static<typeof CoverQuery>;
export const CoverList = Type.Object({ covers: Type.Array(Cover) }, strict);
