import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, ExtendLook, Look, LookId, LookList, LookPage, LookPageQuery, LookQuery, OpenLook, RoomId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { LookDesk } from '../ports.ts';

const params = Type.Object({ lookId: LookId });
const empty = Type.Object({}, { additionalProperties: false });

/** Mounted at /api/v1/rooms: where a look begins. */
export function roomLookRoutes(looks: LookDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/:roomId/looks',
      {
        config: { permission: 'portal:read-text' },
        schema: {
          operationId: 'openLook',
          summary: 'Look into a live conversation for a while, for a reason. Audited; told in the conversation where the settings say so.',
          params: Type.Object({ roomId: RoomId }),
          body: OpenLook,
          response: { 201: Look, 404: ErrorBody },
        },
      },
      async (request, reply) => reply.code(201).send(looks.open(request.actor, request.params.roomId, request.body)),
    );
  };
}

/** Mounted at /api/v1/looks: the caller's own. */
export function lookRoutes(looks: LookDesk): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'portal:read-text' },
        schema: { operationId: 'listLooks', summary: 'Own looks, newest first.', querystring: LookQuery, response: { 200: LookList } },
      },
      async (request) => ({ looks: looks.list(request.actor, request.query) }),
    );

    app.get(
      '/:lookId',
      { config: { permission: 'portal:read-text' }, schema: { operationId: 'readLook', summary: 'One look: whose conversation, why, until when.', params, response: { 200: Look, 404: ErrorBody } } },
      async (request) => looks.find(request.actor, request.params.lookId),
    );

    app.post(
      '/:lookId/extend',
      {
        config: { permission: 'portal:read-text' },
        schema: { operationId: 'extendLook', summary: 'Another while from now, for another reason.', params, body: ExtendLook, response: { 200: Look, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request) => looks.extend(request.actor, request.params.lookId, request.body),
    );

    app.post(
      '/:lookId/end',
      { config: { permission: 'portal:read-text' }, schema: { operationId: 'endLook', summary: 'Done looking.', params, body: empty, response: { 200: Look, 404: ErrorBody } } },
      async (request) => looks.end(request.actor, request.params.lookId),
    );

    app.get(
      '/:lookId/messages',
      {
        config: { permission: 'portal:read-text' },
        schema: {
          operationId: 'readLookedMessages',
          summary: 'A page of the conversation, newest first page by page. Each page is audited.',
          params,
          querystring: LookPageQuery,
          response: { 200: LookPage, 404: ErrorBody, 409: ErrorBody, 503: ErrorBody },
        },
      },
      async (request) => looks.messages(request.actor, request.params.lookId, request.query),
    );
  };
}
