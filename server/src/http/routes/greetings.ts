import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ChangeGreeting, CreateGreeting, ErrorBody, GreetingId, GreetingPreview, PreviewGreeting, RemoveGreeting, SavedGreeting, SavedGreetingList } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Greetings } from '../../ownership/index.ts';

const params = Type.Object({ greetingId: GreetingId });

/** Mounted at /api/v1/greetings: words for clients whose conversation is handed over. */
export function greetingRoutes(greetings: Greetings): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/',
      { config: { permission: 'greeting:read' }, schema: { operationId: 'listGreetings', summary: 'Saved greetings, by name.', response: { 200: SavedGreetingList } } },
      async () => ({ greetings: greetings.list() }),
    );

    app.post(
      '/',
      {
        config: { permission: 'greeting:manage' },
        schema: { operationId: 'createGreeting', summary: 'Keep words for handovers under a name.', body: CreateGreeting, response: { 201: SavedGreeting, 409: ErrorBody, 422: ErrorBody } },
      },
      async (request, reply) => reply.code(201).send(greetings.create(request.actor, request.body)),
    );

    app.post(
      '/preview',
      {
        config: { permission: 'greeting:read' },
        schema: { operationId: 'previewGreeting', summary: 'How texts read for a client and an employee.', body: PreviewGreeting, response: { 200: GreetingPreview, 404: ErrorBody, 422: ErrorBody } },
      },
      async (request) => greetings.preview(request.body),
    );

    app.patch(
      '/:greetingId',
      {
        config: { permission: 'greeting:manage' },
        schema: { operationId: 'changeGreeting', summary: 'Other words or another name.', params, body: ChangeGreeting, response: { 200: SavedGreeting, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody } },
      },
      async (request) => greetings.change(request.actor, request.params.greetingId, request.body),
    );

    app.delete(
      '/:greetingId',
      {
        config: { permission: 'greeting:manage' },
        schema: { operationId: 'removeGreeting', summary: 'Take a greeting away.', params, querystring: RemoveGreeting, response: { 204: Type.Null(), 404: ErrorBody, 409: ErrorBody } },
      },
      async (request, reply) => {
        greetings.remove(request.actor, request.params.greetingId, request.query);
        return reply.code(204).send(null);
      },
    );
  };
}
