import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, InboxPage, InboxQuery, InboxRoom, RoomId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Inbox } from '../../ownership/index.ts';

/** Mounted at /api/v1/inbox. What one answers oneself, whoever asks: there is no wider scope. */
export function inboxRoutes(inbox: Inbox): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'inbox:read' },
        schema: { operationId: 'listInbox', summary: 'The conversations one answers, most recently active first.', querystring: InboxQuery, response: { 200: InboxPage, 400: ErrorBody } },
      },
      async (request) => inbox.list(request.actor, request.query),
    );

    app.get(
      '/:roomId',
      {
        config: { permission: 'inbox:read' },
        schema: {
          operationId: 'readInboxRoom',
          summary: 'One of them, as after news of it.',
          params: Type.Object({ roomId: RoomId }),
          response: { 200: InboxRoom, 404: ErrorBody },
        },
      },
      async (request) => inbox.get(request.actor, request.params.roomId),
    );
  };
}
