import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { ErrorBody, StartConversation, StartedConversation } from '@holdfast/contract';
import type { ConversationStarts } from '../../ownership/index.ts';

/** Mounted at /api/v1/conversations. Scope 'team' reaches the accounts of the caller's own team. */
export function conversationRoutes(starts: ConversationStarts): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/',
      {
        config: { permission: 'conversation:start' },
        schema: {
          operationId: 'startConversation',
          summary: 'Write first: find or create the conversation with a number; it is the caller’s.',
          body: StartConversation,
          response: { 200: StartedConversation, 404: ErrorBody, 409: ErrorBody, 422: ErrorBody, 503: ErrorBody },
        },
      },
      async (request) => starts.start(request.actor, request.scope, request.body),
    );
  };
}
