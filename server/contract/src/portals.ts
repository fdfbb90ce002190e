import { Type, type Static } from 'typebox';
import { AccountId, BridgeId, ClientId, RoomId, Timestamp, UserId } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
import { nullable, strict } from './shape.ts';

export const PortalState = Type.Enum(['new', 'open', 'closed', 'excluded']);
export type PortalState = Static<typeof PortalState>;

/** One conversation on one account; `portal` in the code, a conversation on screen. */
export const Portal = Type.Object(
  {
    roomId: RoomId,
    bridgeId: BridgeId,
    accountId: nullable(AccountId),
    direct: Type.Boolean(),
    name: nullable(Type.String()),
    clientId: nullable(ClientId),
    ownerUserId: nullable(UserId),
    state: PortalState,
    predecessorRoomId: nullable(RoomId),
    createdAt: Timestamp,
    lastEventAt: Timestamp,
    lastClientAt: nullable(Timestamp),
    lastCompanyAt: nullable(Timestamp),
  },
  strict,
);
export type Portal = Static<typeof Portal>;

export const PortalQuery = Type.Object(
  {
    accountId: Type.Optional(AccountId),
    clientId: Type.Optional(ClientId),
    state: Type.Optional(PortalState),
    ...pageQuery,
  },
  strict,
);
export type PortalQuery = Static<typeof PortalQuery>;
export const PortalList = Type.Object({ portals: Type.Array(Portal), ...pageNext }, strict);
export type PortalList = Static<typeof PortalList>;
