import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { AnswerLinking, ErrorBody, Linking, LinkingId } from '@holdfast/contract';
import { Type } from 'typebox';
import type { Linkings } from '../../directory/index.ts';

const params = Type.Object({ linkingId: LinkingId });

/** Mounted at /api/v1/linkings. A linking is begun at /api/v1/accounts/:accountId/linkings. */
export function linkingRoutes(linkings: Linkings): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/:linkingId',
      { config: { permission: 'account:link' }, schema: { operationId: 'readLinking', summary: 'What the screen draws now.', params, response: { 200: Linking, 404: ErrorBody } } },
      async (request) => linkings.get(request.params.linkingId),
    );

    app.post(
      '/:linkingId/answer',
      {
        config: { permission: 'account:link' },
        schema: {
          operationId: 'answerLinking',
          summary: 'Give the bridge what a person entered; answers with the next step, or with `working`.',
          params,
          body: AnswerLinking,
          response: { 200: Linking, 400: ErrorBody, 404: ErrorBody, 409: ErrorBody },
        },
      },
      async (request) => linkings.answer(request.actor, request.params.linkingId, request.body),
    );

    app.post(
      '/:linkingId/cancel',
      {
        config: { permission: 'account:link' },
        schema: { operationId: 'cancelLinking', summary: 'End it; nothing stays at the bridge.', params, body: Type.Object({}, { additionalProperties: false }), response: { 200: Linking, 404: ErrorBody, 409: ErrorBody } },
      },
      async (request) => linkings.cancel(request.actor, request.params.linkingId),
    );
  };
}
