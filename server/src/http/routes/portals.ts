import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, Portal, PortalList, PortalQuery, RoomId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Portals } from '../../directory/index.ts';

const params = Type.Object({ roomId: RoomId });

/** Mounted at /api/v1/portals. Who and when; never what was written. */
export function portalRoutes(portals: Portals): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'portal:read' }, schema: { operationId: 'listPortals', summary: 'Conversations, most recently active first.', querystring: PortalQuery, response: { 200: PortalList, 400: ErrorBody } } },
      async (request) => portals.list(request.actor, request.scope, request.query),
    );

    app.get(
      '/:roomId',
      { config: { permission: 'portal:read' }, schema: { operationId: 'readPortal', summary: 'One conversation.', params, response: { 200: Portal, 404: ErrorBody } } },
      async (request) => portals.get(request.actor, request.scope, request.params.roomId),
    );
  };
}
