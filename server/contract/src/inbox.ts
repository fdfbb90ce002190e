import { Type, type Static } from 'typebox';
import { AccountState } from './accounts.ts';
import { AccountId, BridgeId, ClientId, RoomId, Timestamp, UserId } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
import { PortalState } from './portals.ts';
import { nullable, strict } from './shape.ts';

/** The company number a conversation is held under, with what a line about it must say. */
export const InboxAccount = Type.Object(
  {
    accountId: AccountId,
    bridgeId: BridgeId,
    network: Type.String(),
    label: Type.String(),
    number: nullable(Type.String()),
    serviceUserId: UserId,
    state: AccountState,
    stateReason: nullable(Type.String()),
    paused: Type.Boolean(),
  },
  strict,
);
export type InboxAccount = Static<typeof InboxAccount>;

export const InboxClient = Type.Object(
  { clientId: ClientId, name: Type.String(), firm: nullable(Type.String()), language: nullable(Type.String()), tags: Type.Array(Type.String()) },
  strict,
);
export type InboxClient = Static<typeof InboxClient>;

/** A conversation the caller answers, with everything a list of conversations shows beside its messages. */
export const InboxRoom = Type.Object(
  {
    roomId: RoomId,
    state: PortalState,
    direct: Type.Boolean(),
    name: nullable(Type.String()),
    right: Type.Enum(['owner', 'cover'], { description: 'By what right the caller answers it now.' }),
    ownerUserId: nullable(UserId),
    account: nullable(InboxAccount),
    client: nullable(InboxClient),
    botUserId: UserId,
    companyGhosts: Type.Array(UserId, { description: 'How the company’s own numbers appear as people on this bridge: never a client.' }),
    predecessorRoomId: nullable(RoomId),
    lastEventAt: Timestamp,
    lastClientAt: nullable(Timestamp),
    lastCompanyAt: nullable(Timestamp),
  },
  strict,
);
export type InboxRoom = Static<typeof InboxRoom>;

export const InboxQuery = Type.Object({ ...pageQuery }, strict);
export type InboxQuery = Static<typeof InboxQuery>;
export const InboxPage = Type.Object({ rooms: Type.Array(InboxRoom), ...pageNext }, strict);
export type InboxPage = Static<typeof InboxPage>;
