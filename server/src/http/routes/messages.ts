import { CorrectMessage, ErrorBody, EventId, RoomId, SentEvent, WithdrawMessage } from '@holdfast/contract';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { Type } from 'typebox';
import type { Corrections } from '../ports.ts';

const params = Type.Object({ roomId: RoomId, eventId: EventId });
const refusals = { 403: ErrorBody, 404: ErrorBody, 503: ErrorBody };

/** Mounted at /api/v1/messages: what a predecessor or the handset said, changed in the account's own name. */
export function messageRoutes(corrections: Corrections): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/:roomId/:eventId/correct',
      {
        config: { permission: 'message:correct' },
        schema: { operationId: 'correctMessage', summary: 'Correct what a predecessor or the handset wrote.', params, body: CorrectMessage, response: { 200: SentEvent, ...refusals } },
      },
      async (request) => ({ eventId: await corrections.correct(request.actor, { ...request.params, ...request.body }) }),
    );

    app.post(
      '/:roomId/:eventId/withdraw',
      {
        config: { permission: 'message:correct' },
        schema: { operationId: 'withdrawMessage', summary: 'Delete for everybody what a predecessor or the handset wrote.', params, body: WithdrawMessage, response: { 200: SentEvent, ...refusals } },
      },
      async (request) => ({ eventId: await corrections.withdraw(request.actor, { ...request.params, ...request.body }) }),
    );
  };
}
