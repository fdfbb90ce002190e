import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, OwnedRoom, OwnedRoomList, OwnedRoomQuery, OwnershipHistory, RoomId, RoomSearch, RoomSelection, RoomSummaryList, SelectedRooms } from '@holdfast/contract';
import { Type } from 'typebox';
import type { RoomFinder, Rooms } from '../../ownership/index.ts';

const params = Type.Object({ roomId: RoomId });

/**
 * Mounted at /api/v1/rooms: who answers what. Scope 'team' reaches rooms of the team's accounts and rooms owned by its
 * people; 'own' those one owns or covers.
 */
export function roomRoutes(rooms: Rooms, finder: RoomFinder): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'portal:read' },
        schema: { operationId: 'listRooms', summary: 'Conversations with who answers them, most recently active first.', querystring: OwnedRoomQuery, response: { 200: OwnedRoomList } },
      },
      async (request) => ({ rooms: rooms.list(request.actor, request.scope, request.query) }),
    );

    app.get(
      '/search',
      {
        config: { permission: 'portal:read' },
        schema: { operationId: 'searchRooms', summary: 'Conversations as rows of a table, with names.', querystring: RoomSearch, response: { 200: RoomSummaryList, 400: ErrorBody } },
      },
      async (request) => finder.search(request.actor, request.scope, request.query),
    );

    app.get(
      '/selection',
      {
        config: { permission: 'portal:read' },
        schema: { operationId: 'selectRooms', summary: 'The ids of everything a filter finds, as many as a handover may hold.', querystring: RoomSelection, response: { 200: SelectedRooms } },
      },
      async (request) => finder.select(request.actor, request.scope, request.query),
    );

    app.get(
      '/:roomId',
      {
        config: { permission: 'portal:read' },
        schema: { operationId: 'readRoom', summary: 'Who answers this conversation now.', params, response: { 200: OwnedRoom, 404: ErrorBody } },
      },
      async (request) => rooms.find(request.actor, request.scope, request.params.roomId),
    );

    app.get(
      '/:roomId/owners',
      {
        config: { permission: 'portal:read' },
        schema: { operationId: 'readOwnershipHistory', summary: 'Who answered it when, owners and covers.', params, response: { 200: OwnershipHistory, 404: ErrorBody } },
      },
      async (request) => rooms.history(request.actor, request.scope, request.params.roomId),
    );
  };
}
