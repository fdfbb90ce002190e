import { Type, type Static } from 'typebox';
import { AccountId, ClientId, HandoverId, RoomId, TeamId, Timestamp, UserId } from './ids.ts';
import { pageNext, pageQuery } from './paging.ts';
import { PortalState } from './portals.ts';
import { nullable, strict } from './shape.ts';

export const roomSorts = ['lastEvent', 'waiting'] as const;

export const roomFilter = {
  q: Type.Optional(Type.String({ minLength: 1, maxLength: 120, description: 'Beginnings of words of the client’s name, firm and tags, or of a group’s name.' })),
  clientId: Type.Optional(ClientId),
  accountId: Type.Optional(AccountId),
  teamId: Type.Optional(Type.Unsafe<TeamId>({ ...TeamId, description: 'Of the account, or of the owner.' })),
  owner: Type.Optional(UserId),
  unassigned: Type.Optional(Type.Boolean({ description: 'Only open ones that nobody owns.' })),
  waiting: Type.Optional(Type.Boolean({ description: 'Only those where the client waits for an answer.' })),
  state: Type.Optional(PortalState),
};

export const RoomSearch = Type.Object({ ...roomFilter, sort: Type.Optional(Type.Enum(roomSorts, { default: 'lastEvent' })), ...pageQuery }, strict);
export type RoomSearch = Static<typeof RoomSearch>;

/** A conversation as a row of a table. */
export const RoomSummary = Type.Object(
  {
    roomId: RoomId,
    name: nullable(Type.String({ description: 'Of the conversation, as the network gives it.' })),
    state: PortalState,
    direct: Type.Boolean(),
    network: Type.String(),
    accountId: nullable(AccountId),
    accountLabel: nullable(Type.String()),
    teamId: nullable(TeamId),
    clientId: nullable(ClientId),
    clientName: nullable(Type.String()),
    firm: nullable(Type.String()),
    owner: nullable(UserId),
    ownerName: nullable(Type.String()),
    since: nullable(Type.Integer({ description: 'Since when the owner has it, or nobody does.' })),
    waitingSince: nullable(Timestamp),
    lastEventAt: Timestamp,
    moving: nullable(HandoverId),
  },
  strict,
);
export type RoomSummary = Static<typeof RoomSummary>;
export const RoomSummaryList = Type.Object({ rooms: Type.Array(RoomSummary), ...pageNext }, strict);
export type RoomSummaryList = Static<typeof RoomSummaryList>;

export const RoomSelection = Type.Object({ ...roomFilter }, strict);
export type RoomSelection = Static<typeof RoomSelection>;
/** Everything a filter finds, for a handover of it. */
export const SelectedRooms = Type.Object(
  { roomIds: Type.Array(RoomId, { maxItems: 5000, description: 'Open and closed ones, most recently active first.' }), total: Type.Integer({ minimum: 0 }), complete: Type.Boolean({ description: 'False when there are more than a handover may hold.' }) },
  strict,
);
export type SelectedRooms = Static<typeof SelectedRooms>;
