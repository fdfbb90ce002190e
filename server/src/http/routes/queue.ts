import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AssignRoom, ErrorBody, OwnedRoom, QueueList, QueueMessages, QueueQuery, RoomId, RoutingPreview, RoutingPreviewQuery } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Queue, Routing } from '../../ownership/index.ts';

const params = Type.Object({ roomId: RoomId });

/**
 * Mounted at /api/v1/queue: conversations that nobody owns. Scope 'team' reaches those of the accounts of the caller's
 * own team.
 */
export function queueRoutes(queue: Queue, routing: Routing): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      {
        config: { permission: 'queue:read' },
        schema: { operationId: 'listQueue', summary: 'Unassigned conversations, longest waiting first.', querystring: QueueQuery, response: { 200: QueueList } },
      },
      async (request) => ({ rooms: queue.list(request.actor, request.scope, request.query) }),
    );

    app.get(
      '/routing-preview',
      {
        config: { permission: 'queue:read' },
        schema: {
          operationId: 'previewRouting',
          summary: 'Who would get a new conversation of this account now, and by which rule.',
          querystring: RoutingPreviewQuery,
          response: { 200: RoutingPreview, 404: ErrorBody },
        },
      },
      async (request) => routing.preview(request.actor, request.scope, request.query),
    );

    app.get(
      '/:roomId/messages',
      {
        config: { permission: 'queue:read-text' },
        schema: {
          operationId: 'readQueuedMessages',
          summary: 'The last 50 messages of an unassigned conversation. Audited.',
          params,
          response: { 200: QueueMessages, 404: ErrorBody, 409: ErrorBody, 503: ErrorBody },
        },
      },
      async (request) => queue.readMessages(request.actor, request.scope, request.params.roomId),
    );

    app.post(
      '/:roomId/claim',
      {
        config: { permission: 'queue:claim' },
        schema: {
          operationId: 'claimRoom',
          summary: 'Take an unassigned conversation; the first who does has it.',
          params,
          body: Type.Object({}, { additionalProperties: false }),
          response: { 200: OwnedRoom, 404: ErrorBody, 409: ErrorBody },
        },
      },
      async (request) => queue.claim(request.actor, request.scope, request.params.roomId),
    );

    app.post(
      '/:roomId/assign',
      {
        config: { permission: 'queue:assign' },
        schema: {
          operationId: 'assignRoom',
          summary: 'Give an unassigned conversation to somebody; a lead within the own team.',
          params,
          body: AssignRoom,
          response: { 200: OwnedRoom, 403: ErrorBody, 404: ErrorBody, 409: ErrorBody },
        },
      },
      async (request) => queue.assign(request.actor, request.scope, request.params.roomId, request.body),
    );
  };
}
